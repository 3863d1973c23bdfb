package org.relaywitness.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When this process should be sent questions. Old records alone are no reason by default: an answer
 * from them says what is missing, which is better than none.
 *
 * @param oldestConsensus how old the newest consensus may be; {@code null}: any age
 * @param longestDelay how far behind a replica may be; {@code null}: any delay
 */
public record Readiness(@Nullable Duration oldestConsensus, @Nullable Duration longestDelay) {
  /** The records must be readable, and no more. */
  public static final Readiness REACHABLE = new Readiness(null, null);

  /** Why none should be sent, as codes; empty: it is ready. */
  public List<String> problems(RecordsState.State state, Instant now) {
    List<String> problems = new ArrayList<>();
    if (!state.reachable()) {
      problems.add("database_unreachable");
      return problems;
    }
    if (oldestConsensus != null
        && state.consensusAge(now).map(age -> age.compareTo(oldestConsensus) > 0).orElse(true)) {
      problems.add("consensus_too_old");
    }
    // A delay that nobody knows may be any.
    if (longestDelay != null
        && state.replica()
        && state.delay().map(delay -> delay.compareTo(longestDelay) > 0).orElse(true)) {
      problems.add("replica_too_far_behind");
    }
    return problems;
  }
}
