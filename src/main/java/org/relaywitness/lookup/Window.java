package org.relaywitness.lookup;

import java.time.Duration;
import java.time.Instant;
import org.relaywitness.lookup.Answer.When;

/**
 * Every instant that the rule derives from the interval asked about, [from, to). All bounds are
 * half-open; which side is in is decided here and nowhere else.
 */
record Window(Instant from, Instant to) {
  /** How long clients may go on with a consensus after its valid-until (dir-spec 5.1). */
  static final Duration STILL_USABLE = Duration.ofDays(1);

  /** How far a scan reaches, either way. */
  static final Duration SCAN_REACH = Duration.ofDays(1);

  /** How far before the interval a match is near in time. */
  static final Duration NEAR_BEFORE = Duration.ofDays(2);

  /** How far after the interval a match is near in time. */
  static final Duration NEAR_AFTER = Duration.ofDays(1);

  /**
   * Three hours in force and 24 more: consensuses of this long before the interval must be held.
   */
  static final Duration COVERED_BEFORE = Duration.ofHours(27);

  /** How far before the covered part a consensus is sought that makes the next one due. */
  static final Duration WALK_BACK = Duration.ofDays(2);

  /** How long after the interval records may still come due. */
  static final Duration FINAL_AFTER = Duration.ofHours(26);

  static Window of(Question question) {
    return new Window(question.from(), question.to());
  }

  /** From here on consensuses are read: the walk's start, and what was valid unusually long. */
  Instant readFrom() {
    return coveredAfter().minus(WALK_BACK);
  }

  Instant nearFrom() {
    return from.minus(NEAR_BEFORE);
  }

  Instant nearTo() {
    return to.plus(NEAR_AFTER);
  }

  /** Consensuses that became due after this instant must be held. */
  Instant coveredAfter() {
    return from.minus(COVERED_BEFORE);
  }

  Instant exitListsFrom() {
    return from.minus(SCAN_REACH);
  }

  Instant exitListsTo() {
    return to.plus(SCAN_REACH);
  }

  Instant finalFrom() {
    return to.plus(FINAL_AFTER);
  }

  /** valid-after &lt;= t &lt; valid-until for some t of the interval. */
  boolean inForce(HeldConsensus consensus) {
    return consensus.validAfter().isBefore(to) && consensus.validUntil().isAfter(from);
  }

  /** valid-after &lt;= t &lt; valid-until + 24 h for some t of the interval. */
  boolean usable(HeldConsensus consensus) {
    return consensus.validAfter().isBefore(to)
        && consensus.validUntil().plus(STILL_USABLE).isAfter(from);
  }

  When when(HeldConsensus consensus) {
    if (inForce(consensus)) {
      return When.IN_FORCE;
    }
    return usable(consensus) ? When.USABLE : When.NEAR;
  }

  /** Whether the consensus says anything at all for this interval. */
  boolean holds(HeldConsensus consensus) {
    return usable(consensus) || isNear(consensus.validAfter());
  }

  /** Whether an instant is in [from - 48 h, to + 24 h). */
  boolean isNear(Instant time) {
    return !time.isBefore(nearFrom()) && time.isBefore(nearTo());
  }

  /** from - 24 h &lt;= scan &lt; to + 24 h. */
  boolean reachedByScan(Instant scan) {
    return !scan.isBefore(from.minus(SCAN_REACH)) && scan.isBefore(to.plus(SCAN_REACH));
  }

  /** How far an instant lies outside the interval; zero inside. */
  Duration distance(Instant time) {
    if (time.isBefore(from)) {
      return Duration.between(time, from);
    }
    return time.isBefore(to) ? Duration.ZERO : Duration.between(to, time);
  }
}
