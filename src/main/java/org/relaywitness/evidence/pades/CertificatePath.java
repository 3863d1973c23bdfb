package org.relaywitness.evidence.pades;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** Certificates, each signed by the next, and whether they lead to one that is trusted. */
final class CertificatePath {
  private static final int LONGEST = 10;

  private CertificatePath() {}

  /** The certificate, then its issuer, and so on, as far as they are among the others. */
  static List<X509Certificate> ordered(X509Certificate first, Collection<X509Certificate> others) {
    List<X509Certificate> path = new ArrayList<>(List.of(first));
    boolean more = true;
    while (more && path.size() < LONGEST) {
      X509Certificate last = path.get(path.size() - 1);
      more = false;
      for (X509Certificate other : others) {
        if (!path.contains(other) && isIssuedBy(last, other)) {
          path.add(other);
          more = true;
          break;
        }
      }
    }
    return path;
  }

  /** Whether the issuer's key signed the certificate. */
  static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
        return false;
      }
      certificate.verify(issuer.getPublicKey(), Cms.PROVIDER);
      return true;
    } catch (GeneralSecurityException | RuntimeException e) {
      return false;
    }
  }

  /**
   * How far the roots vouch for the first certificate of the path. That nobody revoked it since is
   * not checked: it would take the network.
   *
   * @param time at which all must have been valid
   */
  static SignerTrust trust(List<X509Certificate> path, TrustedRoots roots, Instant time) {
    if (roots.certificates().isEmpty()) {
      return SignerTrust.NOT_CHECKED;
    }
    boolean led = false;
    for (X509Certificate root : roots.certificates()) {
      List<X509Certificate> below = new ArrayList<>();
      for (X509Certificate certificate : path) {
        if (certificate.equals(root)) {
          break;
        }
        below.add(certificate);
        if (isIssuedBy(certificate, root)) {
          break;
        }
      }
      if (isValid(below, root, time)) {
        return SignerTrust.TRUSTED;
      }
      led |= below.isEmpty() ? path.contains(root) : isIssuedBy(below.get(below.size() - 1), root);
    }
    return led ? SignerTrust.NOT_VALID_THEN : SignerTrust.UNKNOWN;
  }

  private static boolean isValid(List<X509Certificate> below, X509Certificate root, Instant time) {
    try {
      root.checkValidity(Date.from(time));
      if (below.isEmpty()) {
        // The trusted certificate is the signer's own.
        return true;
      }
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(time));
      CertPathValidator.getInstance("PKIX")
          .validate(CertificateFactory.getInstance("X.509").generateCertPath(below), parameters);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
