package org.relaywitness.trust;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.trust.CertificateCheck.Outcome;

/**
 * The key certificates at hand, each checked when it is added (dir-spec 3.1). Thread-safe: an
 * import may add while checks run.
 *
 * <p>Certificates are not tied to a list of authorities here: one by an identity that nobody
 * recognises does no harm, since its signatures never count.
 */
public final class KeyCertificates {
  /** Real certificates lack a cross-certificate in 2007 and 2008 only. */
  private static final Instant CROSSCERTS_SINCE = Instant.parse("2009-01-01T00:00:00Z");

  private final ConcurrentMap<SigningKey, List<Held>> bySigningKey = new ConcurrentHashMap<>();

  private record SigningKey(Fingerprint identity, Fingerprint digest) {}

  /** A certificate that passed its check, with its signing key ready for use. */
  record Held(KeyCertificate certificate, RsaPublicKey signingKey) {
    boolean isValidAt(Instant instant) {
      return !instant.isBefore(certificate.published()) && !instant.isAfter(certificate.expires());
    }
  }

  /**
   * Checks a certificate and keeps it when it is good. One that is held already is not kept twice.
   *
   * @return the outcome; a certificate that fails is kept out, and the caller names it
   */
  public CertificateCheck add(KeyCertificate certificate) {
    Outcome outcome = check(certificate).outcome();
    RsaPublicKey signingKey = RsaPublicKey.find(certificate.signingKey());
    if (outcome.accepted() && signingKey != null) {
      bySigningKey.merge(
          new SigningKey(certificate.identity(), fingerprint(certificate.signingKey())),
          List.of(new Held(certificate, signingKey)),
          KeyCertificates::union);
    }
    return new CertificateCheck(certificate, outcome);
  }

  private static List<Held> union(List<Held> held, List<Held> added) {
    List<Held> all = new ArrayList<>(held);
    for (Held one : added) {
      byte[] document = one.certificate().document();
      if (all.stream().noneMatch(h -> Arrays.equals(h.certificate().document(), document))) {
        all.add(one);
      }
    }
    return List.copyOf(all);
  }

  /**
   * The certificates of this signing key; more than one where an authority certified the same key
   * again, with other dates. Empty when none is at hand.
   *
   * @param signingKeyDigest SHA-1 of the signing key, PKCS#1
   */
  public List<KeyCertificate> find(Fingerprint identity, Fingerprint signingKeyDigest) {
    return held(identity, signingKeyDigest).stream().map(Held::certificate).toList();
  }

  List<Held> held(Fingerprint identity, Fingerprint signingKeyDigest) {
    return bySigningKey.getOrDefault(new SigningKey(identity, signingKeyDigest), List.of());
  }

  /** All certificates at hand, by identity, then by their first day. */
  public List<KeyCertificate> all() {
    List<KeyCertificate> all = new ArrayList<>();
    bySigningKey.values().forEach(held -> held.forEach(one -> all.add(one.certificate())));
    all.sort(
        (a, b) -> {
          int order = a.identity().compareTo(b.identity());
          return order != 0 ? order : a.published().compareTo(b.published());
        });
    return all;
  }

  /** Checks a certificate by itself: what it says of its keys must be signed by them. */
  public static CertificateCheck check(KeyCertificate certificate) {
    return new CertificateCheck(certificate, outcome(certificate));
  }

  private static Outcome outcome(KeyCertificate certificate) {
    if (certificate.version() != 3) {
      return Outcome.UNKNOWN_VERSION;
    }
    RsaPublicKey identityKey = RsaPublicKey.find(certificate.identityKey());
    if (identityKey == null) {
      return Outcome.IDENTITY_KEY_UNUSABLE;
    }
    if (!fingerprint(certificate.identityKey()).equals(certificate.identity())) {
      return Outcome.FINGERPRINT_MISMATCH;
    }
    RsaPublicKey signingKey = RsaPublicKey.find(certificate.signingKey());
    if (signingKey == null) {
      return Outcome.SIGNING_KEY_UNUSABLE;
    }
    byte[] digest = signedDigest(certificate);
    if (digest == null || !identityKey.verifies(certificate.certification(), digest)) {
      return Outcome.CERTIFICATION_BAD;
    }
    if (certificate.crosscert().length == 0) {
      return certificate.published().isBefore(CROSSCERTS_SINCE)
          ? Outcome.GOOD_WITHOUT_CROSSCERT
          : Outcome.CROSSCERT_MISSING;
    }
    return signingKey.verifies(certificate.crosscert(), certificate.identity().toBytes())
        ? Outcome.GOOD
        : Outcome.CROSSCERT_BAD;
  }

  private static byte @Nullable [] signedDigest(KeyCertificate certificate) {
    int length = certificate.signedLength();
    byte[] document = certificate.document();
    return length <= 0 || length > document.length ? null : Sha1.digest(document, length);
  }

  private static Fingerprint fingerprint(byte[] key) {
    return Fingerprint.ofBytes(Sha1.digest(key, key.length));
  }
}
