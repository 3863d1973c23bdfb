package org.relaywitness.directory;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A 20-byte SHA-1 digest of a public key: a relay's identity, an authority's v3 identity, or a
 * signing key digest (dir-spec 1.3). Ordered as unsigned bytes; printed as 40 upper-case hex
 * digits.
 */
public record Fingerprint(long head, long middle, int tail) implements Comparable<Fingerprint> {
  /** Length in bytes. */
  public static final int LENGTH = 20;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** The fingerprint in the 20 bytes at {@code offset}. */
  public static Fingerprint ofBytes(byte[] bytes, int offset) {
    return new Fingerprint(
        longAt(bytes, offset), longAt(bytes, offset + 8), (int) longAt4(bytes, offset + 16));
  }

  /** The fingerprint of exactly 20 bytes. */
  public static Fingerprint ofBytes(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "a fingerprint has " + LENGTH + " bytes, not " + bytes.length);
    }
    return ofBytes(bytes, 0);
  }

  /**
   * The fingerprint written as 40 hex digits, in either case, with an optional leading {@code $}
   * and spaces between groups as Tor prints them; {@code null} when the text is anything else.
   */
  public static @Nullable Fingerprint findHex(String text) {
    String digits = text.strip().replace(" ", "");
    if (digits.startsWith("$")) {
      digits = digits.substring(1);
    }
    if (digits.length() != 2 * LENGTH) {
      return null;
    }
    for (int i = 0; i < digits.length(); i++) {
      if (!HexFormat.isHexDigit(digits.charAt(i))) {
        return null;
      }
    }
    return ofBytes(HEX.parseHex(digits));
  }

  /**
   * The fingerprint written as {@link #findHex} reads it.
   *
   * @throws IllegalArgumentException when the text is anything else
   */
  public static Fingerprint ofHex(String text) {
    Fingerprint fingerprint = findHex(text);
    if (fingerprint == null) {
      throw new IllegalArgumentException("a fingerprint is 40 hex digits");
    }
    return fingerprint;
  }

  private static long longAt(byte[] bytes, int offset) {
    return (longAt4(bytes, offset) << 32) | longAt4(bytes, offset + 4);
  }

  private static long longAt4(byte[] bytes, int offset) {
    return ((bytes[offset] & 0xffL) << 24)
        | ((bytes[offset + 1] & 0xffL) << 16)
        | ((bytes[offset + 2] & 0xffL) << 8)
        | (bytes[offset + 3] & 0xffL);
  }

  /** The 20 bytes, newly allocated. */
  public byte[] toBytes() {
    byte[] bytes = new byte[LENGTH];
    for (int i = 0; i < 8; i++) {
      bytes[i] = (byte) (head >>> (56 - 8 * i));
      bytes[8 + i] = (byte) (middle >>> (56 - 8 * i));
    }
    for (int i = 0; i < 4; i++) {
      bytes[16 + i] = (byte) (tail >>> (24 - 8 * i));
    }
    return bytes;
  }

  /** 40 upper-case hex digits. */
  @Override
  public String toString() {
    return HEX.formatHex(toBytes());
  }

  @Override
  public int compareTo(Fingerprint other) {
    int order = Long.compareUnsigned(head, other.head);
    if (order == 0) {
      order = Long.compareUnsigned(middle, other.middle);
    }
    return order != 0 ? order : Integer.compareUnsigned(tail, other.tail);
  }
}
