package org.relaywitness.archive.collector;

import java.io.ByteArrayOutputStream;

/** Reads a body into memory, so much and no more. */
final class Bounded {
  private static final int BUFFER = 1 << 16;

  private Bounded() {}

  static byte[] read(GuardedBody body, int maxBytes) throws TransferException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(BUFFER);
    byte[] buffer = new byte[BUFFER];
    for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
      if (count > maxBytes - bytes.size()) {
        throw tooLong(body.what(), maxBytes);
      }
      bytes.write(buffer, 0, count);
    }
    return bytes.toByteArray();
  }

  static TransferException tooLong(String what, int maxBytes) {
    return new TransferException(
        TransferException.Kind.REFUSED,
        what + ": found more than " + maxBytes + " bytes, expected at most so many");
  }
}
