package org.relaywitness.sample;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Message digests that every Java platform has. */
final class Digests {
  private Digests() {}

  static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-1", e);
    }
  }
}
