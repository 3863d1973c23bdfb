package org.relaywitness.directory;

import java.util.Arrays;

/**
 * A {@code directory-signature} item of a consensus (dir-spec 3.4.1), unchecked.
 *
 * @param algorithm {@code sha1}, {@code sha256}, or a word we do not know; {@code sha1} when the
 *     line names none
 * @param identity the v3 identity of the authority that is said to have signed
 * @param signingKeyDigest SHA-1 of the signing key, PKCS#1
 * @param signature the raw RSA signature
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record DirectorySignature(
    String algorithm, Fingerprint identity, Fingerprint signingKeyDigest, byte[] signature) {
  public DirectorySignature {
    signature = signature.clone();
  }

  @Override
  public byte[] signature() {
    return signature.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DirectorySignature that
        && algorithm.equals(that.algorithm)
        && identity.equals(that.identity)
        && signingKeyDigest.equals(that.signingKeyDigest)
        && Arrays.equals(signature, that.signature);
  }

  @Override
  public int hashCode() {
    return 31 * identity.hashCode() + Arrays.hashCode(signature);
  }
}
