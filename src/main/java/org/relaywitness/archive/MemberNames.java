package org.relaywitness.archive;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Judges and prints names found in archives. They are labels: nothing is opened or written. */
final class MemberNames {
  /** Longest name shown in a message; a longer one says nothing more to a reader. */
  private static final int SHOWN = 300;

  private MemberNames() {}

  /** Why the name of a regular member is refused, or {@code null} for a plain relative path. */
  static @Nullable String refusal(String name) {
    if (name.isEmpty()) {
      return "an empty name";
    }
    for (int i = 0; i < name.length(); ) {
      int c = name.codePointAt(i);
      String refusal = refusal(c);
      if (refusal != null) {
        return refusal;
      }
      i += Character.charCount(c);
    }
    if (name.startsWith("/")) {
      return "an absolute name";
    }
    if (name.startsWith("~")) {
      return "a name that begins with a tilde";
    }
    if (name.length() > 1 && name.charAt(1) == ':' && isLetter(name.charAt(0))) {
      return "a name with a drive letter";
    }
    for (int from = 0; from <= name.length(); ) {
      int slash = name.indexOf('/', from);
      int to = slash < 0 ? name.length() : slash;
      // Windows drops spaces and dots at the end of a part, so "..  " climbs as ".." does.
      if (name.startsWith("..", from)
          && name.substring(from, to).strip().replace(".", "").isEmpty()) {
        return "a name that climbs out of its folder";
      }
      from = to + 1;
    }
    return null;
  }

  private static @Nullable String refusal(int c) {
    if (c == 0) {
      return "a NUL byte in the name";
    }
    if (c == '\\') {
      return "a backslash in the name";
    }
    return isInvisible(c)
        ? String.format(Locale.ROOT, "the control character U+%04X in the name", c)
        : null;
  }

  /** Control, format (also the ones that reverse the direction of text) and line separators. */
  private static boolean isInvisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /** One line of visible characters: others escaped as U+XXXX, a long text cut with its length. */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), SHOWN) + 16);
    int i = 0;
    while (i < text.length() && i < SHOWN) {
      int c = text.codePointAt(i);
      if (isInvisible(c)) {
        shown.append(String.format(Locale.ROOT, "<U+%04X>", c));
      } else {
        shown.appendCodePoint(c);
      }
      i += Character.charCount(c);
    }
    if (i < text.length()) {
      shown.append("... (").append(text.length()).append(" characters)");
    }
    return shown.toString();
  }
}
