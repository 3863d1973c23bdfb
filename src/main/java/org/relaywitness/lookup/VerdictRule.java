package org.relaywitness.lookup;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The verdict of one listing, and the one over all matching relays. */
final class VerdictRule {
  private VerdictRule() {}

  /**
   * What an entry that lists the address says about exiting. Policy and flag are different sources:
   * the flag may say yes where the summary says no, and a missing summary never says no.
   */
  static Verdict ofEntry(Entry entry, @Nullable Integer port) {
    Boolean allowed = entry.portAllowed(port);
    boolean flagSettles = entry.way().exit() && (port == null || port == 80 || port == 443);
    if (flagSettles || Boolean.TRUE.equals(allowed)) {
      return Verdict.EXIT_POSSIBLE;
    }
    return allowed == null ? Verdict.RELAY_EXIT_UNKNOWN : Verdict.RELAY_NO_EXIT;
  }

  /**
   * The strongest over all relays; without any, whether the records are complete decides between no
   * and not knowing.
   */
  static Verdict of(Collection<Verdict> relays, Coverage coverage) {
    return relays.stream()
        .min(Verdict::compareTo)
        .orElse(coverage.complete() ? Verdict.NOT_LISTED : Verdict.INCONCLUSIVE);
  }
}
