package org.relaywitness.lookup;

import java.time.Instant;

/**
 * A period, [from, to).
 *
 * @param from {@link Instant#MIN}: unbounded
 * @param to {@link Instant#MAX}: unbounded
 */
public record Span(Instant from, Instant to) {
  /** All time. */
  public static final Span ALL = new Span(Instant.MIN, Instant.MAX);

  /** Whether all of [start, end) lies in it; an empty interval does. */
  public boolean contains(Instant start, Instant end) {
    return !start.isBefore(end) || (!start.isBefore(from) && !end.isAfter(to));
  }

  /** Whether the instant lies in it. */
  public boolean contains(Instant instant) {
    return !instant.isBefore(from) && instant.isBefore(to);
  }
}
