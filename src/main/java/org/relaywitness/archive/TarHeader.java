package org.relaywitness.archive;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One header block of a tar: old, POSIX (ustar, pax) and GNU forms.
 *
 * @param name as it stands in the block; empty when the block holds none
 * @param nameHoldsNul whether bytes follow the NUL that ends the name
 * @param type the type flag; a NUL flag of old archives is given as '0'
 * @param size announced bytes of content, never negative
 */
record TarHeader(String name, boolean nameHoldsNul, char type, long size) {
  /** Length of a block in bytes. */
  static final int BLOCK = 512;

  private static final int NAME_LENGTH = 100;
  private static final int SIZE_AT = 124;
  private static final int SIZE_LENGTH = 12;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_LENGTH = 8;
  private static final int TYPE_AT = 156;
  private static final int MAGIC_AT = 257;
  private static final int PREFIX_AT = 345;
  private static final int PREFIX_LENGTH = 155;
  private static final int STAR_PREFIX_LENGTH = 131;
  private static final int STAR_MAGIC_AT = 508;

  /** Whether a tar begins with these bytes: by its magic word, or by the checksum of old ones. */
  static boolean isTar(byte[] head, int length) {
    return length == BLOCK
        && (holds(head, MAGIC_AT, "ustar") || (!isZero(head) && hasChecksum(head)));
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Parses a block; a wrong checksum or size makes everything after it unreadable. */
  static TarHeader parse(byte[] block) throws RefusedException {
    if (!hasChecksum(block)) {
      throw new RefusedException(
          ArchiveProblem.Kind.CORRUPT,
          "a block that is no tar header (its checksum is wrong)",
          "a tar header or the end mark");
    }
    long size = number(block, SIZE_AT, SIZE_LENGTH);
    if (size < 0) {
      throw new RefusedException(
          ArchiveProblem.Kind.CORRUPT, "a tar header without a size", "a size of 0 or more");
    }
    String name = text(block, 0, NAME_LENGTH);
    // GNU keeps times and sparse maps where POSIX has the prefix; its magic has no NUL.
    if (holds(block, MAGIC_AT, "ustar\0")) {
      boolean star = holds(block, STAR_MAGIC_AT, "tar\0");
      String prefix = text(block, PREFIX_AT, star ? STAR_PREFIX_LENGTH : PREFIX_LENGTH);
      name = prefix.isEmpty() ? name : prefix + "/" + name;
    }
    char type = block[TYPE_AT] == 0 ? '0' : (char) (block[TYPE_AT] & 0xff);
    return new TarHeader(name, bytesFollowNul(block, NAME_LENGTH), type, size);
  }

  /** Names are UTF-8; bytes that are not become the replacement character. */
  static String text(byte[] bytes, int offset, int length) {
    int end = offset;
    while (end < offset + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, offset, end - offset, StandardCharsets.UTF_8);
  }

  private static boolean bytesFollowNul(byte[] block, int length) {
    boolean nul = false;
    for (int i = 0; i < length; i++) {
      if (block[i] == 0) {
        nul = true;
      } else if (nul) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasChecksum(byte[] block) {
    long announced = number(block, CHECKSUM_AT, CHECKSUM_LENGTH);
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte b = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_LENGTH ? (byte) ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    // Some old programs summed signed bytes.
    return announced == unsigned || announced == signed;
  }

  /** An octal number, or one in base 256; -1 for anything else, negative or beyond 63 bits. */
  private static long number(byte[] block, int offset, int length) {
    return (block[offset] & 0x80) != 0
        ? binary(block, offset, length)
        : octal(block, offset, length);
  }

  private static long binary(byte[] block, int offset, int length) {
    long value = block[offset] & 0x7f;
    for (int i = 1; i < length; i++) {
      if (value > Long.MAX_VALUE >> 8) {
        return -1;
      }
      value = (value << 8) | (block[offset + i] & 0xff);
    }
    return value;
  }

  private static long octal(byte[] block, int offset, int length) {
    int i = offset;
    int end = offset + length;
    while (i < end && block[i] == ' ') {
      i++;
    }
    if (i == end || block[i] < '0' || block[i] > '7') {
      return -1;
    }
    long value = 0;
    while (i < end && block[i] >= '0' && block[i] <= '7') {
      value = value * 8 + (block[i] - '0');
      i++;
    }
    return i == end || block[i] == ' ' || block[i] == 0 ? value : -1;
  }

  private static boolean holds(byte[] block, int offset, String word) {
    for (int i = 0; i < word.length(); i++) {
      if (block[offset + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The block's own name, or the one an extension gave. */
  String nameOr(@Nullable String extended) {
    return extended == null ? name : extended;
  }
}
