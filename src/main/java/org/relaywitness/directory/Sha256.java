package org.relaywitness.directory;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.relaywitness.pace.Pace;

/** A SHA-256 digest of bytes as they stand in a file; printed as 64 lower-case hex digits. */
public record Sha256(long first, long second, long third, long fourth)
    implements Comparable<Sha256> {
  /** Length in bytes. */
  public static final int LENGTH = 32;

  /** In bytes; two tenths of a millisecond's work, or three. */
  private static final int STEP = 1 << 18;

  /** The digest in exactly 32 bytes. */
  public static Sha256 ofBytes(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException(
          "a SHA-256 digest has " + LENGTH + " bytes, not " + bytes.length);
    }
    return new Sha256(longAt(bytes, 0), longAt(bytes, 8), longAt(bytes, 16), longAt(bytes, 24));
  }

  /** The digest of all these bytes. */
  public static Sha256 digest(byte[] bytes) {
    return digest(bytes, 0, bytes.length);
  }

  /** The digest of {@code length} bytes at {@code offset}. */
  public static Sha256 digest(byte[] bytes, int offset, int length) {
    MessageDigest digest = newDigest();
    update(digest, bytes, offset, length);
    return ofBytes(digest.digest());
  }

  /** Adds {@code length} bytes at {@code offset} to a computation, however many they are. */
  public static void update(MessageDigest digest, byte[] bytes, int offset, int length) {
    for (int done = 0; done < length; done += STEP) {
      digest.update(bytes, offset + done, Math.min(STEP, length - done));
      Pace.offerProcessor();
    }
  }

  /** A new SHA-256 computation; every Java platform has one. */
  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }

  /** The digest written as 64 hex digits in either case; {@code null} for any other text. */
  public static @Nullable Sha256 findHex(String text) {
    if (text.length() != 2 * LENGTH) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      if (!HexFormat.isHexDigit(text.charAt(i))) {
        return null;
      }
    }
    return ofBytes(HexFormat.of().parseHex(text));
  }

  private static long longAt(byte[] bytes, int offset) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (bytes[offset + i] & 0xffL);
    }
    return value;
  }

  /** The 32 bytes, newly allocated. */
  public byte[] toBytes() {
    byte[] bytes = new byte[LENGTH];
    long[] parts = {first, second, third, fourth};
    for (int i = 0; i < LENGTH; i++) {
      bytes[i] = (byte) (parts[i / 8] >>> (56 - 8 * (i % 8)));
    }
    return bytes;
  }

  /** 64 lower-case hex digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(toBytes());
  }

  @Override
  public int compareTo(Sha256 other) {
    int order = Long.compareUnsigned(first, other.first);
    if (order == 0) {
      order = Long.compareUnsigned(second, other.second);
    }
    if (order == 0) {
      order = Long.compareUnsigned(third, other.third);
    }
    return order != 0 ? order : Long.compareUnsigned(fourth, other.fourth);
  }
}
