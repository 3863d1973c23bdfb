package org.relaywitness.evidence.logline;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.relaywitness.evidence.logline.LoggedTime.Count;

/** Numbers that count from the start of 1970 in UTC: seconds, or parts of them, since 2001. */
final class CountedTime {
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?<![0-9A-Za-z._/+-])(1[0-9]{9})(?:(\\.[0-9]{1,9})|([0-9]{3})|([0-9]{6})|([0-9]{9}))?"
              + "(?![0-9A-Za-z_/-])(?!\\.[0-9])");
  private static final int MILLISECONDS = 3;
  private static final int MICROSECONDS = 4;
  private static final int NANOSECONDS = 5;

  private CountedTime() {}

  static List<LoggedTime> times(String line) {
    Set<LoggedTime> found = new LinkedHashSet<>();
    Matcher number = NUMBER.matcher(line);
    while (number.find()) {
      found.add(time(Long.parseLong(number.group(1)), count(number)));
    }
    return new ArrayList<>(found);
  }

  private static Count count(Matcher number) {
    if (number.group(MILLISECONDS) != null) {
      return Count.MILLISECONDS;
    }
    if (number.group(MICROSECONDS) != null) {
      return Count.MICROSECONDS;
    }
    return number.group(NANOSECONDS) != null ? Count.NANOSECONDS : Count.SECONDS;
  }

  private static LoggedTime time(long seconds, Count count) {
    LocalDateTime utc = LocalDateTime.ofInstant(Instant.ofEpochSecond(seconds), ZoneOffset.UTC);
    return new LoggedTime(List.of(utc.toLocalDate()), null, utc.toLocalTime(), "UTC", count);
  }
}
