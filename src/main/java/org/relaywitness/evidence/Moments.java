package org.relaywitness.evidence;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.Map;

/** Times in words: the month by its name, and always with the zone they are in. */
public final class Moments {
  private final Texts texts;
  private final ZoneId zone;

  Moments(Texts texts, ZoneId zone) {
    this.texts = texts;
    this.zone = zone;
  }

  /** The identifier of a zone; {@code UTC} for every spelling of it. */
  public static String zoneId(ZoneId zone) {
    return isUtc(zone) ? "UTC" : zone.getId();
  }

  /** Whether this zone is UTC at all times. */
  static boolean isUtc(ZoneId zone) {
    return zone.getRules().isFixedOffset()
        && zone.getRules().getOffset(Instant.EPOCH).equals(ZoneOffset.UTC);
  }

  /**
   * The time in the asker's zone and in UTC: {@code 5 March 2024, 14:07:00 (Europe/Berlin,
   * UTC+01:00) = 5 March 2024, 13:07:00 UTC}; once only when the zone is UTC.
   */
  public String both(Instant time) {
    return isUtc(zone)
        ? utc(time)
        : texts.text("time.both", Map.of("local", local(time), "utc", utc(time)));
  }

  /** The time in the asker's zone, which is named with its offset. */
  public String local(Instant time) {
    return local("time.pattern.second", time);
  }

  /** As {@link #local}, with the day of the week: {@code Tuesday, 5 March 2024, 14:07:00 (...)}. */
  public String weekdayLocal(Instant time) {
    return local("time.pattern.weekday.second", time);
  }

  private String local(String patternKey, Instant time) {
    if (isUtc(zone)) {
      return utc(patternKey, time);
    }
    ZoneOffset offset = zone.getRules().getOffset(time);
    String shown = format(patternKey, time.atZone(zone));
    // For a bare offset the zone has no other name.
    String key = zone instanceof ZoneOffset ? "time.local.offset" : "time.local.zone";
    String offsetText = offset.equals(ZoneOffset.UTC) ? "UTC" : "UTC" + offset.getId();
    return texts.text(key, Map.of("time", shown, "zone", zone.getId(), "offset", offsetText));
  }

  /** {@code 2024-03-05T13:07:00Z} (ISO 8601), the same in every language. */
  public static String iso(Instant time) {
    return DateTimeFormatter.ISO_INSTANT.format(time.truncatedTo(ChronoUnit.SECONDS));
  }

  /** {@code 5 March 2024, 13:07:00 UTC}. */
  public String utc(Instant time) {
    return utc("time.pattern.second", time);
  }

  /** {@code Tuesday, 5 March 2024, 13:07:00 UTC}. */
  public String weekdayUtc(Instant time) {
    return utc("time.pattern.weekday.second", time);
  }

  private String utc(String patternKey, Instant time) {
    return texts.text("time.utc", Map.of("time", format(patternKey, time.atZone(ZoneOffset.UTC))));
  }

  /** {@code 5 March 2024, 13:07}, in UTC, for where the heading names the zone. */
  public String plainUtc(Instant time) {
    boolean wholeMinutes = time.truncatedTo(ChronoUnit.MINUTES).equals(time);
    return format(
        wholeMinutes ? "time.pattern.minute" : "time.pattern.second", time.atZone(ZoneOffset.UTC));
  }

  /** {@code 5 March 2024}. */
  public String day(LocalDate day) {
    return format("time.pattern.day", day);
  }

  /** {@code Tuesday, 5 March 2024}. */
  public String weekday(LocalDate day) {
    return format("time.pattern.weekday.day", day);
  }

  /** {@code 5 March}. */
  public String monthDay(MonthDay day) {
    return format("time.pattern.month_day", day);
  }

  /** {@code 13:07}, in UTC. */
  String hourUtc(Instant time) {
    return format("time.pattern.hour", time.atZone(ZoneOffset.UTC));
  }

  /** {@code 3 hours 25 minutes}; {@code less than a minute} below one; days are not used. */
  public String span(Duration duration) {
    long hours = duration.toHours();
    int minutes = duration.toMinutesPart();
    if (hours == 0 && minutes == 0) {
      return texts.text("span.less_than_a_minute");
    }
    if (hours == 0) {
      return texts.count("span.minutes", minutes);
    }
    if (minutes == 0) {
      return texts.count("span.hours", hours);
    }
    return texts.text(
        "span.both",
        Map.of(
            "hours", texts.count("span.hours", hours),
            "minutes", texts.count("span.minutes", minutes)));
  }

  private String format(String patternKey, TemporalAccessor time) {
    return DateTimeFormatter.ofPattern(texts.text(patternKey), texts.locale())
        .withChronology(IsoChronology.INSTANCE)
        .format(time);
  }
}
