package org.relaywitness.evidence.bulk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.bulk.BulkLine.Written;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.InvalidQuestionException.Problem;
import org.relaywitness.lookup.QuestionParser;

/**
 * Makes a question of the fields of a line. Times may also be seconds since 1970, as logs have
 * them, or in the form of access logs; a day and a time of day in two columns are one instant.
 */
final class LineReading {
  /** The longest id that is given back. */
  static final int LONGEST_ID = 200;

  private static final Pattern EPOCH = Pattern.compile("[0-9]{9,10}(?:\\.[0-9]{1,9})?");
  private static final Pattern EPOCH_MILLIS = Pattern.compile("[0-9]{12,19}");
  private static final Pattern ACCESS_LOG_TIME =
      Pattern.compile(
          "\\[?([0-9]{2})/([A-Za-z]{3})/([0-9]{4}):([0-9]{2}:[0-9]{2}:[0-9]{2})(?: ?([+-][0-9]{4}))?\\]?");
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final Pattern DAY = Pattern.compile("[0-9]+-[0-9]+-[0-9]+");
  private static final Pattern TIME_OF_DAY =
      Pattern.compile("[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?");
  private static final Pattern LOCAL_TIME =
      Pattern.compile("[0-9-]+(?:[Tt]| +)[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?");

  private final QuestionParser parser;
  private final BulkDefaults defaults;

  LineReading(QuestionParser parser, BulkDefaults defaults) {
    this.parser = parser;
    this.defaults = defaults;
  }

  /**
   * The line.
   *
   * @param fields blank ones count as absent
   * @param problems what reading the fields found already
   */
  BulkLine line(long number, Map<Field, String> fields, List<Problem> problems) {
    List<Problem> found = new ArrayList<>(problems);
    String id = fields.get(Field.ID);
    if (id != null && id.length() > LONGEST_ID) {
      found.add(new Problem("id", "too_long", "an id of more than " + LONGEST_ID + " characters"));
      id = null;
    }
    Times times = times(present(fields, Field.AT), present(fields, Field.DATE));
    String zone = present(fields, Field.ZONE);
    if (times.at != null) {
      zone = times.utc ? null : zoneOf(times.at, zone);
    } else if (zone == null) {
      zone = defaults.zone();
    }
    Written written = written(fields);
    String tolerance = present(fields, Field.TOLERANCE);
    String port = present(fields, Field.PORT);
    if (times.milliseconds) {
      found.add(
          new Problem(
              "at",
              "malformed",
              "a number too large for seconds since 1970; expected seconds, not milliseconds"));
    }
    try {
      return new BulkLine(
          number,
          id,
          found.isEmpty()
              ? parser.parse(
                  present(fields, Field.ADDRESS),
                  times.at,
                  times.date,
                  zone,
                  tolerance == null && times.at != null ? defaults.tolerance() : tolerance,
                  port == null ? defaults.port() : port)
              : null,
          found,
          written);
    } catch (InvalidQuestionException e) {
      return new BulkLine(number, id, null, e.problems(), written);
    }
  }

  private static Written written(Map<Field, String> fields) {
    List<String> times = new ArrayList<>();
    for (Field field : new Field[] {Field.DATE, Field.AT, Field.ZONE}) {
      String text = present(fields, field);
      if (text != null) {
        times.add(text);
      }
    }
    return new Written(
        present(fields, Field.ADDRESS), times.isEmpty() ? null : String.join(" ", times));
  }

  /**
   * The two ways to ask for a time, of which one should be there.
   *
   * @param utc whether the zone is settled: seconds since 1970 need none
   */
  private record Times(
      @Nullable String at, @Nullable String date, boolean utc, boolean milliseconds) {}

  private static Times times(@Nullable String at, @Nullable String date) {
    if (date != null && !DAY.matcher(date).matches()) {
      // A column named "date" often holds the whole time.
      return at == null ? times(date, null) : new Times(at, date, false, false);
    }
    if (at == null) {
      return new Times(null, date, false, false);
    }
    if (date != null && TIME_OF_DAY.matcher(at).matches()) {
      return new Times(date + "T" + at, null, false, false);
    }
    if (EPOCH.matcher(at).matches()) {
      int point = at.indexOf('.');
      long seconds = Long.parseLong(point < 0 ? at : at.substring(0, point));
      return new Times(Instant.ofEpochSecond(seconds).toString(), date, true, false);
    }
    if (EPOCH_MILLIS.matcher(at).matches()) {
      return new Times(at, date, false, true);
    }
    Matcher log = ACCESS_LOG_TIME.matcher(at);
    return new Times(log.matches() ? ofLog(log) : at, date, false, false);
  }

  private static String ofLog(Matcher log) {
    int month = MONTHS.indexOf(log.group(2).toLowerCase(Locale.ROOT)) + 1;
    String offset = log.group(5);
    return log.group(3)
        + String.format(Locale.ROOT, "-%02d-", month)
        + log.group(1)
        + "T"
        + log.group(4)
        + (offset == null ? "" : offset);
  }

  /** The default is for times that say nothing of their zone themselves. */
  private @Nullable String zoneOf(String at, @Nullable String zone) {
    return zone == null && LOCAL_TIME.matcher(at).matches() ? defaults.zone() : zone;
  }

  private static @Nullable String present(Map<Field, String> fields, Field field) {
    String text = fields.get(field);
    if (text == null) {
      return null;
    }
    String stripped = text.strip();
    return stripped.isEmpty() ? null : stripped;
  }
}
