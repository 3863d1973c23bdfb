package org.relaywitness.evidence.logline;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One way in which logs write times or days out.
 *
 * @param pattern with the groups {@code year}, {@code month} or {@code name}, {@code day}, or
 *     {@code one} and {@code two} where their order is not certain; {@code hour}, {@code minute},
 *     {@code second}, {@code half}; {@code within} for a zone that stands before the year. A group
 *     that a form does not have is absent
 */
record WrittenTime(Pattern pattern, List<String> groups) {
  private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-z]+)>");
  private static final String START = "(?<![0-9A-Za-z./])(?<![0-9]:)";
  private static final String OPEN = "(?<![0-9./-])(?<![0-9]:)";
  private static final String YEAR = "(?<year>(?:19|20)[0-9]{2})";
  private static final String DAY = "(?<day>[0-9]{1,2})";
  private static final String NAME =
      "(?<name>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
          + "|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\\.?";
  private static final String TIME =
      "(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:[.,][0-9]{1,9})?)?"
          + "(?![0-9:])(?:\\s?(?<half>[AaPp])\\.?[Mm]\\.?(?![A-Za-z]))?";
  private static final String FULL_TIME =
      "(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})(?:[.,][0-9]{1,9})?(?![0-9:])";
  private static final String BETWEEN =
      "(?:[Tt_:]|\\s{0,4}[\"',;|]{1,3}\\s{0,4}[\"']?|\\s{1,4}(?:at\\s|-\\s)?)";
  private static final String BEHIND_DAY = "(?![0-9])";

  private static final String ISO = OPEN + YEAR + "-(?<month>[0-9]{2})-(?<day>[0-9]{2})";
  private static final String SLASHED =
      OPEN + YEAR + "(?<mark>[/.])(?<month>[0-9]{2})\\k<mark>(?<day>[0-9]{2})";
  private static final String NAMED =
      START + DAY + "(?:st|nd|rd|th)?[/ .-]{1,2}" + NAME + "[/ ,-]{1,2}" + YEAR;
  private static final String NAME_FIRST =
      START + NAME + "\\s{1,2}" + DAY + "(?:st|nd|rd|th)?,?\\s{1,2}" + YEAR;
  private static final String UNCERTAIN =
      OPEN + "(?<one>[0-9]{1,2})(?<mark>[/.-])(?<two>[0-9]{1,2})\\k<mark>" + YEAR;

  /** Days with a time of day. */
  static final List<WrittenTime> FORMS =
      List.of(
          of(ISO + BETWEEN + TIME),
          of(
              OPEN
                  + YEAR
                  + "(?<month>[0-9]{2})(?<day>[0-9]{2})T(?<hour>[0-9]{2})"
                  + "(?<minute>[0-9]{2})(?<second>[0-9]{2})(?:[.,][0-9]{1,9})?(?![0-9])"),
          of(SLASHED + BETWEEN + TIME),
          of(NAMED + BETWEEN + TIME),
          of(NAME_FIRST + BETWEEN + TIME),
          of(
              START
                  + NAME
                  + "\\s{1,2}"
                  + DAY
                  + "\\s"
                  + FULL_TIME
                  + "(?:\\s(?<within>[A-Z]{2,4}|[+-][0-9]{4}))?\\s"
                  + YEAR
                  + "(?![0-9:.-])"),
          of(START + NAME + "\\s{1,2}" + DAY + "\\s" + FULL_TIME),
          of(UNCERTAIN + BETWEEN + TIME));

  /** Days alone. */
  static final List<WrittenTime> DAYS =
      List.of(
          of(ISO + BEHIND_DAY),
          of(SLASHED + BEHIND_DAY),
          of(NAMED + BEHIND_DAY),
          of(NAME_FIRST + BEHIND_DAY),
          of(UNCERTAIN + BEHIND_DAY));

  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final int NOON = 12;
  private static final int MONTHS_OF_A_YEAR = 12;

  private static WrittenTime of(String pattern) {
    List<String> groups = new ArrayList<>();
    Matcher group = GROUP.matcher(pattern);
    while (group.find()) {
      groups.add(group.group(1));
    }
    return new WrittenTime(Pattern.compile(pattern), List.copyOf(groups));
  }

  /** The time that was matched, with the zone behind it; {@code null}: there is no such time. */
  @Nullable LoggedTime read(String line, Matcher found) {
    try {
      LocalTime time = time(found);
      if (group(found, "hour") != null && time == null) {
        return null;
      }
      String zone = time == null ? null : zone(line, found);
      if (group(found, "year") == null) {
        MonthDay yearless = MonthDay.of(month(found), number(found, "day"));
        return new LoggedTime(List.of(), yearless, time, zone, null);
      }
      List<LocalDate> days = days(found);
      return days.isEmpty() ? null : new LoggedTime(days, null, time, zone, null);
    } catch (DateTimeException e) {
      // No such day, or no such time of day.
      return null;
    }
  }

  private @Nullable String group(Matcher found, String name) {
    return groups.contains(name) ? found.group(name) : null;
  }

  private int number(Matcher found, String name) {
    String digits = group(found, name);
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private int month(Matcher found) {
    String name = group(found, "name");
    return name == null
        ? number(found, "month")
        : MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
  }

  private List<LocalDate> days(Matcher found) {
    int year = number(found, "year");
    if (group(found, "one") == null) {
      return List.of(LocalDate.of(year, month(found), number(found, "day")));
    }
    int one = number(found, "one");
    int two = number(found, "two");
    List<LocalDate> days = new ArrayList<>();
    if (two <= MONTHS_OF_A_YEAR) {
      days.add(LocalDate.of(year, two, one));
    }
    if (one <= MONTHS_OF_A_YEAR && one != two) {
      days.add(LocalDate.of(year, one, two));
    }
    return days;
  }

  private @Nullable LocalTime time(Matcher found) {
    int hour = number(found, "hour");
    String half = group(found, "half");
    if (group(found, "hour") == null || (half != null && (hour < 1 || hour > NOON))) {
      return null;
    }
    if (half != null) {
      hour = hour % NOON + (half.equalsIgnoreCase("p") ? NOON : 0);
    }
    return LocalTime.of(hour, number(found, "minute"), number(found, "second"));
  }

  private @Nullable String zone(String line, Matcher found) {
    if (groups.contains("within")) {
      String within = group(found, "within");
      return within == null ? null : ZoneBehind.find(within, 0);
    }
    return mayBeSpan(line, found) ? null : ZoneBehind.find(line, found.end());
  }

  /** Whether what looks like an offset may be the end of a span of time: 10:00-11:00. */
  private boolean mayBeSpan(String line, Matcher found) {
    boolean dash = found.end() < line.length() && "-\u2212".indexOf(line.charAt(found.end())) >= 0;
    return dash && group(found, "second") == null && found.group().indexOf('T') < 0;
  }
}
