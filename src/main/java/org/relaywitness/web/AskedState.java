package org.relaywitness.web;

import java.time.Instant;
import java.util.List;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.RelayHistory.Snapshot;
import org.relaywitness.lookup.Verdict;

/** One state of the records, of which questions are asked at one time. */
final class AskedState {
  private final Snapshot snapshot;
  private final Instant now;
  private final List<Verdict> given;

  /**
   * This state.
   *
   * @param given takes the verdict of each answer
   */
  AskedState(Snapshot snapshot, Instant now, List<Verdict> given) {
    this.snapshot = snapshot;
    this.now = now;
    this.given = given;
  }

  Snapshot snapshot() {
    return snapshot;
  }

  Instant now() {
    return now;
  }

  /** The answer by itself, as it is kept and printed. */
  Answer plainAnswer(Question question) {
    Answer answer = Lookup.answer(question, snapshot, now);
    given.add(answer.verdict());
    return answer;
  }

  /** The answer, with what is known of the copy of the records that it was read from. */
  Answer answer(Question question) {
    return plainAnswer(question).by(snapshot.replica().orElse(null));
  }
}
