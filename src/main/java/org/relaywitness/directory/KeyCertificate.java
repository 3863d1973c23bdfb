package org.relaywitness.directory;

import java.time.Instant;

/**
 * A directory authority's key certificate (dir-spec 3.1), unchecked: {@code trust} checks it.
 *
 * @param version the number on its first line
 * @param identity the authority's v3 identity, as the {@code fingerprint} line states it
 * @param published {@code dir-key-published}
 * @param expires {@code dir-key-expires}
 * @param document the bytes from {@code dir-key-certificate-version} through the end of the
 *     certification, LF line ends
 * @param signedLength how many bytes of {@code document} the certification signs: through the
 *     newline after {@code dir-key-certification}
 * @param identityKey PKCS#1 {@code RSAPublicKey} DER
 * @param signingKey PKCS#1 {@code RSAPublicKey} DER
 * @param crosscert raw RSA signature; empty where the certificate has none (2007 and 2008)
 * @param certification raw RSA signature
 * @param sha256 of the document as it stands in its file, its {@code @type} line included
 */
@SuppressWarnings("ArrayRecordComponent") // raw key material; compared by sha256
public record KeyCertificate(
    int version,
    Fingerprint identity,
    Instant published,
    Instant expires,
    byte[] document,
    int signedLength,
    byte[] identityKey,
    byte[] signingKey,
    byte[] crosscert,
    byte[] certification,
    Sha256 sha256) {

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyCertificate that && sha256.equals(that.sha256);
  }

  @Override
  public int hashCode() {
    return sha256.hashCode();
  }
}
