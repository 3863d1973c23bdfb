package org.relaywitness.lookup;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.RelayHistory.Snapshot;

/**
 * The part of an answer that does not depend on the address but for its family: which records are
 * held for a window, which of them answer, and what is missing.
 *
 * <p>It takes the window's bounds to compare them with times of records, and for nothing else; so
 * windows that no {@link WindowKeys key} tells apart have equal ones.
 */
final class WindowRecords implements Kept {
  /** From so long behind a window on, all of it lies behind "now" by more than any rule asks. */
  private static final Duration SETTLED_AFTER = Duration.ofHours(50);

  /** Keys take some time to make, so they are made for whole days; and this is how far around. */
  private static final Duration KEYS_REACH = Duration.ofDays(7);

  private static final int BYTES = 2_000;
  private static final int BYTES_OF_A_CONSENSUS = 160;
  private static final int BYTES_OF_A_LIST = 8;

  private final List<HeldConsensus> held;
  private final List<HeldExitList> lists;
  private final Timeline timeline;
  private final Coverage.Consensuses consensusCoverage;
  private final Coverage.ExitLists listCoverage;
  private final List<HeldConsensus> used;
  private final boolean conflict;
  private volatile @Nullable Stretches stretches;

  private WindowRecords(
      Window window,
      boolean ipv6,
      List<HeldConsensus> held,
      List<HeldExitList> lists,
      Instant now,
      Span span) {
    this.held = List.copyOf(held);
    this.lists = List.copyOf(lists);
    Timeline read = Timeline.of(held);
    timeline = read.filter(window::holds);
    consensusCoverage = CoverageRule.consensuses(window, ipv6, read, now, span);
    listCoverage = CoverageRule.exitLists(window, lists, now, span);
    used = used(window);
    conflict = held.stream().anyMatch(one -> one.conflict() && window.holds(one));
  }

  /** Of a window; worked out before, where the records' memory has it. */
  static WindowRecords of(Window window, boolean ipv6, Snapshot snapshot, Instant now) {
    Memory memory = snapshot.memory();
    if (memory == null
        || !snapshot.span().equals(Span.ALL)
        || now.isBefore(window.to().plus(SETTLED_AFTER))) {
      return read(window, ipv6, snapshot, now);
    }
    // "Now" makes no difference any more, so nothing of it is in the key. The records that tell
    // windows apart are more than those of the window; when one of them changes, so may the keys.
    Instant first = window.from().truncatedTo(ChronoUnit.DAYS);
    Instant last = window.to().truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
    Instant from = first.minus(KEYS_REACH);
    Instant to = last.plus(KEYS_REACH);
    WindowKeys keys =
        memory.get(
            new WindowKeys.Days(first, last),
            from,
            to,
            () ->
                new WindowKeys(
                    snapshot.consensuses(from, to),
                    snapshot.exitLists(from, to),
                    null,
                    Span.ALL,
                    first,
                    last));
    return memory.get(keys.of(window, ipv6), from, to, () -> read(window, ipv6, snapshot, now));
  }

  private static WindowRecords read(Window window, boolean ipv6, Snapshot snapshot, Instant now) {
    return new WindowRecords(
        window,
        ipv6,
        snapshot.consensuses(window.readFrom(), window.nearTo()),
        snapshot.exitLists(window.nearFrom(), window.finalFrom()),
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

  /** The exit lists of the window, and of the two hours after it. */
  List<HeldExitList> lists() {
    return lists;
  }

  /** The consensuses that answer, of those that say anything for the window. */
  Timeline timeline() {
    return timeline;
  }

  /** Which records are held, of a history of this extent. */
  Coverage coverage(Extent extent) {
    return CoverageRule.of(consensusCoverage, listCoverage, extent);
  }

  /** What answers for the window, and whatever is in conflict with it. */
  List<HeldConsensus> used() {
    return used;
  }

  /** Whether two consensuses of the window contradict each other. */
  boolean conflict() {
    return conflict;
  }

  /** Only made when a relay matches. */
  Stretches stretches() {
    Stretches made = stretches;
    if (made == null) {
      made = new Stretches(timeline, consensusCoverage.missing());
      stretches = made;
    }
    return made;
  }

  @Override
  public int bytes() {
    return BYTES + BYTES_OF_A_CONSENSUS * held.size() + BYTES_OF_A_LIST * lists.size();
  }
}
