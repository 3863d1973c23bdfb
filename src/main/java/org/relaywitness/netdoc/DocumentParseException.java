package org.relaywitness.netdoc;

import java.util.Locale;

/**
 * A document that cannot be read: which one, where, what was found there, what was expected.
 *
 * <p>The message says all of it. What was found and the document's name come from outside: control
 * characters and everything else that is not plain text are escaped, and long text is shortened.
 */
public final class DocumentParseException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 100;

  /** What is wrong with the document. */
  public enum Kind {
    /** It is a document of another type. */
    WRONG_TYPE,
    /** It is of a version or flavour that is not known. */
    UNSUPPORTED,
    /** An item that must be there is missing. */
    MISSING,
    /** An item that may stand there once stands there again. */
    DUPLICATE,
    /** A line cannot be read as what its keyword says, or stands where it cannot stand. */
    MALFORMED,
    /** The document ends before it is complete. */
    TRUNCATED,
    /** It exceeds a limit that guards against documents made to exhaust memory. */
    LIMIT;

    /** The word used in JSON. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final String document;
  private final int line;
  private final Kind kind;
  private final String found;
  private final String expected;

  /**
   * An exception that says where and why.
   *
   * @param document the name under which the document is known, in any characters
   * @param line counted from 1 within the document, its {@code @type} line included; 0: no one line
   * @param found what stands there, in any characters; empty: nothing
   */
  public DocumentParseException(
      String document, int line, Kind kind, String found, String expected) {
    this.document = document;
    this.line = line;
    this.kind = kind;
    this.found = escape(found, LONGEST);
    this.expected = expected;
  }

  /** All of it in one line. */
  @Override
  public String getMessage() {
    return message(escape(document, 400), line, kind, found, expected);
  }

  private static String message(
      String document, int line, Kind kind, String found, String expected) {
    return document
        + (line == 0 ? "" : ", line " + line)
        + ": "
        + kind.code().replace('_', ' ')
        + ": found "
        + (found.isEmpty() ? "nothing" : '"' + found + '"')
        + ", expected "
        + expected;
  }

  private static String escape(String text, int longest) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (escaped.length() >= longest) {
        return escaped.append("...").toString();
      }
      char c = text.charAt(i);
      if (c == '\\' || c == '"') {
        escaped.append('\\').append(c);
      } else if ((c >= ' ' && c <= '~') || (c > 0xff && Character.isLetterOrDigit(c))) {
        escaped.append(c);
      } else {
        escaped.append(String.format(Locale.ROOT, c > 0xff ? "\\u%04x" : "\\x%02x", (int) c));
      }
    }
    return escaped.toString();
  }

  /** The document's name, as it was given. */
  public String document() {
    return document;
  }

  /** Counted from 1 within the document, its {@code @type} line included; 0: no one line. */
  public int line() {
    return line;
  }

  /** What is wrong. */
  public Kind kind() {
    return kind;
  }

  /** What was found, escaped and shortened; empty: nothing. */
  public String found() {
    return found;
  }

  /** What was expected. */
  public String expected() {
    return expected;
  }
}
