package org.relaywitness.trust;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-1, which directory documents are bound to: fingerprints and signatures of the ns flavour. */
final class Sha1 {
  private Sha1() {}

  /** The 20-byte digest of the first {@code length} bytes. */
  static byte[] digest(byte[] bytes, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      digest.update(bytes, 0, length);
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-1", e);
    }
  }
}
