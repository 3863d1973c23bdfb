package org.relaywitness.netdoc;

import java.time.Instant;
import org.relaywitness.directory.Fingerprint;

/**
 * Walks over the lines of a document and the words of a line, without making objects. Lines end
 * with LF or CRLF, words are separated by spaces or tabs, a leading {@code opt} is no word
 * (dir-spec 1.2). Fields are read directly: this is the inner loop of the import, see {@code
 * ConsensusParserBenchmark}.
 */
final class LineCursor {
  private static final byte[] OPT = Ascii.word("opt");
  private static final byte[] OBJECT_BEGIN = Ascii.word("-----BEGIN ");
  private static final byte[] OBJECT_END = Ascii.word("-----END ");

  final byte[] bytes;
  final int start;
  final int end;
  private final String document;
  private int next;

  /** Where the current line begins. */
  int lineStart;

  /** Just behind the last byte of the current line, its line end left out. */
  int lineEnd;

  /** Where the word that {@link #nextWord} found begins, and just behind its last byte. */
  int wordStart;

  int wordEnd;

  /** Whether any line so far ended with CRLF. */
  boolean crlf;

  LineCursor(RawDocument raw, String document) {
    this.bytes = raw.buffer();
    this.start = raw.offset();
    this.end = raw.end();
    this.document = document;
    this.next = start;
    this.lineStart = start;
    this.lineEnd = start;
  }

  /** Moves to the next line; false when there is none. */
  boolean nextLine() {
    if (next >= end) {
      lineStart = end;
      lineEnd = end;
      wordEnd = end;
      return false;
    }
    lineStart = next;
    wordEnd = next;
    int newline = Ascii.indexOfNewline(bytes, next, end);
    int stop;
    if (newline < 0) {
      stop = end;
      next = end;
    } else {
      stop = newline;
      next = newline + 1;
    }
    if (stop > lineStart && bytes[stop - 1] == '\r') {
      stop--;
      crlf = true;
    }
    lineEnd = stop;
    return true;
  }

  /** Where the next line begins. */
  int nextLineStart() {
    return next;
  }

  /**
   * Moves to the first keyword line of the document, behind its annotations; false when there is
   * none.
   */
  boolean firstLine() {
    next = DocumentHead.of(bytes, start, end).contentStart();
    for (int i = start; i < next; i++) {
      crlf |= bytes[i] == '\n' && i > start && bytes[i - 1] == '\r';
    }
    return nextLine();
  }

  /** Moves to the next word of the line; false at its end, with an empty word. */
  boolean nextWord() {
    byte[] array = bytes;
    int stop = lineEnd;
    int position = wordEnd;
    while (position < stop && (array[position] == ' ' || array[position] == '\t')) {
      position++;
    }
    wordStart = position;
    while (position < stop && array[position] != ' ' && array[position] != '\t') {
      position++;
    }
    wordEnd = position;
    return position > wordStart;
  }

  /**
   * Moves to the keyword of the line, behind an {@code opt}; false on a line without one, which is
   * a blank line or the first of an object, then skipped to its last.
   *
   * @throws DocumentParseException for a line that is neither, and an object without an end
   */
  boolean keyword() throws DocumentParseException {
    wordEnd = lineStart;
    if (!nextWord()) {
      return false;
    }
    if (wordStart == lineStart && Ascii.isKeywordStart(bytes[lineStart])) {
      if (wordIs(OPT) && !nextWord()) {
        throw malformedLine("a keyword after \"opt\"");
      }
      return true;
    }
    if (!Ascii.startsWith(bytes, lineStart, lineEnd, OBJECT_BEGIN)) {
      throw malformedLine("a line that begins with a keyword");
    }
    while (!Ascii.startsWith(bytes, lineStart, lineEnd, OBJECT_END)) {
      if (!nextLine()) {
        throw truncated("-----END of an object");
      }
    }
    return false;
  }

  boolean wordIs(byte[] word) {
    return Ascii.equals(bytes, wordStart, wordEnd, word);
  }

  String word() {
    return Ascii.text(bytes, wordStart, wordEnd);
  }

  String line() {
    return Ascii.text(bytes, lineStart, lineEnd);
  }

  /** The next word, which must be there. */
  String requireWord(String expected) throws DocumentParseException {
    if (!nextWord()) {
      throw malformedLine(expected);
    }
    return word();
  }

  /** The next word, which must be 40 hex digits. */
  Fingerprint requireFingerprint(String expected) throws DocumentParseException {
    String text = requireWord(expected);
    Fingerprint fingerprint = text.length() == 40 ? Fingerprint.findHex(text) : null;
    if (fingerprint == null) {
      throw malformedWord(expected);
    }
    return fingerprint;
  }

  /** The next two words, which must be a time. */
  Instant requireTime() throws DocumentParseException {
    boolean complete = nextWord();
    int from = wordStart;
    String date = word();
    complete &= nextWord();
    Instant time = complete ? UtcTime.find(date, word()) : null;
    if (time == null) {
      throw error(
          DocumentParseException.Kind.MALFORMED,
          Ascii.text(bytes, from, wordEnd),
          "a time that exists, YYYY-MM-DD HH:MM:SS");
    }
    return time;
  }

  /** As much of the text as an exception shows, with some to spare: a line may have any length. */
  private String excerpt(int from, int to) {
    return Ascii.text(bytes, from, Math.min(to, from + 400));
  }

  /** The current word is not what the line must say there. */
  DocumentParseException malformedWord(String expected) {
    return error(DocumentParseException.Kind.MALFORMED, excerpt(wordStart, wordEnd), expected);
  }

  /** The current line is not what must stand there. */
  DocumentParseException malformedLine(String expected) {
    return error(DocumentParseException.Kind.MALFORMED, excerpt(lineStart, lineEnd), expected);
  }

  /** The document ends where something must follow. */
  DocumentParseException truncated(String expected) {
    return new DocumentParseException(
        document,
        lineNumber(end),
        DocumentParseException.Kind.TRUNCATED,
        "the end of the document",
        expected);
  }

  /** The document as a whole lacks something. */
  DocumentParseException missing(String expected) {
    return new DocumentParseException(
        document, 0, DocumentParseException.Kind.MISSING, "", expected);
  }

  DocumentParseException error(DocumentParseException.Kind kind, String found, String expected) {
    return new DocumentParseException(document, lineNumber(lineStart), kind, found, expected);
  }

  /** The number of the line that holds this position. Counted only once something is wrong. */
  int lineNumber(int position) {
    int number = 1;
    int last = position == end && end > start && bytes[end - 1] == '\n' ? end - 1 : position;
    for (int i = start; i < last; i++) {
      if (bytes[i] == '\n') {
        number++;
      }
    }
    return number;
  }
}
