package org.relaywitness.lookup;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.RelayHistory.Extent;
import org.relaywitness.lookup.RelayHistory.HeldConsensus;
import org.relaywitness.lookup.RelayHistory.HeldExitList;
import org.relaywitness.lookup.RelayHistory.Snapshot;
import org.relaywitness.lookup.RelayHistory.Span;

/**
 * The part of an answer that does not depend on the address but for its family: which records are
 * held for a window, which of them answer, and what is missing.
 *
 * <p>It takes the window's bounds to compare them with times of records, and for nothing else; so
 * windows that no {@link WindowKeys key} tells apart have equal ones.
 */
final class WindowRecords {
  private final List<HeldConsensus> held;
  private final List<HeldExitList> lists;
  private final Timeline timeline;
  private final Coverage coverage;
  private final List<HeldConsensus> used;
  private final @Nullable Instant newest;
  private @Nullable Stretches stretches;

  private WindowRecords(
      Window window,
      boolean ipv6,
      List<HeldConsensus> held,
      List<HeldExitList> lists,
      Extent extent,
      Instant now,
      Span span) {
    this.held = List.copyOf(held);
    this.lists = List.copyOf(lists);
    Timeline read = Timeline.of(held);
    timeline = read.filter(window::holds);
    coverage = CoverageRule.of(window, ipv6, read, lists, now, extent, span);
    used = used(window);
    newest = CoverageRule.newest(extent);
  }

  static WindowRecords read(Window window, boolean ipv6, Snapshot snapshot, Instant now) {
    return new WindowRecords(
        window,
        ipv6,
        snapshot.consensuses(window.readFrom(), window.nearTo()),
        snapshot.exitLists(window.nearFrom(), window.finalFrom()),
        snapshot.extent(),
        now,
        snapshot.span());
  }

  private List<HeldConsensus> used(Window window) {
    return List.copyOf(
        held.stream()
            .filter(
                consensus ->
                    timeline.contains(consensus)
                        || (consensus.conflict() && window.holds(consensus)))
            .toList());
  }

  /** Every consensus from {@link Window#readFrom} on. */
  List<HeldConsensus> held() {
    return held;
  }

  /** The exit lists of the window, and of the two hours after it. */
  List<HeldExitList> lists() {
    return lists;
  }

  /** The consensuses that answer, of those that say anything for the window. */
  Timeline timeline() {
    return timeline;
  }

  Coverage coverage() {
    return coverage;
  }

  /** What answers for the window, and whatever is in conflict with it. */
  List<HeldConsensus> used() {
    return used;
  }

  /** The newest record held at all. */
  @Nullable Instant newest() {
    return newest;
  }

  /** Only made when a relay matches. */
  Stretches stretches() {
    if (stretches == null) {
      stretches = new Stretches(timeline, coverage.consensuses().missing());
    }
    return stretches;
  }
}
