package org.relaywitness.evidence.pades;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Certificates that whoever checks a report trusts: of authorities that vouch for signers, or of
 * the signers themselves. They never come from the report.
 */
public record TrustedRoots(List<X509Certificate> certificates) {
  /** Trusts nobody: who signed is then not checked. */
  public static final TrustedRoots NONE = new TrustedRoots(List.of());

  public TrustedRoots {
    certificates = List.copyOf(certificates);
  }

  /**
   * Reads certificates, in PEM one after another or a single one in DER.
   *
   * @throws GeneralSecurityException when there is none, or one cannot be read
   */
  public static TrustedRoots parse(byte[] bytes) throws GeneralSecurityException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(bytes))) {
      certificates.add((X509Certificate) certificate);
    }
    if (certificates.isEmpty()) {
      throw new GeneralSecurityException("there is no certificate in it");
    }
    return new TrustedRoots(certificates);
  }
}
