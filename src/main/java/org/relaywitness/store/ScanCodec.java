package org.relaywitness.store;

import java.util.Arrays;

/**
 * One week's scans of one relay and address in one value: each scan's second of the week, and the
 * exit lists that report it, so that removing a list is exact.
 *
 * <p>As numbers: sorted, distinct {@code second << 32 | list}. As bytes, scan after scan in
 * unsigned LEB128 numbers: the seconds since the previous scan (since the week began for the
 * first); then the head, whose low bit is 0: one list, 1: several. The rest of the head for one
 * list is its distance from the first list of the previous scan (zigzag). For several it is the
 * number of stretches of consecutive list numbers; of each follow its distance (zigzag, from the
 * first list of the previous scan, then from the end of the previous stretch) and its length less
 * one.
 */
final class ScanCodec {
  private static final int SEVERAL = 1;

  private byte[] bytes = new byte[64];
  private int length;

  private ScanCodec() {}

  /** A scan and a list that reports it as one number. */
  static long pair(int second, int list) {
    return ((long) second << 32) | (list & 0xffff_ffffL);
  }

  static int second(long pair) {
    return (int) (pair >>> 32);
  }

  static int list(long pair) {
    return (int) pair;
  }

  /** How many distinct scans there are. */
  static int scans(long[] pairs) {
    int scans = 0;
    for (int i = 0; i < pairs.length; i++) {
      if (i == 0 || second(pairs[i]) != second(pairs[i - 1])) {
        scans++;
      }
    }
    return scans;
  }

  /** The pairs of both, sorted, each once. */
  static long[] union(long[] one, long[] other) {
    long[] all = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, all, one.length, other.length);
    return sorted(all, all.length);
  }

  /** The first {@code count} pairs sorted, each once; the array itself may be changed. */
  static long[] sorted(long[] pairs, int count) {
    Arrays.sort(pairs, 0, count);
    int left = 0;
    for (int i = 0; i < count; i++) {
      if (left == 0 || pairs[left - 1] != pairs[i]) {
        pairs[left++] = pairs[i];
      }
    }
    return Arrays.copyOf(pairs, left);
  }

  /** The bytes of sorted, distinct pairs. */
  static byte[] encode(long[] pairs) {
    ScanCodec codec = new ScanCodec();
    int previousSecond = 0;
    int previousList = 0;
    int from = 0;
    while (from < pairs.length) {
      int second = second(pairs[from]);
      int to = from + 1;
      while (to < pairs.length && second(pairs[to]) == second) {
        to++;
      }
      codec.number(second - previousSecond);
      codec.lists(pairs, from, to, previousList);
      previousSecond = second;
      previousList = list(pairs[from]);
      from = to;
    }
    return Arrays.copyOf(codec.bytes, codec.length);
  }

  private void lists(long[] pairs, int from, int to, int previousList) {
    if (to - from == 1) {
      number(zigzag(list(pairs[from]) - previousList) << 1);
      return;
    }
    int stretches = 1;
    for (int i = from + 1; i < to; i++) {
      if (list(pairs[i]) != list(pairs[i - 1]) + 1) {
        stretches++;
      }
    }
    number(((long) stretches << 1) | SEVERAL);
    int base = previousList;
    int start = from;
    while (start < to) {
      int end = start + 1;
      while (end < to && list(pairs[end]) == list(pairs[end - 1]) + 1) {
        end++;
      }
      number(zigzag(list(pairs[start]) - base));
      number(end - start - 1);
      base = list(pairs[end - 1]);
      start = end;
    }
  }

  private static long zigzag(int value) {
    return (((long) value << 1) ^ (value >> 31)) & 0xffff_ffffL;
  }

  private void number(long value) {
    if (length + 10 > bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    long rest = value;
    while (rest >= 0x80) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /**
   * The pairs in these bytes, sorted.
   *
   * @throws StoreException when the bytes are no such value
   */
  static long[] decode(byte[] encoded) {
    ScanCodec codec = new ScanCodec();
    codec.bytes = encoded;
    long[] pairs = new long[32];
    int count = 0;
    int second = 0;
    int firstList = 0;
    while (codec.length < encoded.length) {
      second += (int) codec.next();
      long head = codec.next();
      int stretches = 1;
      int list = firstList;
      int size = 1;
      if ((head & SEVERAL) == 0) {
        list += unzigzag(head >>> 1);
      } else {
        stretches = (int) (head >>> 1);
      }
      for (int stretch = 0; stretch < stretches; stretch++) {
        if ((head & SEVERAL) != 0) {
          list += unzigzag(codec.next());
          size = (int) codec.next() + 1;
        }
        if (stretch == 0) {
          firstList = list;
        }
        if (count + size > pairs.length) {
          pairs = Arrays.copyOf(pairs, Math.max(2 * pairs.length, count + size));
        }
        for (int i = 0; i < size; i++) {
          pairs[count++] = pair(second, list + i);
        }
        list += size - 1;
      }
    }
    return Arrays.copyOf(pairs, count);
  }

  private static int unzigzag(long value) {
    return (int) (value >>> 1) ^ -(int) (value & 1);
  }

  private long next() {
    long value = 0;
    for (int shift = 0; shift < 64 && length < bytes.length; shift += 7) {
      byte part = bytes[length++];
      value |= (part & 0x7fL) << shift;
      if (part >= 0) {
        return value;
      }
    }
    throw new StoreException("read scans", "a stored week of scans ends within a number", null);
  }
}
