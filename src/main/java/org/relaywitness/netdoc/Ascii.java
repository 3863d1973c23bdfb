package org.relaywitness.netdoc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** ASCII words and numbers inside a byte array, read without making objects. */
final class Ascii {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long NEWLINES = 0x0a0a0a0a0a0a0a0aL;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Ascii() {}

  static byte[] word(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The bytes as characters, one for each byte, whatever they are. */
  static String text(byte[] bytes, int start, int end) {
    return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
  }

  static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /** Whether a keyword can begin with this byte (dir-spec 1.2). */
  static boolean isKeywordStart(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || isDigit(b);
  }

  static boolean startsWith(byte[] bytes, int start, int end, byte[] word) {
    if (end - start < word.length) {
      return false;
    }
    for (int i = 0; i < word.length; i++) {
      if (bytes[start + i] != word[i]) {
        return false;
      }
    }
    return true;
  }

  static boolean equals(byte[] bytes, int start, int end, byte[] word) {
    return end - start == word.length && startsWith(bytes, start, end, word);
  }

  /** The value of a hex digit in either case, or -1. */
  static int hexDigit(byte b) {
    if (isDigit(b)) {
      return b - '0';
    }
    int lower = b | 0x20;
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }

  /** The decimal number in these bytes, 1 to 9 digits and nothing else; otherwise -1. */
  static int number(byte[] bytes, int start, int end) {
    if (start >= end || end - start > 9) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      int digit = bytes[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = 10 * value + digit;
    }
    return value;
  }

  /** The port in these bytes, 0 to 65535 in 1 to 5 digits; otherwise -1. */
  static int port(byte[] bytes, int start, int end) {
    if (end - start > 5) {
      return -1;
    }
    int value = number(bytes, start, end);
    return value > 65535 ? -1 : value;
  }

  /** The first LF from {@code from} up to {@code end}, or -1; eight bytes at a time. */
  static int indexOfNewline(byte[] bytes, int from, int end) {
    int position = from;
    while (position <= end - Long.BYTES) {
      long candidates = (long) LONGS.get(bytes, position) ^ NEWLINES;
      long found = (candidates - ONES) & ~candidates & HIGH_BITS;
      if (found != 0) {
        return position + (Long.numberOfTrailingZeros(found) >>> 3);
      }
      position += Long.BYTES;
    }
    while (position < end) {
      if (bytes[position] == '\n') {
        return position;
      }
      position++;
    }
    return -1;
  }
}
