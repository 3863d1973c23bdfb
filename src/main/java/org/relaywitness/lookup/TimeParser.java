package org.relaywitness.lookup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.InvalidQuestionException.Problem;

/**
 * Reads an instant or a calendar day, and converts it once.
 *
 * <p>An instant is {@code YYYY-MM-DD}, then {@code T} or a blank, then {@code HH:MM} with optional
 * seconds, then an offset ({@code Z}, {@code +01:00}, {@code +0100}, {@code UTC}) unless the zone
 * is given apart. A fraction of a second is cut off: the question covers the whole second that the
 * instant names.
 */
final class TimeParser {
  static final String AT = "at";
  static final String DATE = "date";

  private static final Pattern TIME =
      Pattern.compile(
          "([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[Tt]| +)([0-9]{2}):([0-9]{2})"
              + "(?::([0-9]{2})(?:[.,][0-9]{1,9})?)? *(.*)");
  private static final Pattern DAY = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
  private static final Pattern LOST_PLUS = Pattern.compile("[0-9]{2}:?[0-9]{2}");
  private static final String EXPECTED_TIME =
      "expected YYYY-MM-DDTHH:MM:SS with an offset, such as 2024-03-05T14:07:00+01:00 or"
          + " 2024-03-05T13:07:00Z, or without one and a zone";
  private static final String EXPECTED_DAY = "expected a day as YYYY-MM-DD, such as 2024-03-05";
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  private TimeParser() {}

  /**
   * An instant, and the zone or offset in which it was written.
   *
   * @param zone the zone given apart; otherwise the offset given with the time
   */
  record Asked(Instant instant, ZoneId zone) {}

  static Asked parseInstant(String text, @Nullable ZoneId zone) throws InvalidQuestionException {
    String stripped = AddressParser.stripped(text);
    Matcher matcher = TIME.matcher(stripped);
    if (!matcher.matches()) {
      if (DAY.matcher(stripped).matches()) {
        throw new InvalidQuestionException(
            AT,
            "malformed",
            "a day without a time of day; " + EXPECTED_TIME + "; ask for a whole day with date");
      }
      throw new InvalidQuestionException(AT, "malformed", "not a time; " + EXPECTED_TIME);
    }
    LocalDate day = day(AT, matcher);
    LocalTime time = time(matcher);
    String suffix = matcher.group(7);
    LocalDateTime local = LocalDateTime.of(day, time);
    if (suffix.isEmpty()) {
      return new Asked(ofLocal(local, zone), zone == null ? ZoneOffset.UTC : zone);
    }
    ZoneOffset offset = ZoneParser.findOffset(suffix);
    if (offset == null) {
      String hint =
          LOST_PLUS.matcher(suffix).matches()
              ? "an offset without its sign: in a URL \"+\" is written %2B; "
              : "what follows the time is no offset; ";
      throw new InvalidQuestionException(AT, "malformed", hint + EXPECTED_TIME);
    }
    Instant instant = local.toInstant(offset);
    if (zone != null) {
      ZoneOffset then = zone.getRules().getOffset(instant);
      if (!then.equals(offset)) {
        throw new InvalidQuestionException(
            ZoneParser.PARAMETER,
            "disagrees",
            "the time is written with offset "
                + offset
                + ", but in "
                + zone
                + " the offset was "
                + then
                + " then; give one of the two, or make them agree",
            Map.of("offset", offset.getId(), "zone", zone.getId(), "then", then.getId()));
      }
    }
    return new Asked(instant, zone == null ? offset : zone);
  }

  private static Instant ofLocal(LocalDateTime local, @Nullable ZoneId zone)
      throws InvalidQuestionException {
    if (zone == null) {
      throw new InvalidQuestionException(
          AT,
          "zone_missing",
          "neither an offset nor a zone, so the time is not one instant; " + EXPECTED_TIME);
    }
    ZoneRules rules = zone.getRules();
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    if (offsets.size() == 1) {
      return local.toInstant(offsets.get(0));
    }
    ZoneOffsetTransition transition = rules.getTransition(local);
    if (offsets.isEmpty()) {
      String before =
          written(transition.getDateTimeBefore().minusSeconds(1), transition.getOffsetBefore());
      String after = written(transition.getDateTimeAfter(), transition.getOffsetAfter());
      throw new InvalidQuestionException(
          List.of(
              new Problem(
                  AT,
                  "gap",
                  "this local time did not exist in "
                      + zone
                      + ": clocks went from "
                      + before
                      + " to "
                      + after,
                  List.of(before, after),
                  Map.of("zone", zone.getId(), "before", before, "after", after))));
    }
    String first = written(local, transition.getOffsetBefore());
    String second = written(local, transition.getOffsetAfter());
    throw new InvalidQuestionException(
        List.of(
            new Problem(
                AT,
                "overlap",
                "this local time came twice in "
                    + zone
                    + ": choose "
                    + first
                    + " (first) or "
                    + second
                    + " (second)",
                List.of(first, second),
                Map.of("zone", zone.getId(), "first", first, "second", second))));
  }

  private static String written(LocalDateTime local, ZoneOffset offset) {
    return LOCAL.format(local) + offset;
  }

  static LocalDate parseDay(String text) throws InvalidQuestionException {
    Matcher matcher = DAY.matcher(AddressParser.stripped(text));
    if (!matcher.matches()) {
      throw new InvalidQuestionException(DATE, "malformed", "not a day; " + EXPECTED_DAY);
    }
    return day(DATE, matcher);
  }

  /** Refuses a day that the zone's calendar left out when it crossed the date line. */
  static void checkDay(LocalDate day, ZoneId zone) throws InvalidQuestionException {
    if (!day.atStartOfDay(zone).toLocalDate().equals(day)) {
      LocalDate before = day.minusDays(1);
      LocalDate after = day.plusDays(1);
      throw new InvalidQuestionException(
          List.of(
              new Problem(
                  DATE,
                  "gap",
                  "the day "
                      + day
                      + " did not exist in "
                      + zone
                      + ": its calendar went from "
                      + before
                      + " to "
                      + after,
                  List.of(before.toString(), after.toString()),
                  Map.of(
                      "day", day.toString(),
                      "zone", zone.getId(),
                      "before", before.toString(),
                      "after", after.toString()))));
    }
  }

  private static LocalDate day(String parameter, Matcher matcher) throws InvalidQuestionException {
    int year = Integer.parseInt(matcher.group(1));
    int month = Integer.parseInt(matcher.group(2));
    int day = Integer.parseInt(matcher.group(3));
    if (month < 1 || month > 12) {
      throw new InvalidQuestionException(
          parameter, "out_of_range", "there is no month " + month + "; " + EXPECTED_DAY);
    }
    int days = YearMonth.of(year, month).lengthOfMonth();
    if (day < 1 || day > days) {
      throw new InvalidQuestionException(
          parameter,
          "out_of_range",
          "there is no day " + day + " in that month; expected a day from 1 to " + days);
    }
    return LocalDate.of(year, month, day);
  }

  private static LocalTime time(Matcher matcher) throws InvalidQuestionException {
    String seconds = matcher.group(6);
    try {
      return LocalTime.of(
          Integer.parseInt(matcher.group(4)),
          Integer.parseInt(matcher.group(5)),
          seconds == null ? 0 : Integer.parseInt(seconds));
    } catch (DateTimeException e) {
      throw new InvalidQuestionException(
          AT,
          "out_of_range",
          "no such time of day; expected hours 00 to 23, minutes and seconds 00 to 59");
    }
  }
}
