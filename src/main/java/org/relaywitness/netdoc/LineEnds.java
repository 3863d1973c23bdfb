package org.relaywitness.netdoc;

import java.util.Arrays;

/** The form that authorities sign: every line ends with LF alone. */
final class LineEnds {
  private LineEnds() {}

  /** These bytes with each CRLF made LF, newly allocated. */
  static byte[] toLf(byte[] bytes, int start, int end) {
    byte[] out = new byte[end - start];
    int length = 0;
    for (int i = start; i < end; i++) {
      if (bytes[i] != '\r' || i + 1 == end || bytes[i + 1] != '\n') {
        out[length++] = bytes[i];
      }
    }
    return Arrays.copyOf(out, length);
  }
}
