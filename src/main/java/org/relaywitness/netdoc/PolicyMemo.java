package org.relaywitness.netdoc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads the arguments of {@code p} lines into the text that {@code ExitPolicySummary} prints, and
 * remembers what it has read: the relays of a consensus share a few hundred policies. The memory is
 * bounded: a fixed number of places, each for a text of limited length.
 */
final class PolicyMemo {
  /** The longest arguments accepted, in bytes; Tor never writes more than 1,000. */
  static final int LONGEST = 4096;

  private static final int PLACES = 1024;
  private static final int SHORTEST_ARGUMENTS = 8;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final byte[] ACCEPT = Ascii.word("accept");
  private static final byte[] REJECT = Ascii.word("reject");
  private static final byte[] EMPTY = {};

  /** What was read, and what it was read as; an empty place holds empty texts. */
  private final byte[][] written = new byte[PLACES][];

  private final byte[][] canonical = new byte[PLACES][];
  private final byte[] scratch = new byte[LONGEST];

  PolicyMemo() {
    Arrays.fill(written, EMPTY);
    Arrays.fill(canonical, EMPTY);
  }

  /**
   * The canonical text of the policy in these bytes, not to be changed; {@code null} when they are
   * no policy. Further arguments are accepted and ignored (dir-spec 1.2).
   */
  byte @Nullable [] find(byte[] bytes, int start, int end) {
    int length = end - start;
    if (length < SHORTEST_ARGUMENTS || length > LONGEST) {
      return null;
    }
    int place = placeOf(bytes, start, end);
    byte[] known = written[place];
    if (Arrays.equals(known, 0, known.length, bytes, start, end)) {
      return canonical[place];
    }
    byte[] text = read(bytes, start, end);
    if (text != null) {
      written[place] = Arrays.copyOfRange(bytes, start, end);
      canonical[place] = text;
    }
    return text;
  }

  /** From the length and the ends alone: policies that share them share a place, no more. */
  private static int placeOf(byte[] bytes, int start, int end) {
    long mixed =
        (long) LONGS.get(bytes, end - 8) * 0x9e3779b97f4a7c15L
            + (long) LONGS.get(bytes, start + ((end - start - 8) >>> 1));
    mixed = (mixed + (end - start)) * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 54);
  }

  private byte @Nullable [] read(byte[] bytes, int start, int end) {
    int word = skipSpaces(bytes, start, end);
    int wordEnd = endOfWord(bytes, word, end);
    if (Ascii.equals(bytes, word, wordEnd, ACCEPT)) {
      System.arraycopy(ACCEPT, 0, scratch, 0, ACCEPT.length);
    } else if (Ascii.equals(bytes, word, wordEnd, REJECT)) {
      System.arraycopy(REJECT, 0, scratch, 0, REJECT.length);
    } else {
      return null;
    }
    scratch[ACCEPT.length] = ' ';
    int ports = skipSpaces(bytes, wordEnd, end);
    int length = readPorts(bytes, ports, endOfWord(bytes, ports, end), ACCEPT.length + 1);
    return length < 0 ? null : Arrays.copyOf(scratch, length);
  }

  /** Writes the list to the scratch bytes; their length then, or -1 when it is no list. */
  private int readPorts(byte[] bytes, int start, int end, int at) {
    int length = at;
    int position = start;
    while (true) {
      int itemEnd = position;
      int dash = -1;
      while (itemEnd < end && bytes[itemEnd] != ',') {
        if (bytes[itemEnd] == '-' && dash < 0) {
          dash = itemEnd;
        }
        itemEnd++;
      }
      int first = Ascii.port(bytes, position, dash < 0 ? itemEnd : dash);
      int last = dash < 0 ? first : Ascii.port(bytes, dash + 1, itemEnd);
      if (first < 0 || last < first) {
        return -1;
      }
      length = print(first, length);
      if (last > first) {
        scratch[length++] = '-';
        length = print(last, length);
      }
      if (itemEnd == end) {
        return length;
      }
      scratch[length++] = ',';
      position = itemEnd + 1;
    }
  }

  private int print(int port, int at) {
    int digits = port < 10 ? 1 : port < 100 ? 2 : port < 1000 ? 3 : port < 10000 ? 4 : 5;
    int rest = port;
    for (int i = at + digits - 1; i >= at; i--) {
      scratch[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    return at + digits;
  }

  private static int skipSpaces(byte[] bytes, int start, int end) {
    int position = start;
    while (position < end && Ascii.isSpace(bytes[position])) {
      position++;
    }
    return position;
  }

  private static int endOfWord(byte[] bytes, int start, int end) {
    int position = start;
    while (position < end && !Ascii.isSpace(bytes[position])) {
      position++;
    }
    return position;
  }
}
