package org.relaywitness.evidence.pdf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.junit.jupiter.api.Test;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.pades.SigningKey;
import org.relaywitness.evidence.pades.TestCertificates;
import org.relaywitness.evidence.pades.TrustedRoots;
import org.relaywitness.evidence.pdf.Finding.State;

/** What a sceptic with a report in hand is told. */
class ReportVerifierTest {
  private static final String EXAMPLE = "inconclusive";
  private static final byte[] PLAIN = SignedReports.plain(EXAMPLE);
  private static final byte[] SIGNED = SignedReports.signed(PLAIN, SignedReports.KEY);
  private static final byte[] STAMPED = SignedReports.stamped(PLAIN, SignedReports.KEY);

  /** The object identifier id-aa-signatureTimeStampToken, as it is written in hex. */
  private static final String TIMESTAMP_TOKEN = "060B2A864886F70D010910020E";

  private static final TrustedRoots ROOTS = SignedReports.AUTHORITY.roots();

  private static ReportFindings verify(byte[] pdf, TrustedRoots roots) {
    return ReportVerifier.verify(pdf, roots, SignedReports.CLOCK);
  }

  private static List<String> codes(ReportFindings found) {
    return found.findings().stream().map(Finding::code).toList();
  }

  private static List<String> differing(ReportFindings found) {
    return found.findings().stream()
        .filter(finding -> finding.state() == State.DIFFERS)
        .map(Finding::code)
        .toList();
  }

  @Test
  void report_unsigned_fitsTogetherAndProvesNothing() {
    for (String example : List.of("hostile", "inconclusive", "exit_observed")) {
      ReportFindings found = verify(SignedReports.plain(example), ROOTS);

      assertEquals(
          List.of("form.holds", "unsigned", "answer.holds", "digests.hold", "sheets.hold"),
          codes(found),
          example);
      assertEquals("unsigned", found.conclusion());
      assertFalse(found.isProved());
      byte[] json = AnswerJson.bytes(ReportExamples.answer(example), Documents.NONE);
      assertArrayEquals(json, found.answer());
      assertEquals(ReportId.of(json), found.id());
    }
    assertTrue(verify(PLAIN, ROOTS).text(Texts.of(Locale.ENGLISH)).contains("proves nothing"));
  }

  @Test
  void report_signed_holdsAndIsProvedToWhoTrustsTheRoot() {
    assertEquals(
        List.of(
            "form.holds",
            "signature.holds",
            "signer.trusted",
            "timestamp.none",
            "answer.holds",
            "digests.hold",
            "sheets.hold"),
        codes(verify(SIGNED, ROOTS)));
    assertEquals("proved", verify(SIGNED, ROOTS).conclusion());
    assertEquals("proved", verify(STAMPED, ROOTS).conclusion());
    assertTrue(codes(verify(STAMPED, ROOTS)).contains("timestamp.trusted"));
    byte[] rsa = SignedReports.signed(PLAIN, SignedReports.AUTHORITY.signer("RSA2048"));
    assertEquals("proved", verify(rsa, ROOTS).conclusion());
  }

  @Test
  void signer_nobodyTrusted_isNotChecked() {
    ReportFindings found = verify(STAMPED, TrustedRoots.NONE);

    assertEquals("signer_unknown", found.conclusion());
    assertTrue(codes(found).contains("signer.not_checked"), codes(found)::toString);
    assertTrue(codes(found).contains("timestamp.not_checked"), codes(found)::toString);
  }

  @Test
  void signer_ofAnotherAuthority_differs() {
    TrustedRoots other = new TestCertificates(SignedReports.NOW).roots();

    ReportFindings found = verify(STAMPED, other);

    assertEquals(List.of("signer.unknown"), differing(found));
    assertTrue(codes(found).contains("timestamp.unknown"));
  }

  @Test
  void signer_ownCertificateTrusted_isProved() {
    TrustedRoots own = new TrustedRoots(List.of(SignedReports.KEY.certificate()));

    assertEquals("proved", verify(SIGNED, own).conclusion());
  }

  @Test
  void signer_certificateExpiredSince_isProvedByTheTimestampAlone() {
    Clock later = Clock.offset(SignedReports.CLOCK, Duration.ofDays(500));

    assertEquals(
        List.of("signer.not_valid_then"), differing(ReportVerifier.verify(SIGNED, ROOTS, later)));
    assertEquals("proved", ReportVerifier.verify(STAMPED, ROOTS, later).conclusion());
  }

  @Test
  void signed_anyByteChanged_isFound() {
    Random random = new Random(7);
    String text = new String(STAMPED, StandardCharsets.ISO_8859_1);
    int token = text.indexOf(TIMESTAMP_TOKEN, PLAIN.length);
    int end = text.indexOf('>', token);
    assertTrue(token > 0);
    for (int round = 0; round < 200; round++) {
      // Half of them in the revision of the signature, where the form is read most closely.
      int from = round % 2 == 0 ? 0 : PLAIN.length;
      int at = from + random.nextInt(STAMPED.length - from);
      byte[] changed = STAMPED.clone();
      changed[at] ^= (byte) (1 << random.nextInt(8));

      ReportFindings found = verify(changed, ROOTS);

      if (at > token && at < end) {
        // A timestamp has parts of its own that nothing covers, such as its version. They say
        // nothing: what it states is either found to be changed or is what it was.
        assertTrue(!found.isProved() || SignedReports.NOW.equals(stated(found)), "byte " + at);
      } else {
        assertFalse(found.isProved(), () -> "a bit flipped in byte " + at + ": " + codes(found));
        assertFalse(found.holds(), () -> "a bit flipped in byte " + at + ": " + codes(found));
      }
    }
  }

  private static Instant stated(ReportFindings found) {
    return Objects.requireNonNull(Objects.requireNonNull(found.signature()).timestamp()).time();
  }

  @Test
  void signed_eachByteOfTheContainer_isFound() {
    String text = new String(SIGNED, StandardCharsets.ISO_8859_1);
    int start = text.indexOf("/Contents <", PLAIN.length) + "/Contents <".length();
    int end = start;
    for (int at = start; at < text.indexOf('>', start); at++) {
      end = text.charAt(at) == '0' ? end : at;
    }
    for (int at = start; at <= end + 200; at += 7) {
      byte[] changed = SIGNED.clone();
      changed[at] = (byte) (changed[at] == '7' ? '5' : '7');
      int place = at;
      assertFalse(verify(changed, ROOTS).holds(), () -> "digit " + place + " changed");
    }
  }

  @Test
  void signed_otherTagOfTheSignedAttributes_isFound() {
    String text = new String(SIGNED, StandardCharsets.ISO_8859_1);
    int attributes = text.indexOf("301806092A864886F70D010903", PLAIN.length);
    int at = text.lastIndexOf("A0", attributes) + 1;
    assertTrue(at > 0 && attributes - at < 8, "the tag stands before the first attribute");
    for (char digit : new char[] {'1', '2', '7', 'F'}) {
      byte[] changed = SIGNED.clone();
      changed[at] = (byte) digit;
      assertFalse(verify(changed, ROOTS).holds(), () -> "tag A" + digit);
    }
  }

  @Test
  void signed_nameInOtherLetterCase_isFound() {
    X509Certificate signer = SignedReports.KEY.chain().get(0);
    String name = signer.getIssuerX500Principal().getName().replaceFirst("CN=([^,]*).*", "$1");
    String hex = HexFormat.of().withUpperCase().formatHex(name.getBytes(StandardCharsets.US_ASCII));
    String text = new String(SIGNED, StandardCharsets.ISO_8859_1);
    int places = 0;
    for (int at = text.indexOf(hex, PLAIN.length); at >= 0; at = text.indexOf(hex, at + 1)) {
      places++;
      byte[] changed = SIGNED.clone();
      // 4 to 6 or 5 to 7, or back: a letter's other case.
      changed[at] = (byte) (changed[at] ^ 2);
      int place = at;
      assertFalse(verify(changed, ROOTS).holds(), () -> "letter " + place + " changed");
    }
    assertTrue(places >= 3, "in a certificate twice, and where the signature names its signer");
  }

  @Test
  void signed_certificateMadeSomethingElse_isFound() {
    String text = new String(SIGNED, StandardCharsets.ISO_8859_1);
    int places = 0;
    for (X509Certificate certificate : SignedReports.KEY.chain()) {
      String hex = HexFormat.of().withUpperCase().formatHex(encoded(certificate), 0, 40);
      int at = text.indexOf(hex, PLAIN.length);
      assertTrue(at > 0, "each certificate stands in the container");
      byte[] changed = SIGNED.clone();
      // Another tag: what follows is no certificate any more, and whoever reads on passes over it.
      changed[at] = '7';
      places++;
      assertFalse(verify(changed, ROOTS).holds(), () -> "tag at " + at);
    }
    assertEquals(3, places);
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void signed_structureChanged_isFound() {
    for (String[] change :
        new String[][] {
          {"/ByteRange [0 ", "/ByteRange [1 "},
          {"/SubFilter /ETSI.CAdES.detached", "/SubFilter /adbe.pkcs7.detached"},
          {"/Type /Sig\n", "/Type /Sug\n"},
          {"/Contents <", "/Cantents <"},
          {"(Registry of the test)", "(Registry of the rest)"},
          {"/M (D:2026", "/M (D:2025"},
          {"/DocMDP", "/DocMDQ"},
          {"startxref\n", "startxraf\n"},
          {"/Prev ", "/Prav "},
        }) {
      String text = new String(STAMPED, StandardCharsets.ISO_8859_1);
      int at = text.indexOf(change[0], PLAIN.length);
      assertTrue(at > 0, change[0]);
      byte[] changed = STAMPED.clone();
      byte[] other = change[1].getBytes(StandardCharsets.ISO_8859_1);
      System.arraycopy(other, 0, changed, at, other.length);

      assertFalse(verify(changed, ROOTS).holds(), change[1]);
    }
  }

  @Test
  void signed_somethingAppended_isFound() throws IOException {
    for (byte[] report : List.of(STAMPED, PLAIN)) {
      byte[] more = Arrays.copyOf(report, report.length + 1);
      more[report.length] = '\n';
      assertEquals(List.of("appended"), differing(verify(more, ROOTS)));

      try (PDDocument document = Loader.loadPDF(report)) {
        document.getPage(0).getCOSObject().setItem(COSName.CONTENTS, null);
        document.getPage(0).getCOSObject().setNeedToBeUpdated(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.saveIncremental(out);

        ReportFindings found = verify(out.toByteArray(), ROOTS);

        assertEquals(List.of("appended"), differing(found));
        assertFalse(found.isProved());
      }
    }
  }

  @Test
  void signed_again_isFound() {
    SigningKey other = new TestCertificates(SignedReports.NOW).signer("EC");

    ReportFindings found = verify(SignedReports.signed(SIGNED, other), ROOTS);

    assertEquals(List.of("appended"), differing(found));
  }

  @Test
  void signature_cutOff_leavesAnUnsignedReport() {
    ReportFindings found = verify(Arrays.copyOf(STAMPED, PLAIN.length), ROOTS);

    assertNull(found.signature());
    assertEquals("unsigned", found.conclusion());
  }

  @Test
  void signature_ofAnotherReport_doesNotFit() {
    byte[] other = SignedReports.signed(SignedReports.plain("not_listed"), SignedReports.KEY);
    byte[] mixed = SIGNED.clone();
    String text = new String(SIGNED, StandardCharsets.ISO_8859_1);
    String from = new String(other, StandardCharsets.ISO_8859_1);
    int to = text.indexOf("/Contents <", PLAIN.length);
    int at = from.lastIndexOf("/Contents <");
    System.arraycopy(other, at, mixed, to, 20_000);

    assertEquals(List.of("signature.differs"), differing(verify(mixed, ROOTS)));
  }

  @Test
  void content_changedBeforeSigning_isSeenAllTheSame() throws IOException {
    // Whoever holds a trusted key can sign anything; the parts must fit together still.
    byte[] changed = edited(document -> document.removePage(0));
    assertFalse(verify(SignedReports.signed(changed, SignedReports.KEY), ROOTS).isProved());
  }

  private interface Edit {
    void apply(PDDocument document) throws IOException;
  }

  private static byte[] edited(Edit edit) throws IOException {
    try (PDDocument document = Loader.loadPDF(SignedReports.plain("not_listed"))) {
      edit.apply(document);
      try (PDDocument other = Loader.loadPDF(PLAIN)) {
        document.getPage(0).setContents(new PDStream(document, other.getPage(0).getContents()));
        document.getPage(0).setResources(null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        document.save(out);
        return out.toByteArray();
      }
    }
  }

  @Test
  void sheet_ofAnotherReport_isFound() throws IOException {
    ReportFindings found = verify(edited(document -> {}), ROOTS);

    assertEquals(List.of("sheets.differ"), differing(found));
  }

  @Test
  void report_inEveryCase_hasWordsForWhatWasFound() {
    Texts texts = Texts.of(Locale.ENGLISH);
    for (byte[] file : List.of(PLAIN, SIGNED, STAMPED, new byte[] {'%', 'P', 'D', 'F', '-'})) {
      for (TrustedRoots roots : List.of(ROOTS, TrustedRoots.NONE)) {
        ReportFindings found = verify(file, roots);
        assertFalse(found.text(texts).isBlank());
        assertTrue(found.json(texts).length > 0);
      }
    }
  }
}
