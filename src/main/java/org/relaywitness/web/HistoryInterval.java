package org.relaywitness.web;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.Extent;
import org.relaywitness.lookup.InvalidQuestionException;

/**
 * The interval of one page of a history: [from, to), no longer than a reply can bear.
 *
 * @param next where the next page begins; {@code null}: this is the last
 */
record HistoryInterval(Instant from, Instant to, @Nullable Instant next) {
  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);

  /**
   * The page at the cursor, or the first, of the interval that was asked for; an end that was not
   * is that of the records held, in full hours.
   *
   * @param page how long a page is at most
   * @throws InvalidQuestionException when the interval ends before it starts, or the cursor is none
   *     of it
   */
  static HistoryInterval of(Extent extent, Wanted wanted, Duration page)
      throws InvalidQuestionException {
    Instant from = wanted.from();
    Instant to = wanted.to();
    HistoryInterval held = held(extent);
    Instant start = from == null ? held.from : from;
    Instant end = to == null ? held.to : to;
    if (!start.isBefore(end)) {
      boolean given = from != null && to != null;
      throw new InvalidQuestionException(
          to == null ? "from" : "to",
          "out_of_range",
          TEXTS.text(given ? "error.parameter.interval" : "error.parameter.interval_held"));
    }
    Instant cursor = wanted.cursor();
    if (cursor != null && (cursor.isBefore(start) || !cursor.isBefore(end))) {
      throw new InvalidQuestionException(
          "cursor", "out_of_range", TEXTS.text("error.parameter.cursor"));
    }
    Instant pageStart = cursor == null ? start : cursor;
    Instant pageEnd = pageStart.plus(page);
    return pageEnd.isBefore(end)
        ? new HistoryInterval(pageStart, pageEnd, pageEnd)
        : new HistoryInterval(pageStart, end, null);
  }

  /**
   * What was asked for.
   *
   * @param from {@code null}: the first record held
   * @param to {@code null}: behind the last record held
   * @param cursor the next page's beginning, as the page before told it; {@code null}: the first
   *     page
   */
  record Wanted(@Nullable Instant from, @Nullable Instant to, @Nullable Instant cursor) {
    static Wanted of(Parameters sent) throws InvalidQuestionException {
      return new Wanted(
          ApiTime.optional(sent, "from"),
          ApiTime.optional(sent, "to"),
          ApiTime.optional(sent, "cursor"));
    }
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
    return new HistoryInterval(first, behindLast, null);
  }
}
