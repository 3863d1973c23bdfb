package org.relaywitness.web;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.RelayHistory.Extent;

/** The interval of a history: [from, to), no longer than a reply can bear. */
record HistoryInterval(Instant from, Instant to) {
  private static final Duration LONGEST = Duration.ofDays(366);
  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);

  /**
   * The interval that was asked for; an end that was not is that of the records held, in full
   * hours.
   *
   * @throws InvalidQuestionException when it ends before it starts, or is longer than 366 days
   */
  static HistoryInterval of(Extent extent, @Nullable Instant from, @Nullable Instant to)
      throws InvalidQuestionException {
    HistoryInterval held = held(extent);
    HistoryInterval interval =
        new HistoryInterval(from == null ? held.from : from, to == null ? held.to : to);
    boolean given = from != null && to != null;
    if (!interval.from.isBefore(interval.to)) {
      throw new InvalidQuestionException(
          to == null ? "from" : "to",
          "out_of_range",
          TEXTS.text(given ? "error.parameter.interval" : "error.parameter.interval_held"));
    }
    if (Duration.between(interval.from, interval.to).compareTo(LONGEST) > 0) {
      throw new InvalidQuestionException(
          from == null ? "from" : "to",
          "out_of_range",
          TEXTS.text("error.parameter.interval_long"));
    }
    return interval;
  }

  /** From the first to behind the last record held, in full hours; empty when none is. */
  static HistoryInterval held(Extent extent) {
    Instant first =
        Stream.of(extent.firstConsensus(), extent.firstExitList())
            .filter(Objects::nonNull)
            .min(Instant::compareTo)
            .orElse(Instant.EPOCH)
            .truncatedTo(ChronoUnit.HOURS);
    Instant behindLast =
        Stream.of(extent.lastConsensus(), extent.lastExitList())
            .filter(Objects::nonNull)
            .max(Instant::compareTo)
            .map(last -> last.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1)))
            .orElse(Instant.EPOCH);
    return new HistoryInterval(first, behindLast);
  }
}
