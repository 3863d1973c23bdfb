package org.relaywitness.netdoc;

import static org.relaywitness.netdoc.DocumentParseException.Kind.DUPLICATE;
import static org.relaywitness.netdoc.DocumentParseException.Kind.LIMIT;
import static org.relaywitness.netdoc.DocumentParseException.Kind.MISSING;

import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;

/**
 * Reads router status entries (dir-spec 3.4.1), one at a time, into fields that the next one
 * overwrites: nothing is allocated for an entry. A line that cannot be read means that the document
 * is damaged, and throws; an entry is never left out silently. The inner loop of the import, see
 * {@code ConsensusParserBenchmark}.
 */
final class EntryScanner {
  /** The most addresses accepted in one entry; the specification knows two. */
  static final int MOST_ADDRESSES = 16;

  /** The longest nickname accepted: what fits the packed form. The specification says 19. */
  static final int LONGEST_NICKNAME = 255;

  private static final byte[] RUNNING = Ascii.word("Running");
  private static final byte[] EXIT = Ascii.word("Exit");
  private static final byte[] BAD_EXIT = Ascii.word("BadExit");
  private static final int SKIPPED = 0;
  private static final int FOOTER = 1;

  private final LineCursor cursor;
  private final PolicyMemo policies;
  private final boolean namesDescriptor;
  private boolean atEntry;
  private boolean flagsSeen;

  final byte[] identity = new byte[Fingerprint.LENGTH];
  int nicknameStart;
  int nicknameLength;
  int addressCount;

  /** The addresses, one every 16 bytes. */
  final byte[] addresses = new byte[16 * MOST_ADDRESSES];

  /** 4 or 16 for each address. */
  final int[] addressLengths = new int[MOST_ADDRESSES];

  final int[] ports = new int[MOST_ADDRESSES];
  boolean running;
  boolean exit;
  boolean badExit;

  /** The canonical text of the policy summary; not to be changed. */
  byte @Nullable [] policy;

  /** A scanner for a cursor on the keyword of the line that ended the header. */
  EntryScanner(LineCursor cursor, Flavor flavor, PolicyMemo policies) {
    this.cursor = cursor;
    this.policies = policies;
    this.namesDescriptor = flavor == Flavor.NS;
    this.atEntry = cursor.wordEnd - cursor.wordStart == 1;
  }

  /**
   * Reads the next entry; false when there is none. Then the cursor stands on the keyword of the
   * line that ended the entries.
   */
  boolean next() throws DocumentParseException {
    if (!atEntry) {
      return false;
    }
    readRouter();
    while (cursor.nextLine()) {
      switch (keyword()) {
        case 'r' -> {
          requireFlags();
          return true;
        }
        case 's' -> readFlags();
        case 'p' -> readPolicy();
        case 'a' -> readAddress();
        case FOOTER -> {
          requireFlags();
          atEntry = false;
          return true;
        }
        default -> {}
      }
    }
    throw cursor.truncated("a directory-signature");
  }

  /** The byte array that the nickname stands in. */
  byte[] bytes() {
    return cursor.bytes;
  }

  /** Moves to the keyword of the line: the letter when it is one, or SKIPPED, or FOOTER. */
  private int keyword() throws DocumentParseException {
    byte[] bytes = cursor.bytes;
    int at = cursor.lineStart;
    int length = cursor.lineEnd - at;
    if (length > 1 && Ascii.isSpace(bytes[at + 1]) && Ascii.isKeywordStart(bytes[at])) {
      cursor.wordEnd = at + 1;
      return bytes[at];
    }
    if (length > 2 && bytes[at] == 'p' && bytes[at + 1] == 'r' && Ascii.isSpace(bytes[at + 2])) {
      return SKIPPED;
    }
    return longKeyword();
  }

  private int longKeyword() throws DocumentParseException {
    if (!cursor.keyword()) {
      return SKIPPED;
    }
    int length = cursor.wordEnd - cursor.wordStart;
    if (length == 1) {
      return cursor.bytes[cursor.wordStart];
    }
    if (cursor.wordIs(DocumentHead.DIRECTORY_SIGNATURE)
        || cursor.wordIs(ConsensusFooter.DIRECTORY_FOOTER)) {
      return FOOTER;
    }
    if (length > 2) {
      ConsensusHeader.requireNotHeader(cursor);
    }
    return SKIPPED;
  }

  private void readRouter() throws DocumentParseException {
    byte[] bytes = cursor.bytes;
    policy = null;
    flagsSeen = false;
    running = false;
    exit = false;
    badExit = false;
    cursor.nextWord();
    if (!isNickname(bytes, cursor.wordStart, cursor.wordEnd)) {
      throw cursor.malformedLine("r and a nickname of 1 to 255 printable ASCII characters");
    }
    nicknameStart = cursor.wordStart;
    nicknameLength = cursor.wordEnd - cursor.wordStart;
    cursor.nextWord();
    if (!IdentityText.parse(bytes, cursor.wordStart, cursor.wordEnd, identity)) {
      throw cursor.malformedWord("an identity of 27 base64 digits on an r line");
    }
    if (namesDescriptor) {
      cursor.nextWord();
    }
    // The publication time is skipped: since 2023 it is the same on every line.
    cursor.nextWord();
    cursor.nextWord();
    cursor.nextWord();
    if (!AddressText.parseIpv4(bytes, cursor.wordStart, cursor.wordEnd, addresses, 0)) {
      throw cursor.malformedWord(
          namesDescriptor
              ? "an IPv4 address as argument 6 of an r line"
              : "an IPv4 address as argument 5 of an r line");
    }
    addressLengths[0] = 4;
    addressCount = 1;
    cursor.nextWord();
    ports[0] = Ascii.port(bytes, cursor.wordStart, cursor.wordEnd);
    if (ports[0] < 0) {
      throw cursor.malformedWord("an OR port behind the address of an r line");
    }
    cursor.nextWord();
    if (Ascii.port(bytes, cursor.wordStart, cursor.wordEnd) < 0) {
      throw cursor.malformedWord("a directory port behind the OR port of an r line");
    }
  }

  private void readFlags() throws DocumentParseException {
    if (flagsSeen) {
      throw cursor.error(DUPLICATE, cursor.line(), "one s line in an entry");
    }
    flagsSeen = true;
    while (cursor.nextWord()) {
      switch (cursor.wordEnd - cursor.wordStart) {
        case 4 -> exit |= cursor.wordIs(EXIT);
        case 7 -> {
          running |= cursor.wordIs(RUNNING);
          badExit |= cursor.wordIs(BAD_EXIT);
        }
        default -> {}
      }
    }
  }

  private void requireFlags() throws DocumentParseException {
    if (!flagsSeen) {
      throw cursor.error(MISSING, "", "an s line in the entry before this line");
    }
  }

  private void readPolicy() throws DocumentParseException {
    if (policy != null) {
      throw cursor.error(DUPLICATE, cursor.line(), "one p line in an entry");
    }
    policy = policies.find(cursor.bytes, cursor.wordEnd, cursor.lineEnd);
    if (policy == null) {
      throw cursor.malformedLine(
          "p, accept or reject, and a list of ports, at most " + PolicyMemo.LONGEST + " bytes");
    }
  }

  private void readAddress() throws DocumentParseException {
    if (addressCount == MOST_ADDRESSES) {
      throw cursor.error(LIMIT, cursor.line(), "at most " + MOST_ADDRESSES + " addresses");
    }
    byte[] bytes = cursor.bytes;
    cursor.nextWord();
    int start = cursor.wordStart;
    int end = cursor.wordEnd;
    int colon = end - 1;
    while (colon > start && bytes[colon] != ':') {
      colon--;
    }
    int length = -1;
    if (colon - start > 2 && bytes[start] == '[' && bytes[colon - 1] == ']') {
      length = AddressText.parseIpv6(bytes, start + 1, colon - 1, addresses, 16 * addressCount);
    } else if (colon > start
        && AddressText.parseIpv4(bytes, start, colon, addresses, 16 * addressCount)) {
      length = 4;
    }
    int port = colon < start ? -1 : Ascii.port(bytes, colon + 1, end);
    if (length < 0 || port < 0) {
      throw cursor.malformedLine("a and [IPv6]:port or IPv4:port");
    }
    addressLengths[addressCount] = length;
    ports[addressCount] = port;
    addressCount++;
  }

  /** Whether these bytes can stand as a nickname: printable ASCII, 1 to 255. */
  static boolean isNickname(byte[] bytes, int start, int end) {
    if (start >= end || end - start > LONGEST_NICKNAME) {
      return false;
    }
    for (int i = start; i < end; i++) {
      if (bytes[i] <= ' ' || bytes[i] == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
