package org.relaywitness.evidence.logline;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.MonthDay;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A time as a log names it.
 *
 * @param days the day; two where the order of day and month is not certain; none where the line
 *     names no year
 * @param yearless month and day without a year; {@code null} where {@code days} names it
 * @param time of the day, the fraction of a second cut off; {@code null} where only a day is named
 * @param zone as the line names it: an offset such as {@code +01:00}, {@code UTC}, an IANA name, or
 *     an abbreviation that may stand for several; {@code null}: the line does not say
 * @param count what a plain number was read as; {@code null} where the time is written out
 */
public record LoggedTime(
    List<LocalDate> days,
    @Nullable MonthDay yearless,
    @Nullable LocalTime time,
    @Nullable String zone,
    @Nullable Count count) {

  /** What a number since the start of 1970 counts. */
  public enum Count {
    SECONDS(1),
    MILLISECONDS(1_000),
    MICROSECONDS(1_000_000),
    NANOSECONDS(1_000_000_000);

    private final long aSecond;

    Count(long aSecond) {
      this.aSecond = aSecond;
    }

    /** How many of them are a second. */
    long aSecond() {
      return aSecond;
    }
  }

  public LoggedTime {
    days = List.copyOf(days);
    if (days.isEmpty() == (yearless == null) || days.size() > 2) {
      throw new IllegalArgumentException("a time has a day, or two readings of it, or no year");
    }
  }

  /** Whether the day is certain. */
  public boolean certainDay() {
    return days.size() == 1;
  }
}
