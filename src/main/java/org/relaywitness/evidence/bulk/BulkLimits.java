package org.relaywitness.evidence.bulk;

import java.time.Duration;

/**
 * How much of one input is answered.
 *
 * @param lines at most so many
 * @param time for at most so long
 */
public record BulkLimits(long lines, Duration time) {
  /** For who asks over the network. */
  public static final BulkLimits SERVED = new BulkLimits(1_000_000, Duration.ofMinutes(15));

  /** For who asks on their own machine. */
  public static final BulkLimits NONE = new BulkLimits(Long.MAX_VALUE, Duration.ofDays(365));
}
