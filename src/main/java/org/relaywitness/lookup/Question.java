package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A question as it was understood: an address, and the half-open interval [from, to) asked about.
 * Made from text by {@link QuestionParser}.
 *
 * @param at the instant asked; {@code null} when a calendar day was asked
 * @param date the day asked; {@code null} when an instant was asked
 * @param zone the zone or offset in which the asker's time was written; UTC by default for a day
 * @param tolerance the asker's clock error either side, zero to 24 h; zero for a day
 * @param port the destination port that the complaint names, 1 to 65535
 * @param from start of the interval, inclusive
 * @param to end of the interval, exclusive
 */
public record Question(
    InetAddress address,
    @Nullable Instant at,
    @Nullable LocalDate date,
    ZoneId zone,
    Duration tolerance,
    @Nullable Integer port,
    Instant from,
    Instant to) {

  /** The greatest tolerance that can be asked for. */
  public static final Duration MAX_TOLERANCE = Duration.ofDays(1);

  public Question {
    if ((at == null) == (date == null)) {
      throw new IllegalArgumentException("a question has either an instant or a day");
    }
    if (tolerance.isNegative() || tolerance.compareTo(MAX_TOLERANCE) > 0) {
      throw new IllegalArgumentException("a tolerance is 0 to 24 h");
    }
    if (port != null && (port < 1 || port > 65535)) {
      throw new IllegalArgumentException("a port is 1 to 65535");
    }
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException("an interval ends after it starts");
    }
  }

  /** A question about one instant: [at - tolerance, at + tolerance + 1 s). */
  public static Question ofInstant(
      InetAddress address, Instant at, ZoneId zone, Duration tolerance, @Nullable Integer port) {
    return new Question(
        address,
        at,
        null,
        zone,
        tolerance,
        port,
        at.minus(tolerance),
        at.plus(tolerance).plusSeconds(1));
  }

  /** A question about a whole calendar day in a zone. */
  public static Question ofDate(
      InetAddress address, LocalDate date, ZoneId zone, @Nullable Integer port) {
    return new Question(
        address,
        null,
        date,
        zone,
        Duration.ZERO,
        port,
        date.atStartOfDay(zone).toInstant(),
        date.plusDays(1).atStartOfDay(zone).toInstant());
  }
}
