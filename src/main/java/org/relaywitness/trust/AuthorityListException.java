package org.relaywitness.trust;

/**
 * A list of authorities that cannot be read: says which line, what was found, what was expected.
 */
public final class AuthorityListException extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_FOUND = 80;

  private final String source;
  private final int line;
  private final String found;
  private final String expected;

  AuthorityListException(String source, int line, String found, String expected) {
    super(source + ", line " + line + ": found " + quoted(found) + ", expected " + expected);
    this.source = source;
    this.line = line;
    this.found = found;
    this.expected = expected;
  }

  private static String quoted(String found) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < found.length() && i < LONGEST_FOUND; i++) {
      char c = found.charAt(i);
      text.append(c == '\t' ? "\\t" : Character.isISOControl(c) ? "?" : Character.toString(c));
    }
    return text.append(found.length() > LONGEST_FOUND ? "...\"" : "\"").toString();
  }

  /** The list, as it was named by whoever read it. */
  public String source() {
    return source;
  }

  /** The line at fault, counted from 1. */
  public int line() {
    return line;
  }

  /** What stands there. */
  public String found() {
    return found;
  }

  /** What should stand there. */
  public String expected() {
    return expected;
  }
}
