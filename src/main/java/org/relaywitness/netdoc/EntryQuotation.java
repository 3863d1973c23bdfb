package org.relaywitness.netdoc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;

/**
 * The lines that a document has on one relay, as they stand there: of a consensus the relay's
 * {@code r}, {@code a}, {@code s} and {@code p} lines, of an exit list its whole entry. Never
 * throws: what cannot be found, in a damaged document or in one of another kind, is not quoted.
 */
public final class EntryQuotation {
  /** A longer line is no entry that a person could read. */
  private static final int LONGEST_LINE = 4096;

  private static final byte[] OPT = Ascii.word("opt");

  private final byte[] bytes;
  private final boolean exitList;

  /** {@code null}: every relay. */
  private final @Nullable Fingerprint wanted;

  private final Visitor visitor;
  private final Set<Fingerprint> seen = new HashSet<>();
  private final byte[] identity = new byte[Fingerprint.LENGTH];
  private final EntryLines lines;

  private EntryQuotation(
      byte[] document, boolean exitList, @Nullable Fingerprint wanted, Visitor visitor) {
    this.bytes = document;
    this.exitList = exitList;
    this.wanted = wanted;
    this.visitor = visitor;
    this.lines = new EntryLines(document);
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
    List<Line> lines = new ArrayList<>();
    scan(document, relay, (one, quoted) -> lines.addAll(quoted.copy()));
    return List.copyOf(lines);
  }

  /** Takes the entries of a document in turn. */
  public interface Visitor {
    void entry(Fingerprint relay, EntryLines lines);
  }

  /** Every relay that the document has an entry on, each once, with the lines of {@link #of}. */
  public static void forEach(byte[] document, Visitor visitor) {
    scan(document, null, visitor);
  }

  private static void scan(byte[] document, @Nullable Fingerprint wanted, Visitor visitor) {
    DocumentHead head = DocumentHead.of(document, 0, document.length);
    switch (head.type()) {
      case CONSENSUS ->
          new EntryQuotation(document, false, wanted, visitor).scan(head.contentStart());
      case EXIT_LIST ->
          new EntryQuotation(document, true, wanted, visitor).scan(head.contentStart());
      default -> {}
    }
  }

  private void scan(int contentStart) {
    int number = 1 + newlines(contentStart);
    Fingerprint relay = null;
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
      if (entry || (!exitList && is(keyword, behind, "directory-", true))) {
        if (relay != null && tell(relay)) {
          return;
        }
        relay = entry ? begun(behind, end) : null;
      }
      if (relay != null && (exitList ? end > start : isQuoted(keyword, behind))) {
        if (end - start > LONGEST_LINE || lines.count() == EntryLines.MOST) {
          // Told as one without lines; the rest of the entry is passed over.
          lines.clear();
          if (tell(relay)) {
            return;
          }
          relay = null;
        } else {
          lines.add(number, start, end);
        }
      }
    }
    if (relay != null) {
      tell(relay);
    }
  }

  /** Tells of a relay; whether that was all that is wanted. */
  private boolean tell(Fingerprint relay) {
    visitor.entry(relay, lines);
    lines.clear();
    return wanted != null;
  }

  /** The relay whose first entry begins with this line, if its lines are wanted. */
  private @Nullable Fingerprint begun(int behind, int end) {
    if (!(exitList ? isExitNode(behind, end) : isRouter(behind, end))) {
      return null;
    }
    Fingerprint relay = Fingerprint.ofBytes(identity);
    if (wanted != null) {
      return relay.equals(wanted) ? relay : null;
    }
    return seen.add(relay) ? relay : null;
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

  /** Whether the words behind {@code r}, a nickname and an identity, name a relay. */
  private boolean isRouter(int behind, int end) {
    int nicknameEnd = wordEnd(wordStart(behind, end), end);
    int start = wordStart(nicknameEnd, end);
    return IdentityText.parse(bytes, start, wordEnd(start, end), identity);
  }

  private boolean isExitNode(int behind, int end) {
    int start = wordStart(behind, end);
    int stop = wordEnd(start, end);
    if (stop - start != 2 * Fingerprint.LENGTH) {
      return false;
    }
    for (int i = 0; i < Fingerprint.LENGTH; i++) {
      int high = Character.digit(bytes[start + 2 * i], 16);
      int low = Character.digit(bytes[start + 2 * i + 1], 16);
      if (high < 0 || low < 0) {
        return false;
      }
      identity[i] = (byte) (high << 4 | low);
    }
    return true;
  }
}
