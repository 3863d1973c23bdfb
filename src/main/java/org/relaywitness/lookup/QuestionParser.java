package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.InvalidQuestionException.Problem;

/**
 * Makes a {@link Question} of what people and programs typed, or says everything that is wrong with
 * it. The only place where local times become instants. A parameter of blanks counts as absent.
 */
public final class QuestionParser {
  /** The port's name in the API. */
  public static final String PORT = "port";

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private final Clock clock;

  /**
   * A parser.
   *
   * @param clock tells what the future is
   */
  public QuestionParser(Clock clock) {
    this.clock = clock;
  }

  /**
   * The question.
   *
   * @param address as {@link AddressParser} reads it
   * @param at an instant with offset, or a local time when {@code zone} is given; exactly one of
   *     {@code at} and {@code date} is needed
   * @param date a calendar day, in UTC when {@code zone} is absent
   * @param zone an IANA name or an offset
   * @param tolerance ISO 8601 or {@code 5m}, 0 to 24 h, only with {@code at}
   * @param port 1 to 65535
   * @throws InvalidQuestionException with every problem found
   */
  public Question parse(
      @Nullable String address,
      @Nullable String at,
      @Nullable String date,
      @Nullable String zone,
      @Nullable String tolerance,
      @Nullable String port)
      throws InvalidQuestionException {
    return new Reading().question(address, at, date, zone, tolerance, port);
  }

  /**
   * The zone that the text spells, by its name in the IANA database or as an offset; {@code null}
   * when it spells none, or may stand for several.
   */
  public static @Nullable ZoneId findZone(String text) {
    try {
      return ZoneParser.parse(text);
    } catch (InvalidQuestionException e) {
      return null;
    }
  }

  private interface Part<T> {
    T read() throws InvalidQuestionException;
  }

  /** One reading: goes on after a problem, so that all are found. */
  private final class Reading {
    private final List<Problem> problems = new ArrayList<>();

    Question question(
        @Nullable String addressText,
        @Nullable String atText,
        @Nullable String dateText,
        @Nullable String zoneText,
        @Nullable String toleranceText,
        @Nullable String portText)
        throws InvalidQuestionException {
      String at = present(atText);
      String date = present(dateText);
      String zoneName = present(zoneText);
      InetAddress address = tried(() -> AddressParser.parse(addressText));
      int before = problems.size();
      ZoneId zone = zoneName == null ? null : tried(() -> ZoneParser.parse(zoneName));
      boolean zoneFailed = problems.size() > before;
      TimeParser.Asked instant = null;
      LocalDate day = null;
      if (at == null && date == null) {
        add(TimeParser.AT, "missing", "no time; expected an instant (at) or a day (date)");
      } else if (at != null && date != null) {
        add(TimeParser.DATE, "conflict", "both an instant (at) and a day (date); expected one");
      } else if (at != null) {
        // With a zone that cannot be read, a time with its own offset can still be checked.
        instant =
            tried(
                () -> TimeParser.parseInstant(at, zoneFailed ? ZoneOffset.UTC : zone), zoneFailed);
      } else if (date != null) {
        day = tried(() -> TimeParser.parseDay(date));
      }
      Duration tolerance = tolerance(present(toleranceText), date != null && at == null);
      Integer port = port(present(portText));
      Question question = null;
      if (instant != null) {
        question = ofInstant(address, instant, tolerance, port);
      } else if (day != null && !zoneFailed) {
        question = ofDay(address, day, zone == null ? ZoneOffset.UTC : zone, port);
      }
      if (question == null || !problems.isEmpty()) {
        throw new InvalidQuestionException(problems);
      }
      return question;
    }

    private @Nullable Question ofInstant(
        @Nullable InetAddress address,
        TimeParser.Asked asked,
        @Nullable Duration tolerance,
        @Nullable Integer port) {
      Instant now = clock.instant();
      if (asked.instant().isAfter(now)) {
        add(TimeParser.AT, "future", "this time has not come yet; expected a time up to now");
      }
      return address == null || tolerance == null
          ? null
          : Question.ofInstant(address, asked.instant(), asked.zone(), tolerance, port);
    }

    private @Nullable Question ofDay(
        @Nullable InetAddress address, LocalDate day, ZoneId zone, @Nullable Integer port) {
      if (tried(() -> checked(day, zone)) == null) {
        return null;
      }
      if (day.atStartOfDay(zone).toInstant().isAfter(clock.instant())) {
        add(
            TimeParser.DATE,
            "future",
            "this day has not begun yet in " + zone + "; expected a day up to today");
      }
      return address == null ? null : Question.ofDate(address, day, zone, port);
    }

    private LocalDate checked(LocalDate day, ZoneId zone) throws InvalidQuestionException {
      TimeParser.checkDay(day, zone);
      return day;
    }

    private @Nullable Duration tolerance(@Nullable String text, boolean forDay) {
      Duration tolerance = text == null ? Duration.ZERO : tried(() -> ToleranceParser.parse(text));
      if (forDay && tolerance != null && !tolerance.isZero()) {
        add(
            ToleranceParser.PARAMETER,
            "conflict",
            "a tolerance belongs to an instant (at); a day (date) is asked as a whole");
      }
      return tolerance;
    }

    private @Nullable Integer port(@Nullable String text) {
      if (text == null) {
        return null;
      }
      if (!DIGITS.matcher(text).matches()) {
        add(PORT, "malformed", "not a port; expected a number from 1 to 65535");
        return null;
      }
      String digits = text.replaceFirst("^0+(?=[0-9])", "");
      if (digits.length() > 5
          || Integer.parseInt(digits) < 1
          || Integer.parseInt(digits) > 65_535) {
        add(PORT, "out_of_range", "no such port; expected a number from 1 to 65535");
        return null;
      }
      return Integer.valueOf(digits);
    }

    private <T> @Nullable T tried(Part<T> part) {
      return tried(part, false);
    }

    private <T> @Nullable T tried(Part<T> part, boolean alreadyReported) {
      try {
        T read = part.read();
        return alreadyReported ? null : read;
      } catch (InvalidQuestionException e) {
        for (Problem problem : e.problems()) {
          // What follows from a zone that was refused already is no second problem.
          if (!alreadyReported || problem.parameter().equals(TimeParser.AT)) {
            problems.add(problem);
          }
        }
        return null;
      }
    }

    private void add(String parameter, String code, String detail) {
      problems.add(new Problem(parameter, code, detail));
    }
  }

  private static @Nullable String present(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String stripped = AddressParser.stripped(text);
    return stripped.isEmpty() ? null : stripped;
  }
}
