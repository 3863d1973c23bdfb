package org.relaywitness.dns;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.lookup.RelayHistory.Snapshot;
import org.relaywitness.lookup.Verdict;

/**
 * What the records say to one name: yes, no, or neither.
 *
 * @param words the verdict and what it means, for TXT and for extended errors
 * @param seconds how long the finding may be kept
 * @param verdict of the answer; {@code null}: there was no question to answer
 */
record Finding(Outcome outcome, String words, int seconds, @Nullable Verdict verdict) {
  /** What DNS can say. */
  enum Outcome {
    YES,
    NO,
    UNKNOWN
  }

  /** How long what may still change is kept: also the zone's time for negative answers. */
  static final int SHORT = 300;

  private static final int LONG = 3600;

  private static Finding unknown(String words) {
    return new Finding(Outcome.UNKNOWN, words, SHORT, null);
  }

  /**
   * The finding on an address.
   *
   * @param at {@code null}: now, that is at the newest consensus held, while it is in force
   */
  static Finding of(InetAddress address, @Nullable Instant at, RelayHistory history, Clock clock) {
    Instant now = clock.instant();
    if (at != null && at.isAfter(now)) {
      return unknown("a time in the future");
    }
    return history.read(
        snapshot -> {
          Instant asked = at == null ? newestInForce(snapshot, now) : at;
          if (asked == null) {
            return unknown("inconclusive: no consensus that is held is in force now");
          }
          Question question =
              Question.ofInstant(address, asked, ZoneOffset.UTC, Duration.ZERO, null);
          return of(Lookup.answer(question, snapshot, now), at == null);
        });
  }

  private static @Nullable Instant newestInForce(Snapshot snapshot, Instant now) {
    Instant newest = snapshot.extent().lastConsensus();
    if (newest == null || newest.isAfter(now)) {
      return null;
    }
    for (HeldConsensus held : snapshot.consensuses(newest, newest.plusSeconds(1))) {
      if (held.answers() && held.verification().counts() && held.validUntil().isAfter(now)) {
        return newest;
      }
    }
    return null;
  }

  private static Finding of(Answer answer, boolean isNow) {
    int seconds = isNow || answer.provisional() ? SHORT : LONG;
    boolean settled =
        answer.coverage().complete() && answer.coverage().consensuses().pending().isEmpty();
    Outcome outcome =
        switch (answer.verdict()) {
          case EXIT_OBSERVED, EXIT_POSSIBLE -> Outcome.YES;
          case RELAY_EXIT_UNKNOWN, INCONCLUSIVE -> Outcome.UNKNOWN;
          // A record that is missing could be the one that says yes.
          case RELAY_NO_EXIT, NEAR_IN_TIME, NOT_LISTED -> settled ? Outcome.NO : Outcome.UNKNOWN;
        };
    return new Finding(outcome, words(answer, settled), seconds, answer.verdict());
  }

  private static String words(Answer answer, boolean settled) {
    String meaning =
        switch (answer.verdict()) {
          case EXIT_OBSERVED -> "a scan saw Tor traffic leave from this address";
          case EXIT_POSSIBLE -> "a relay listed here allows traffic to leave";
          case RELAY_EXIT_UNKNOWN ->
              "a relay is listed here; whether it allowed exits is not known";
          case RELAY_NO_EXIT -> "a relay is listed here; it allows no traffic to leave";
          case NEAR_IN_TIME -> "not at this time, but within days of it: check clock and zone";
          case NOT_LISTED -> "no relay is listed here";
          case INCONCLUSIVE -> "records of this time are missing";
        };
    return answer.verdict().code()
        + ": "
        + meaning
        + " at "
        + answer.question().from()
        + (settled ? "" : "; records are missing, so this is not a no")
        + (answer.provisional() ? "; provisional" : "");
  }
}
