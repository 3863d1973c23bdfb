package org.relaywitness.evidence.pades;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampToken;
import org.jspecify.annotations.Nullable;

/** Checks the signature of a report, offline. */
public final class SignatureChecker {
  private final TrustedRoots roots;
  private final Clock clock;

  /** Trusts these roots; the clock tells whether certificates have run out. */
  public SignatureChecker(TrustedRoots roots, Clock clock) {
    this.roots = roots;
    this.clock = clock;
  }

  /**
   * Checks a signature.
   *
   * @param container the CMS container, without what fills its place up
   * @param content all that it must be over
   * @param signedAt the time that the PDF states beside it
   */
  public SignatureFacts check(byte[] container, byte[] content, Instant signedAt) {
    try {
      Cms cms = Cms.parse(container, content);
      X509Certificate signer = cms.findSigner();
      if (signer == null) {
        return nothing(signedAt);
      }
      List<X509Certificate> path = CertificatePath.ordered(signer, cms.certificates());
      SignatureFacts.Timestamp timestamp = timestamp(cms);
      boolean intact =
          cms.isSignedBy(signer)
              && cms.names(signer)
              && cms.isCanonical(container)
              && hasNothingElse(cms, path)
              && (timestamp == null) == !hasUnsigned(cms);
      return new SignatureFacts(
          intact,
          signer.getSubjectX500Principal().getName(),
          CertificatePath.trust(path, roots, timeOfSigning(timestamp)),
          signedAt,
          timestamp);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      return nothing(signedAt);
    }
  }

  private static SignatureFacts nothing(Instant signedAt) {
    return new SignatureFacts(false, null, SignerTrust.UNKNOWN, signedAt, null);
  }

  /** The signature was there by then: a trusted timestamp's time, else no earlier than now. */
  private Instant timeOfSigning(SignatureFacts.@Nullable Timestamp timestamp) {
    return timestamp != null && timestamp.intact() && timestamp.trust() == SignerTrust.TRUSTED
        ? timestamp.time()
        : clock.instant();
  }

  private static boolean hasUnsigned(Cms cms) {
    return cms.signer().getUnsignedAttributes() != null;
  }

  /** Whether the container has nothing that neither the signature nor a certificate covers. */
  private boolean hasNothingElse(Cms cms, List<X509Certificate> path)
      throws GeneralSecurityException {
    Set<X509Certificate> all = new HashSet<>(cms.certificates());
    return all.size() == cms.certificates().size()
        && all.equals(new HashSet<>(path))
        && isVouchedFor(path)
        && cms.isOfOurForm();
  }

  /** Whether the last certificate is signed by itself or a root, where there is one to tell by. */
  private boolean isVouchedFor(List<X509Certificate> path) {
    X509Certificate last = path.get(path.size() - 1);
    if (last.getSubjectX500Principal().equals(last.getIssuerX500Principal())) {
      return CertificatePath.isIssuedBy(last, last);
    }
    List<X509Certificate> trusted = roots.certificates();
    return trusted.isEmpty()
        || trusted.stream()
            .anyMatch(root -> path.contains(root) || CertificatePath.isIssuedBy(last, root));
  }

  private SignatureFacts.@Nullable Timestamp timestamp(Cms cms)
      throws IOException, GeneralSecurityException {
    AttributeTable unsigned = cms.signer().getUnsignedAttributes();
    if (unsigned == null) {
      return null;
    }
    Attribute attribute = unsigned.get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
    if (unsigned.size() != 1 || attribute == null || attribute.getAttrValues().size() != 1) {
      throw new GeneralSecurityException("something else than a timestamp stands unsigned");
    }
    ASN1Encodable token = attribute.getAttrValues().getObjectAt(0);
    try {
      TimestampCheck check =
          TimestampCheck.of(
              new TimeStampToken(ContentInfo.getInstance(token)), cms.signer().getSignature());
      X509Certificate authority = check.authority();
      return new SignatureFacts.Timestamp(
          check.intact(),
          authority == null ? null : authority.getSubjectX500Principal().getName(),
          CertificatePath.trust(check.certificates(), roots, check.time()),
          check.time());
    } catch (TSPException e) {
      return new SignatureFacts.Timestamp(false, null, SignerTrust.UNKNOWN, Instant.EPOCH);
    }
  }
}
