package org.relaywitness.store;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One valid-after of one flavour, with the consensuses that compete to answer for it. */
final class Hour {

  /**
   * Names an hour.
   *
   * @param validAfter in seconds since 1970
   */
  record Key(boolean microdesc, long validAfter) {}

  private final Key key;
  private final List<Candidate> candidates = new ArrayList<>();

  Hour(Key key) {
    this.key = key;
  }

  Key key() {
    return key;
  }

  List<Candidate> candidates() {
    return candidates;
  }

  @Nullable Candidate find(String signedDigest) {
    for (Candidate candidate : candidates) {
      if (candidate.signedDigest.equals(signedDigest)) {
        return candidate;
      }
    }
    return null;
  }

  /** The one that answered before the change. */
  @Nullable Candidate answeredBefore() {
    for (Candidate candidate : candidates) {
      if (candidate.answered) {
        return candidate;
      }
    }
    return null;
  }

  /** The one that answers from now on; none with a bad signature ever does. */
  @Nullable Candidate answersNow() {
    return candidates.stream()
        .filter(candidate -> !candidate.removed && candidate.status.counts())
        .min(Candidate.PREFERENCE)
        .orElse(null);
  }
}
