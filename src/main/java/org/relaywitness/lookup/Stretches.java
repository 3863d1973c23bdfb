package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.Answer.When;

/**
 * Joins entries of consecutive consensuses that list a relay in the same way into stretches; splits
 * them at each due time for which no consensus is held, so that a stretch never speaks of an hour
 * without a record.
 */
final class Stretches {
  private final Timeline timeline;
  private final NavigableSet<Instant> gaps = new TreeSet<>();

  /**
   * The stretches of a time line; its gaps are found from its first consensus to its last.
   *
   * @param missing further due times without a record, of a walk that began elsewhere: with unusual
   *     fresh-until times two walks can differ, and then both are believed
   */
  Stretches(Timeline timeline, Collection<Instant> missing) {
    this.timeline = timeline;
    gaps.addAll(missing);
    HeldConsensus first = null;
    HeldConsensus last = null;
    for (HeldConsensus consensus : timeline.consensuses()) {
      first = first == null ? consensus : first;
      last = consensus;
    }
    if (first != null && last != null) {
      DueWalk walk = DueWalk.startingAfter(first.validAfter(), timeline.consensuses());
      for (DueWalk.Due due : walk.upTo(last.validAfter())) {
        if (!due.held()) {
          gaps.add(due.time());
        }
      }
    }
  }

  /**
   * A stretch.
   *
   * @param when {@code null} where no time is asked about
   */
  record Stretch(
      Instant first,
      Instant last,
      int consensuses,
      Entry.Way way,
      List<InetAddress> orAddresses,
      @Nullable When when) {}

  private record Same(Entry.Way way, List<InetAddress> orAddresses, @Nullable When when) {}

  private static final class Growing {
    private final Instant first;
    private Instant last;
    private int consensuses = 1;

    Growing(Instant first) {
      this.first = first;
      this.last = first;
    }

    Stretch of(Same same) {
      return new Stretch(first, last, consensuses, same.way(), same.orAddresses(), same.when());
    }
  }

  /**
   * The stretches of these entries, in order of time.
   *
   * @param entries in order of time
   * @param when tells entries apart that stand differently to the time asked
   */
  @SuppressWarnings("ReferenceEquality") // equal ones that are not the same are found below
  List<Stretch> of(List<Entry> entries, Function<HeldConsensus, @Nullable When> when) {
    List<Stretch> stretches = new ArrayList<>();
    Map<Same, Growing> growing = new HashMap<>();
    Same latest = null;
    Growing latestGrowing = null;
    for (Entry entry : entries) {
      When stands = when.apply(entry.consensus());
      // The very same objects as before need no search, which is slow for long policies.
      boolean again =
          latest != null
              && latest.way() == entry.way()
              && latest.orAddresses() == entry.addresses()
              && latest.when() == stands;
      Same same =
          again && latest != null ? latest : new Same(entry.way(), entry.addresses(), stands);
      Growing before = again ? latestGrowing : growing.get(same);
      latest = same;
      if (before != null && follows(before.last, entry.validAfter())) {
        before.last = entry.validAfter();
        before.consensuses++;
        latestGrowing = before;
      } else {
        if (before != null) {
          stretches.add(before.of(same));
        }
        latestGrowing = new Growing(entry.validAfter());
        growing.put(same, latestGrowing);
      }
    }
    growing.forEach((same, last) -> stretches.add(last.of(same)));
    stretches.sort(
        Comparator.comparing(Stretch::first)
            .thenComparing(Stretch::last)
            .thenComparing(stretch -> stretch.way().toString())
            .thenComparing(stretch -> stretch.orAddresses().toString()));
    return stretches;
  }

  /** Whether nothing lies between: neither a consensus that says otherwise, nor a missing one. */
  private boolean follows(Instant before, Instant validAfter) {
    if (!validAfter.equals(timeline.next(before))) {
      return false;
    }
    Instant gap = gaps.higher(before);
    return gap == null || !gap.isBefore(validAfter);
  }
}
