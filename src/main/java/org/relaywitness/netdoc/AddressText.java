package org.relaywitness.netdoc;

/** Reads IP addresses as text into 4 or 16 bytes, without making objects. */
final class AddressText {
  private AddressText() {}

  /**
   * Reads an IPv4 or IPv6 address.
   *
   * @param out takes the address from {@code at} on; must have room for 16 bytes there
   * @return 4 or 16, or -1 when the text is neither; an IPv4-mapped IPv6 address gives 4
   */
  static int parse(byte[] bytes, int start, int end, byte[] out, int at) {
    for (int i = start; i < end; i++) {
      if (bytes[i] == ':') {
        return parseIpv6(bytes, start, end, out, at);
      }
      if (bytes[i] == '.') {
        break;
      }
    }
    return parseIpv4(bytes, start, end, out, at) ? 4 : -1;
  }

  /** Reads four decimal numbers without leading zeros, which could be meant as octal. */
  static boolean parseIpv4(byte[] bytes, int start, int end, byte[] out, int at) {
    int position = start;
    for (int part = 0; part < 4; part++) {
      int first = position;
      int value = 0;
      while (position < end && position - first < 3) {
        int digit = bytes[position] - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        value = 10 * value + digit;
        position++;
      }
      int digits = position - first;
      if (digits == 0 || value > 255 || (digits > 1 && bytes[first] == '0')) {
        return false;
      }
      out[at + part] = (byte) value;
      if (part < 3 && (position >= end || bytes[position++] != '.')) {
        return false;
      }
    }
    return position == end;
  }

  /** Reads RFC 4291 text, without brackets or zone; 4 for an IPv4-mapped address, else 16 or -1. */
  static int parseIpv6(byte[] bytes, int start, int end, byte[] out, int at) {
    int written = 0;
    int gap = -1;
    int position = start;
    if (end - start >= 2 && bytes[start] == ':' && bytes[start + 1] == ':') {
      gap = 0;
      position += 2;
    }
    while (position < end) {
      int groupEnd = position;
      int value = 0;
      int digit;
      while (groupEnd < end
          && groupEnd - position < 4
          && (digit = Ascii.hexDigit(bytes[groupEnd])) >= 0) {
        value = (value << 4) | digit;
        groupEnd++;
      }
      if (groupEnd < end && bytes[groupEnd] == '.') {
        if (written > 12 || !parseIpv4(bytes, position, end, out, at + written)) {
          return -1;
        }
        written += 4;
        break;
      }
      if (groupEnd == position || written > 14) {
        return -1;
      }
      out[at + written] = (byte) (value >>> 8);
      out[at + written + 1] = (byte) value;
      written += 2;
      position = groupEnd;
      if (position == end) {
        break;
      }
      if (bytes[position++] != ':' || position == end) {
        return -1;
      }
      if (bytes[position] == ':') {
        if (gap >= 0) {
          return -1;
        }
        gap = written;
        position++;
      }
    }
    if (gap < 0 ? written != 16 : written == 16) {
      return -1;
    }
    return finish(out, at, gap, written);
  }

  private static int finish(byte[] out, int at, int gap, int written) {
    if (gap >= 0) {
      int behind = written - gap;
      System.arraycopy(out, at + gap, out, at + 16 - behind, behind);
      for (int i = at + gap; i < at + 16 - behind; i++) {
        out[i] = 0;
      }
    }
    for (int i = 0; i < 10; i++) {
      if (out[at + i] != 0) {
        return 16;
      }
    }
    if (out[at + 10] != -1 || out[at + 11] != -1) {
      return 16;
    }
    System.arraycopy(out, at + 12, out, at, 4);
    return 4;
  }
}
