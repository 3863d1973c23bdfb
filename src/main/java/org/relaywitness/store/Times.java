package org.relaywitness.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** Instants as the database and the run encoder take them: seconds since 1970, months in UTC. */
final class Times {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("9999-12-31T00:00:00Z");

  private Times() {}

  static OffsetDateTime bound(Instant instant) {
    // Instant.MIN and MAX stand for no bound; PostgreSQL has infinities for them.
    if (instant.equals(Instant.MIN)) {
      return OffsetDateTime.MIN;
    }
    return instant.equals(Instant.MAX) ? OffsetDateTime.MAX : instant.atOffset(ZoneOffset.UTC);
  }

  static OffsetDateTime bound(long seconds) {
    return seconds == RunList.OPEN
        ? OffsetDateTime.MAX
        : Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC);
  }

  /** As PostgreSQL reads it in an array, where the driver knows no infinity. */
  static String text(long seconds) {
    return seconds == RunList.OPEN ? "infinity" : Instant.ofEpochSecond(seconds).toString();
  }

  /**
   * Refuses times that are no times of documents, before they spoil a whole batch.
   *
   * @throws IllegalArgumentException for a time outside of the years 1 to 9999
   */
  static void requirePlain(Instant... times) {
    for (Instant time : times) {
      if (time.isBefore(FIRST) || !time.isBefore(END)) {
        throw new IllegalArgumentException(
            "the time " + time + " is outside of the years 1 to 9999");
      }
    }
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  /** Seconds since 1970; {@link RunList#OPEN} for infinity. */
  static long seconds(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time.equals(OffsetDateTime.MAX) ? RunList.OPEN : time.toEpochSecond();
  }

  static YearMonth month(long seconds) {
    return YearMonth.from(Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC));
  }

  static YearMonth month(Instant instant) {
    return YearMonth.from(instant.atOffset(ZoneOffset.UTC));
  }

  /** The month's first second. */
  static long start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }

  /** The next month's first second. */
  static long end(YearMonth month) {
    return start(month.plusMonths(1));
  }
}
