package org.relaywitness.evidence.bulk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Answer.MatchedBy;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.InvalidQuestionException.Problem;
import org.relaywitness.lookup.Limit;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.Verdict;

/**
 * What a line gets: the essence of its answer, or what is wrong with it.
 *
 * @param answer {@code null} when the line was no question
 */
record BulkResult(
    long line, @Nullable String id, @Nullable Essence answer, List<Problem> problems) {

  /** What is kept of an answer: small, while an {@link Answer} names every record it rests on. */
  record Essence(
      Question question,
      Verdict verdict,
      boolean inForce,
      boolean provisional,
      boolean complete,
      int missingConsensuses,
      int missingExitLists,
      @Nullable Instant asOf,
      List<Relay> relays,
      List<Limit> limits) {
    static Essence of(Answer answer) {
      return new Essence(
          answer.question(),
          answer.verdict(),
          answer.inForce(),
          answer.provisional(),
          answer.coverage().complete(),
          answer.coverage().consensuses().missing().size(),
          answer.coverage().exitLists().missing().size(),
          answer.asOf(),
          answer.relays().stream().map(Relay::of).toList(),
          answer.limits());
    }
  }

  /** A relay that matched; {@code null}: unknown. */
  record Relay(
      Fingerprint fingerprint,
      String nickname,
      List<MatchedBy> matched,
      @Nullable Boolean exitFlag,
      @Nullable Boolean portAllowed) {
    static Relay of(RelayMatch relay) {
      return new Relay(
          relay.fingerprint(),
          relay.nickname(),
          relay.matched().stream().sorted().toList(),
          relay.exitFlag(),
          relay.portAllowed());
    }
  }
}
