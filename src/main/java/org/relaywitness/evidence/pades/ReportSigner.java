package org.relaywitness.evidence.pades;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.ExternalSigningSupport;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs reports with the operator's key: the report stays as it is, byte for byte, and one revision
 * with the signature is put behind it. The signature says where the report comes from and that it
 * was not changed; no person affirms anything by it.
 */
public final class ReportSigner {
  private static final Logger LOG = LoggerFactory.getLogger(ReportSigner.class);

  private final SigningKey key;
  private final @Nullable TimestampAuthority timestamps;
  private final boolean required;
  private final Clock clock;

  /**
   * Signs with this key.
   *
   * @param timestamps asked for a timestamp of each signature; {@code null}: nobody is
   * @param required whether a report is refused when its timestamp cannot be had; else it goes out
   *     without one
   */
  public ReportSigner(
      SigningKey key, @Nullable TimestampAuthority timestamps, boolean required, Clock clock) {
    this.key = key;
    this.timestamps = timestamps;
    this.required = required;
    this.clock = clock;
  }

  /** The installation's own certificate, to recognise its own reports by. */
  public TrustedRoots own() {
    return new TrustedRoots(List.of(key.certificate()));
  }

  /**
   * The report with its signature.
   *
   * @throws TimestampException when a timestamp is required and cannot be had
   */
  public byte[] sign(byte[] report) throws TimestampException {
    ByteArrayOutputStream out = new ByteArrayOutputStream(report.length + (1 << 16));
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    try (PDDocument document = Loader.loadPDF(report)) {
      ExternalSigningSupport signing =
          new SignatureField(document).add(key.certificate(), now).saveTo(out);
      CMSSignedData signed = SignatureContainer.of(key).sign(signing.getContent());
      signing.setSignature(SignatureContainer.encoded(stamped(signed)));
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("signing in memory", e);
    } catch (GeneralSecurityException e) {
      // A trial signature was made when the key was read.
      throw new IllegalStateException("the key that could sign no longer can", e);
    }
  }

  private CMSSignedData stamped(CMSSignedData signed) throws TimestampException {
    if (timestamps == null) {
      return signed;
    }
    SignerInformation signer = signed.getSignerInfos().iterator().next();
    try {
      ASN1EncodableVector attributes = new ASN1EncodableVector();
      attributes.add(
          new Attribute(
              PKCSObjectIdentifiers.id_aa_signatureTimeStampToken,
              new DERSet(
                  timestamps.stamp(signer.getSignature()).toCMSSignedData().toASN1Structure())));
      return CMSSignedData.replaceSigners(
          signed,
          new SignerInformationStore(
              List.of(
                  SignerInformation.replaceUnsignedAttributes(
                      signer, new AttributeTable(attributes)))));
    } catch (TimestampException e) {
      if (required) {
        throw e;
      }
      LOG.warn("a report is signed without a timestamp: {}", e.getMessage());
      return signed;
    }
  }
}
