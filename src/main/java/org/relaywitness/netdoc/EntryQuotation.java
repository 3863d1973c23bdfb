package org.relaywitness.netdoc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.relaywitness.directory.Fingerprint;

/**
 * The lines that a document has on one relay, as they stand there: of a consensus the relay's
 * {@code r}, {@code a}, {@code s} and {@code p} lines, of an exit list its whole entry. Never
 * throws: what cannot be found, in a damaged document or in one of another kind, is not quoted.
 */
public final class EntryQuotation {
  /** A longer line, or more of them, is no entry that a person could read. */
  private static final int LONGEST_LINE = 4096;

  private static final int MOST_LINES = 64;

  private static final byte[] OPT = Ascii.word("opt");

  private final byte[] bytes;
  private final byte[] relay;
  private final byte[] identity = new byte[Fingerprint.LENGTH];
  private final List<Line> lines = new ArrayList<>();

  private EntryQuotation(byte[] document, Fingerprint relay) {
    this.bytes = document;
    this.relay = relay.toBytes();
  }

  /**
   * A line of a document.
   *
   * @param number in the document as it stands in its file, from 1 on, annotations counted
   * @param text one character for each byte, without the line end
   */
  public record Line(int number, String text) {}

  /** The lines on this relay in its first entry, in their order; empty when there is none. */
  public static List<Line> of(byte[] document, Fingerprint relay) {
    DocumentHead head = DocumentHead.of(document, 0, document.length);
    return switch (head.type()) {
      case CONSENSUS -> new EntryQuotation(document, relay).quote(head.contentStart(), false);
      case EXIT_LIST -> new EntryQuotation(document, relay).quote(head.contentStart(), true);
      default -> List.of();
    };
  }

  private List<Line> quote(int contentStart, boolean exitList) {
    int number = 1 + newlines(contentStart);
    boolean inside = false;
    int next;
    for (int start = contentStart; start < bytes.length; start = next, number++) {
      int newline = Ascii.indexOfNewline(bytes, start, bytes.length);
      int end = newline < 0 ? bytes.length : newline;
      next = newline < 0 ? bytes.length : newline + 1;
      if (end > start && bytes[end - 1] == '\r') {
        end--;
      }
      int keyword = keywordStart(start, end);
      int behind = wordEnd(keyword, end);
      boolean entry = is(keyword, behind, exitList ? "ExitNode" : "r");
      if (inside && (entry || (!exitList && is(keyword, behind, "directory-", true)))) {
        break;
      }
      inside |= entry && (exitList ? isExitNode(behind, end) : isRouter(behind, end));
      if (inside && (exitList ? end > start : isQuoted(keyword, behind))) {
        if (end - start > LONGEST_LINE || lines.size() == MOST_LINES) {
          return List.of();
        }
        lines.add(new Line(number, Ascii.text(bytes, start, end)));
      }
    }
    return List.copyOf(lines);
  }

  private int newlines(int end) {
    int count = 0;
    for (int i = 0; i < end; i++) {
      count += bytes[i] == '\n' ? 1 : 0;
    }
    return count;
  }

  /** Where the keyword begins, behind an {@code opt}. */
  private int keywordStart(int start, int end) {
    int behind = wordEnd(start, end);
    return Ascii.equals(bytes, start, behind, OPT) ? wordStart(behind, end) : start;
  }

  private int wordStart(int from, int end) {
    int position = from;
    while (position < end && Ascii.isSpace(bytes[position])) {
      position++;
    }
    return position;
  }

  private int wordEnd(int from, int end) {
    int position = from;
    while (position < end && !Ascii.isSpace(bytes[position])) {
      position++;
    }
    return position;
  }

  private boolean is(int start, int end, String word) {
    return is(start, end, word, false);
  }

  private boolean is(int start, int end, String word, boolean asPrefix) {
    int length = word.length();
    if (asPrefix ? end - start < length : end - start != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (bytes[start + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private boolean isQuoted(int start, int end) {
    if (end - start != 1) {
      return false;
    }
    byte letter = bytes[start];
    return letter == 'r' || letter == 'a' || letter == 's' || letter == 'p';
  }

  /** Whether the words behind {@code r}, a nickname and an identity, name the relay. */
  private boolean isRouter(int behind, int end) {
    int nicknameEnd = wordEnd(wordStart(behind, end), end);
    int start = wordStart(nicknameEnd, end);
    return IdentityText.parse(bytes, start, wordEnd(start, end), identity)
        && Arrays.equals(identity, relay);
  }

  private boolean isExitNode(int behind, int end) {
    int start = wordStart(behind, end);
    int stop = wordEnd(start, end);
    if (stop - start != 2 * relay.length) {
      return false;
    }
    for (int i = 0; i < relay.length; i++) {
      int high = Character.digit(bytes[start + 2 * i], 16);
      int low = Character.digit(bytes[start + 2 * i + 1], 16);
      if (high < 0 || low < 0 || (byte) (high << 4 | low) != relay[i]) {
        return false;
      }
    }
    return true;
  }
}
