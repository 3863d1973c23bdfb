package org.relaywitness.trust;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the few DER elements of a public key, one after another; refuses what is not minimal. */
final class DerReader {
  private final byte[] bytes;
  private int position;

  DerReader(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean atEnd() {
    return position == bytes.length;
  }

  /** The content of the next element, which must have this tag; {@code null} when it does not. */
  byte @Nullable [] find(int tag) {
    if (bytes.length - position < 2 || (bytes[position] & 0xff) != tag) {
      return null;
    }
    int first = bytes[position + 1] & 0xff;
    position += 2;
    int length = first < 0x80 ? first : findLongLength(first & 0x7f);
    if (length < 0 || length > bytes.length - position) {
      return null;
    }
    position += length;
    return Arrays.copyOfRange(bytes, position - length, position);
  }

  /** A length in 1 or 2 bytes; -1 when it is longer, cut off, or could have been shorter. */
  private int findLongLength(int count) {
    if (count < 1 || count > 2 || bytes.length - position < count) {
      return -1;
    }
    int length = 0;
    for (int i = 0; i < count; i++) {
      length = (length << 8) | (bytes[position++] & 0xff);
    }
    return length < (count == 1 ? 0x80 : 0x100) ? -1 : length;
  }

  /** The next element as an INTEGER above zero in its shortest form; {@code null} otherwise. */
  @Nullable BigInteger findPositiveInteger() {
    byte[] content = find(0x02);
    if (content == null || content.length == 0) {
      return null;
    }
    boolean padded = content.length > 1 && content[0] == 0 && content[1] >= 0;
    BigInteger value = new BigInteger(content);
    return padded || value.signum() <= 0 ? null : value;
  }
}
