package org.relaywitness.evidence;

import java.util.function.IntPredicate;

/** Text that somebody else wrote, such as a relay's nickname or a file's name, made fit to show. */
public final class Untrusted {
  private Untrusted() {}

  /**
   * The text with everything that could steer a terminal or reorder a line replaced by U+FFFD:
   * control characters, line and paragraph separators, format characters (which hold the
   * bidirectional overrides), private and unassigned code points. HTML is escaped elsewhere.
   */
  public static String shown(String text) {
    return replaced(text, Untrusted::isHarmless);
  }

  /** As {@link #shown}, for what a person typed: its lines and tabs stay. */
  public static String typed(String text) {
    return replaced(text, point -> isHarmless(point) || "\r\n\t".indexOf(point) >= 0);
  }

  private static String replaced(String text, IntPredicate kept) {
    StringBuilder replaced = new StringBuilder(text.length());
    text.codePoints().forEach(point -> replaced.appendCodePoint(kept.test(point) ? point : 0xfffd));
    return replaced.toString();
  }

  /** Whether a code point is one that {@link #shown} keeps. */
  static boolean isHarmless(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
