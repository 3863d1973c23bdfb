package org.relaywitness.netdoc;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import org.jspecify.annotations.Nullable;

/** Reads the times of directory documents: {@code YYYY-MM-DD HH:MM:SS}, always UTC. */
final class UtcTime {
  /** Length of the text of a time. */
  static final int LENGTH = 19;

  private static final String DOCUMENT_SHAPE = "9999-99-99 99:99:99";
  private static final String FILE_NAME_SHAPE = "9999-99-99-99-99-99";

  private UtcTime() {}

  /** The time in a date token and a time token; {@code null} when they are no real time. */
  static @Nullable Instant find(String date, String time) {
    return ofShape(date + " " + time, DOCUMENT_SHAPE);
  }

  /**
   * The time at which a file says in its name it was made, {@code YYYY-MM-DD-HH-MM-SS} somewhere in
   * the last part of the path; {@code null} without a real time there.
   */
  static @Nullable Instant findInFileName(String path) {
    String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    for (int i = 0; i + LENGTH <= name.length(); i++) {
      boolean apart =
          (i == 0 || !isDigit(name.charAt(i - 1)))
              && (i + LENGTH == name.length() || !isDigit(name.charAt(i + LENGTH)));
      Instant time = apart ? ofShape(name.substring(i, i + LENGTH), FILE_NAME_SHAPE) : null;
      if (time != null) {
        return time;
      }
    }
    return null;
  }

  private static @Nullable Instant ofShape(String text, String shape) {
    if (text.length() != LENGTH) {
      return null;
    }
    for (int i = 0; i < LENGTH; i++) {
      char c = text.charAt(i);
      if (shape.charAt(i) == '9' ? !isDigit(c) : c != shape.charAt(i)) {
        return null;
      }
    }
    int year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
    int month = twoDigits(text, 5);
    int day = twoDigits(text, 8);
    int hour = twoDigits(text, 11);
    int minute = twoDigits(text, 14);
    int second = twoDigits(text, 17);
    if (month < 1 || month > 12 || day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
      return null;
    }
    if (hour > 23 || minute > 59 || second > 59) {
      return null;
    }
    long days = LocalDate.of(year, month, day).toEpochDay();
    return Instant.ofEpochSecond(((days * 24 + hour) * 60 + minute) * 60 + second);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int twoDigits(String text, int start) {
    return 10 * (text.charAt(start) - '0') + text.charAt(start + 1) - '0';
  }
}
