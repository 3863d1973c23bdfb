package org.relaywitness.evidence.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts bytes into lines at LF or CRLF, none of them longer than the limit in memory. */
final class BoundedLines {
  /** Some programs write it before UTF-8. */
  static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

  private final InputStream bytes;
  private final byte[] block = new byte[64 * 1024];
  private final byte[] line;
  private int position;
  private int end;
  private int length;
  private long number;

  BoundedLines(InputStream bytes, int longest) {
    this.bytes = bytes;
    line = new byte[longest];
  }

  /**
   * A line without its end.
   *
   * @param content {@code null}: it is longer than the limit, and was passed over
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Line(long number, byte @Nullable [] content) {}

  /** Whether there is not a single byte. */
  boolean isEmpty() throws IOException {
    return position == end && !fill();
  }

  /** The next line; {@code null} at the end. */
  @Nullable Line next() throws IOException {
    if (isEmpty()) {
      return null;
    }
    number++;
    length = 0;
    boolean tooLong = false;
    boolean ended = false;
    while (!ended && (position < end || fill())) {
      int stop = position;
      while (stop < end && block[stop] != '\n') {
        stop++;
      }
      ended = stop < end;
      tooLong |= !keep(position, stop);
      position = ended ? stop + 1 : stop;
    }
    return new Line(number, tooLong ? null : content());
  }

  private boolean keep(int from, int to) {
    if (to - from > line.length - length) {
      return false;
    }
    System.arraycopy(block, from, line, length, to - from);
    length += to - from;
    return true;
  }

  private byte[] content() {
    int last = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    int first =
        number == 1 && last >= 3 && Arrays.equals(line, 0, 3, BYTE_ORDER_MARK, 0, 3) ? 3 : 0;
    return Arrays.copyOfRange(line, first, last);
  }

  private boolean fill() throws IOException {
    position = 0;
    end = Math.max(0, bytes.read(block, 0, block.length));
    return end > 0;
  }
}
