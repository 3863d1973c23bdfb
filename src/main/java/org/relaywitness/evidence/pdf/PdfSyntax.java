package org.relaywitness.evidence.pdf;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Walks over the objects of a PDF (ISO 32000-1, 7.3) without making any: finds where each ends, and
 * what a dictionary says. Plain and bounded: it comes before any library is given a file of unknown
 * origin.
 */
final class PdfSyntax {
  private static final int DEEPEST = 32;

  private final byte[] bytes;
  private final int end;
  private int position;

  /** At this place of the bytes, of which those from {@code end} on are not looked at. */
  PdfSyntax(byte[] bytes, int position, int end) {
    this.bytes = bytes;
    this.position = position;
    this.end = end;
  }

  /** Where a value stands: from the first byte of it, to before the second. */
  record Place(int from, int to) {}

  int position() {
    return position;
  }

  void goTo(int place) {
    position = place;
  }

  /** Passes over the end of a line, and nothing else. */
  int lineEnd() throws ReportFormException {
    if (isAt("\r\n")) {
      position += 2;
    } else if (isAt("\n")) {
      position++;
    } else {
      throw new ReportFormException(position, "expected the end of a line");
    }
    return position;
  }

  boolean atEnd() {
    return position >= end;
  }

  /** Passes over white space. */
  void skipSpace() {
    while (position < end && isSpace(bytes[position])) {
      position++;
    }
  }

  /**
   * Passes over this word, after white space; false, and nothing passed over, if it is not there.
   */
  boolean accept(String word) {
    skipSpace();
    if (!isAt(word)) {
      return false;
    }
    position += word.length();
    return true;
  }

  void expect(String word) throws ReportFormException {
    if (!accept(word)) {
      throw new ReportFormException(position, "expected \"" + word + "\"");
    }
  }

  private boolean isAt(String word) {
    if (position + word.length() > end) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[position + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** A whole number of at most nine digits. */
  int number() throws ReportFormException {
    skipSpace();
    int start = position;
    int number = 0;
    while (position < end && bytes[position] >= '0' && bytes[position] <= '9') {
      number = 10 * number + bytes[position++] - '0';
      if (position - start > 9) {
        throw new ReportFormException(start, "a number that is too long");
      }
    }
    if (position == start) {
      throw new ReportFormException(start, "expected a number");
    }
    return number;
  }

  /** The places of a dictionary's values by their keys; empty for a value that is no dictionary. */
  Map<String, Place> value() throws ReportFormException {
    skipSpace();
    Map<String, Place> entries = new LinkedHashMap<>();
    if (!isAt("<<")) {
      skipValue(0);
      return entries;
    }
    position += 2;
    while (!accept(">>")) {
      String key = name();
      skipSpace();
      int from = position;
      skipValue(1);
      if (isReference(from)) {
        number();
        expect("R");
      }
      if (entries.put(key, new Place(from, position)) != null) {
        throw new ReportFormException(from, "the key " + key + " stands twice");
      }
    }
    return entries;
  }

  /** Whether the number before is the first of a reference to an object. */
  private boolean isReference(int from) {
    if (bytes[from] < '0' || bytes[from] > '9') {
      return false;
    }
    int next = position;
    while (next < end && isSpace(bytes[next])) {
      next++;
    }
    return next < end && bytes[next] >= '0' && bytes[next] <= '9';
  }

  private String name() throws ReportFormException {
    skipSpace();
    int start = position;
    if (position >= end || bytes[position] != '/') {
      throw new ReportFormException(start, "expected a name");
    }
    position++;
    StringBuilder name = new StringBuilder();
    while (position < end && isRegular(bytes[position])) {
      if (bytes[position] == '#') {
        throw new ReportFormException(start, "a key that is not written plainly");
      }
      name.append((char) bytes[position++]);
    }
    return name.toString();
  }

  private void skipValue(int depth) throws ReportFormException {
    skipSpace();
    if (depth > DEEPEST) {
      throw new ReportFormException(position, "values within values, too deep");
    }
    if (position >= end) {
      throw new ReportFormException(position, "a value without an end");
    }
    switch (bytes[position]) {
      case '(' -> skipText();
      case '[' -> {
        position++;
        while (!accept("]")) {
          skipValue(depth + 1);
        }
      }
      case '<' -> {
        if (isAt("<<")) {
          position += 2;
          while (!accept(">>")) {
            skipValue(depth + 1);
          }
        } else {
          skipHex();
        }
      }
      default -> skipWord();
    }
  }

  private void skipWord() throws ReportFormException {
    int start = position;
    if (bytes[position] == '/') {
      position++;
    }
    while (position < end && isRegular(bytes[position])) {
      position++;
    }
    if (position == start) {
      throw new ReportFormException(start, "expected a value");
    }
  }

  private void skipHex() throws ReportFormException {
    int start = position++;
    while (position < end && bytes[position] != '>') {
      if (Character.digit(bytes[position], 16) < 0) {
        throw new ReportFormException(position, "expected a hex digit");
      }
      position++;
    }
    if (position++ >= end) {
      throw new ReportFormException(start, "a text without an end");
    }
  }

  private void skipText() throws ReportFormException {
    int start = position;
    int open = 0;
    do {
      if (position >= end) {
        throw new ReportFormException(start, "a text without an end");
      }
      switch (bytes[position++]) {
        case '(' -> open++;
        case ')' -> open--;
        case '\\' -> position++;
        default -> {
          // Any other byte stands for itself.
        }
      }
    } while (open > 0);
  }

  private static boolean isSpace(byte one) {
    return one == ' ' || one == '\n' || one == '\r' || one == '\t';
  }

  private static boolean isRegular(byte one) {
    return one > ' ' && one < 0x7f && "()<>[]{}/%".indexOf(one) < 0;
  }
}
