package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** A question as {@code /query.json} takes it: an address and a UTC date. */
public record OriginalQuestion(InetAddress address, LocalDate date) {

  /** A question that the original refused (with status 400), in the words its clients know. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * The question.
   *
   * @param ip in every spelling that {@link AddressParser} reads
   * @param timestamp {@code YYYY-MM-DD}
   * @param clock tells which days are too recent: yesterday in UTC, and everything later
   */
  public static OriginalQuestion parse(@Nullable String ip, @Nullable String timestamp, Clock clock)
      throws RefusedException {
    if (ip == null) {
      throw new RefusedException("Missing ip parameter.");
    }
    InetAddress address = AddressParser.find(ip);
    if (address == null) {
      throw new RefusedException("Invalid ip parameter.");
    }
    if (timestamp == null) {
      throw new RefusedException("Missing timestamp parameter.");
    }
    LocalDate date;
    try {
      date = TimeParser.parseDay(timestamp);
    } catch (InvalidQuestionException e) {
      throw new RefusedException("Invalid timestamp parameter.");
    }
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    if (!date.isBefore(today.minusDays(1))) {
      throw new RefusedException("Timestamp too recent.");
    }
    return new OriginalQuestion(address, date);
  }

  /** Start of the day before the date: consensuses from here on count. */
  Instant consensusesFrom() {
    return date.minusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  /** End of the day after the date: consensuses before this instant count. */
  Instant consensusesTo() {
    return date.plusDays(2).atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
