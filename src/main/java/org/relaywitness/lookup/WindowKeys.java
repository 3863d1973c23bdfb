package org.relaywitness.lookup;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells windows apart for which {@link WindowRecords} could differ; many questions of one hour then
 * share them.
 *
 * <p>Every length of time in the rule is a whole number of hours, but for the second behind an exit
 * list. So each of its comparisons is between a bound of the window and a time of a record, both
 * moved by whole hours, and comes out the same for two bounds that are in the same hour and have
 * the same place among the minutes and seconds at which records lie. Each such place is a class of
 * its own, as a bound can equal it.
 */
final class WindowKeys implements Kept {
  private static final long HOUR = 3_600_000_000_000L;
  private static final long SECOND = 1_000_000_000L;

  /** More than any length of time that the rule adds to a bound. */
  private static final Duration REACH = Duration.ofDays(7);

  private final long[] phases;

  /**
   * Keys for windows over these records.
   *
   * @param now {@code null}: so late that it makes no difference to any window
   * @param span what the records are a copy of
   * @param first the earliest bound of a window
   * @param last the latest
   */
  WindowKeys(
      Collection<HeldConsensus> consensuses,
      Collection<HeldExitList> lists,
      @Nullable Instant now,
      Span span,
      Instant first,
      Instant last) {
    TreeSet<Long> found = new TreeSet<>();
    found.add(0L);
    for (HeldConsensus consensus : consensuses) {
      found.add(phase(consensus.validAfter()));
      found.add(phase(consensus.freshUntil()));
      found.add(phase(consensus.validUntil()));
    }
    for (HeldExitList list : lists) {
      found.add(phase(list.time()));
      found.add((phase(list.time()) + SECOND) % HOUR);
    }
    for (Instant bound :
        Arrays.asList(
            now,
            CoverageRule.FIRST_EXIT_LIST,
            CoverageRule.STRICTER_LISTS,
            span.from(),
            span.to())) {
      if (bound != null && first.minus(REACH).isBefore(bound) && last.plus(REACH).isAfter(bound)) {
        found.add(phase(bound));
      }
    }
    phases = found.stream().mapToLong(Long::longValue).toArray();
  }

  /** The days whose windows some keys are for. */
  record Days(Instant first, Instant last) {}

  /** What windows with equal records have in common. */
  record Key(
      long fromHour, int fromPlace, long toHour, int toPlace, Duration length, boolean ipv6) {}

  Key of(Window window, boolean ipv6) {
    return new Key(
        hour(window.from()),
        place(window.from()),
        hour(window.to()),
        place(window.to()),
        Duration.between(window.from(), window.to()),
        ipv6);
  }

  @Override
  public int bytes() {
    return 200 + Long.BYTES * phases.length;
  }

  private static long hour(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 3600L);
  }

  private static long phase(Instant instant) {
    return Math.floorMod(instant.getEpochSecond(), 3600L) * SECOND + instant.getNano();
  }

  private int place(Instant instant) {
    return Arrays.binarySearch(phases, phase(instant));
  }
}
