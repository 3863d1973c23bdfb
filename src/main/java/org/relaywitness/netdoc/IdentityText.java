package org.relaywitness.netdoc;

import java.util.Arrays;

/** Reads a 20-byte identity written as 27 base64 digits without padding (dir-spec 3.4.1). */
final class IdentityText {
  private static final int DIGITS = 27;
  private static final byte[] VALUES = new byte[256];

  static {
    Arrays.fill(VALUES, (byte) -1);
    String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (int i = 0; i < digits.length(); i++) {
      VALUES[digits.charAt(i)] = (byte) i;
    }
  }

  private IdentityText() {}

  /**
   * Reads the identity into the first 20 bytes of {@code out}; false when the text is anything
   * else, also when its two spare bits are not zero.
   */
  static boolean parse(byte[] bytes, int start, int end, byte[] out) {
    if (end - start != DIGITS) {
      return false;
    }
    int position = start;
    int at = 0;
    int invalid = 0;
    while (at < 18) {
      int a = VALUES[bytes[position] & 0xff];
      int b = VALUES[bytes[position + 1] & 0xff];
      int c = VALUES[bytes[position + 2] & 0xff];
      int d = VALUES[bytes[position + 3] & 0xff];
      invalid |= a | b | c | d;
      int bits = (a << 18) | (b << 12) | (c << 6) | d;
      out[at] = (byte) (bits >>> 16);
      out[at + 1] = (byte) (bits >>> 8);
      out[at + 2] = (byte) bits;
      position += 4;
      at += 3;
    }
    int a = VALUES[bytes[position] & 0xff];
    int b = VALUES[bytes[position + 1] & 0xff];
    int c = VALUES[bytes[position + 2] & 0xff];
    invalid |= a | b | c;
    int bits = (a << 12) | (b << 6) | c;
    out[18] = (byte) (bits >>> 10);
    out[19] = (byte) (bits >>> 2);
    // A digit that is none is -1, which leaves the sign bit set.
    return invalid >= 0 && (bits & 3) == 0;
  }
}
