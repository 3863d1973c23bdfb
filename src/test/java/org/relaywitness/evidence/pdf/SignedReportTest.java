package org.relaywitness.evidence.pdf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import eu.europa.esig.dss.diagnostic.DiagnosticData;
import eu.europa.esig.dss.diagnostic.SignatureWrapper;
import eu.europa.esig.dss.enumerations.SignatureLevel;
import eu.europa.esig.dss.model.InMemoryDocument;
import eu.europa.esig.dss.model.x509.CertificateToken;
import eu.europa.esig.dss.spi.validation.CommonCertificateVerifier;
import eu.europa.esig.dss.spi.x509.CommonTrustedCertificateSource;
import eu.europa.esig.dss.validation.SignedDocumentValidator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.junit.jupiter.api.Test;
import org.relaywitness.evidence.pades.ReportSigner;
import org.relaywitness.evidence.pades.SigningKey;
import org.relaywitness.evidence.pades.TestTimestampServer;
import org.relaywitness.evidence.pades.TimestampAuthority;
import org.relaywitness.evidence.pades.TimestampException;

/** Signed reports, in the eyes of an independent validator (DSS of the European Commission). */
class SignedReportTest {
  private static final byte[] REPORT = SignedReports.plain("inconclusive");

  private static SignatureWrapper validated(byte[] pdf) {
    SignedDocumentValidator validator =
        SignedDocumentValidator.fromDocument(new InMemoryDocument(pdf, "report.pdf"));
    CommonTrustedCertificateSource trusted = new CommonTrustedCertificateSource();
    trusted.addCertificate(new CertificateToken(SignedReports.AUTHORITY.root()));
    CommonCertificateVerifier verifier = new CommonCertificateVerifier();
    verifier.setTrustedCertSources(trusted);
    validator.setCertificateVerifier(verifier);
    DiagnosticData data = validator.validateDocument().getDiagnosticData();
    assertEquals(1, data.getSignatures().size());
    return data.getSignatures().get(0);
  }

  private static void assertBasic(SignatureWrapper signature, String what) {
    assertTrue(signature.isSignatureIntact() && signature.isSignatureValid(), what);
    assertTrue(signature.isTrustedChain(), what);
    assertEquals(SignedReports.NOW, signature.getClaimedSigningTime().toInstant(), what);
    assertTrue(signature.isSigningCertificateIdentified(), what);
    assertTrue(signature.isSigningCertificateReferenceUnique(), what);
    assertTrue(signature.isSignatureByteRangeValid(), what);
    assertFalse(signature.arePdfModificationsDetected(), what);
  }

  @Test
  void signature_eachKindOfKey_isBaselineB() {
    for (String algorithm : new String[] {"RSA2048", "EC384"}) {
      SigningKey key = SignedReports.AUTHORITY.signer(algorithm);

      SignatureWrapper signature = validated(SignedReports.signed(REPORT, key));

      assertBasic(signature, algorithm);
      assertEquals(SignatureLevel.PAdES_BASELINE_B, signature.getSignatureFormat(), algorithm);
    }
  }

  @Test
  void signature_withTimestamp_isBaselineT() {
    SignatureWrapper signature = validated(SignedReports.stamped(REPORT, SignedReports.KEY));

    assertBasic(signature, "stamped");
    assertEquals(SignatureLevel.PAdES_BASELINE_T, signature.getSignatureFormat());
    assertTrue(signature.isThereTLevel() && signature.isTLevelTechnicallyValid());
    assertEquals(
        SignedReports.NOW, signature.getTLevelTimestamps().get(0).getProductionTime().toInstant());
  }

  @Test
  void report_signed_staysByteForByteAndGrowsByOneRevision() throws Exception {
    byte[] signed = SignedReports.signed(REPORT, SignedReports.KEY);

    assertArrayEquals(REPORT, Arrays.copyOf(signed, REPORT.length));
    try (PDDocument document = Loader.loadPDF(signed)) {
      PDSignature signature = document.getLastSignatureDictionary();
      assertNotNull(signature);
      assertEquals("ETSI.CAdES.detached", signature.getSubFilter());
      assertEquals("Registry of the test", signature.getName());
      int[] range = signature.getByteRange();
      assertEquals(0, range[0]);
      assertEquals(signed.length, range[2] + range[3]);
    }
  }

  @Test
  void report_signedTwice_differsInTheSignatureAlone() {
    byte[] one = SignedReports.stamped(REPORT, SignedReports.KEY);
    byte[] other = SignedReports.stamped(REPORT, SignedReports.KEY);

    assertArrayEquals(withoutContents(one), withoutContents(other));
  }

  private static byte[] withoutContents(byte[] pdf) {
    return new String(pdf, StandardCharsets.ISO_8859_1)
        .replaceFirst("/Contents <[0-9A-F]{1000,}>", "")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void timestamp_notToBeHad_isRefusedOrLeftOutAsConfigured() throws Exception {
    try (TestTimestampServer server =
        new TestTimestampServer(SignedReports.AUTHORITY, SignedReports.NOW.plusSeconds(9_999))) {
      TimestampAuthority wrong = new TimestampAuthority(server.url(), SignedReports.CLOCK);

      assertThrows(
          TimestampException.class,
          () -> new ReportSigner(SignedReports.KEY, wrong, true, SignedReports.CLOCK).sign(REPORT));
      SignatureWrapper without =
          validated(
              new ReportSigner(SignedReports.KEY, wrong, false, SignedReports.CLOCK).sign(REPORT));

      assertBasic(without, "without");
      assertEquals(SignatureLevel.PAdES_BASELINE_B, without.getSignatureFormat());
      assertEquals(2, server.asked());
    }
  }
}
