package org.relaywitness.lookup;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Flavor;

/** Which records of a window are held, and whether a negative may be drawn from them. */
final class CoverageRule {
  /** Before this instant no exit list exists. */
  static final Instant FIRST_EXIT_LIST = Instant.parse("2010-02-22T15:32:00Z");

  /** From this instant on, exit lists may be no more than 6 h apart. */
  static final Instant STRICTER_LISTS = Instant.parse("2020-01-01T00:00:00Z");

  /** What became due this short a time ago is not missing yet. */
  static final Duration PENDING = Duration.ofHours(2);

  /** The first method whose microdesc documents list IPv6 addresses. */
  static final int MICRODESC_IPV6_METHOD = 27;

  private static final Duration HOUR = Duration.ofHours(1);

  private CoverageRule() {}

  /** Whether the consensus, which answers, covers its hour for a question about this family. */
  static boolean covers(HeldConsensus consensus, boolean ipv6) {
    return !ipv6 || consensus.flavor() == Flavor.NS || consensus.method() >= MICRODESC_IPV6_METHOD;
  }

  static boolean isIpv6(InetAddress address) {
    return address instanceof Inet6Address;
  }

  /**
   * The coverage of a window.
   *
   * @param timeline from {@link Window#readFrom} on
   * @param lists of at least [from - 24 h, to + 24 h)
   * @param span what the records are a copy of; what the answer reads outside of it is missing
   */
  static Coverage of(
      Window window,
      boolean ipv6,
      Timeline timeline,
      List<HeldExitList> lists,
      Instant now,
      Extent extent,
      Span span) {
    return of(
        consensuses(window, ipv6, timeline, now, span),
        exitLists(window, lists, now, span),
        extent);
  }

  /** The coverage whose parts are these. */
  static Coverage of(
      Coverage.Consensuses consensuses, Coverage.ExitLists exitLists, Extent extent) {
    return new Coverage(
        consensuses.missing().isEmpty() && exitLists.complete(),
        consensuses,
        exitLists,
        first(extent),
        newest(extent));
  }

  /** The exit lists of a window, of at least [from - 24 h, to + 24 h). */
  static Coverage.ExitLists exitLists(
      Window window, List<HeldExitList> lists, Instant now, Span span) {
    return exitLists(
        window.exitListsFrom(),
        window.exitListsTo(),
        lists.stream().map(HeldExitList::time).toList(),
        now,
        span);
  }

  static Coverage.Consensuses consensuses(
      Window window, boolean ipv6, Timeline timeline, Instant now, Span span) {
    Collection<HeldConsensus> covering =
        timeline.consensuses().stream().filter(consensus -> covers(consensus, ipv6)).toList();
    int known = 0;
    List<Instant> missing = new ArrayList<>();
    List<Instant> pending = new ArrayList<>();
    // All that the answer reads must lie in the span; what lies outside was never looked for.
    Instant after =
        span.from().isAfter(window.readFrom())
            ? window.readFrom().minusSeconds(1)
            : window.coveredAfter();
    Instant before = span.to().isBefore(window.nearTo()) ? window.nearTo() : window.to();
    for (DueWalk.Due due : DueWalk.startingAfter(after, covering).upTo(before)) {
      if (due.time().isAfter(now)) {
        break;
      }
      // What is due just now can be outside of no copy that was made until now.
      boolean outside = !span.contains(due.time()) && due.time().isBefore(now);
      if (!outside && !isRequired(due.time(), window)) {
        continue;
      }
      if (due.held()) {
        known++;
      } else if (!outside && isPending(due.time(), now)) {
        pending.add(due.time());
      } else {
        missing.add(due.time());
      }
    }
    addEdges(missing, window, now, span);
    return new Coverage.Consensuses(known + missing.size(), known, missing, pending);
  }

  /**
   * Where the span ends within what the answer reads, something is missing even if nothing was due
   * there: a consensus may have come at another time.
   */
  private static void addEdges(List<Instant> missing, Window window, Instant now, Span span) {
    if (span.from().isAfter(window.readFrom())
        && missing.stream().noneMatch(time -> time.isBefore(span.from()))) {
      missing.add(0, later(window.readFrom(), span.from().minus(HOUR)));
    }
    if (span.to().isBefore(earlier(window.nearTo(), now))
        && missing.stream().allMatch(time -> time.isBefore(span.to()))) {
      missing.add(span.to());
    }
  }

  private static boolean isRequired(Instant due, Window window) {
    return due.isAfter(window.coveredAfter()) && due.isBefore(window.to());
  }

  /** Due within the last two hours before now. */
  static boolean isPending(Instant due, Instant now) {
    return due.isAfter(now.minus(PENDING));
  }

  /** The exit lists of [from, to), cut at now and at the first list there ever was. */
  static Coverage.ExitLists exitLists(
      Instant from, Instant to, Collection<Instant> lists, Instant now, Span span) {
    Instant start = later(from, FIRST_EXIT_LIST);
    Instant end = earlier(to, now);
    NavigableSet<Instant> times = new TreeSet<>(lists);
    int known = 0;
    List<Instant> missing = new ArrayList<>();
    Instant hour = start.truncatedTo(ChronoUnit.HOURS);
    for (hour = hour.isBefore(start) ? hour.plus(HOUR) : hour;
        hour.isBefore(end);
        hour = hour.plus(HOUR)) {
      Instant found = times.ceiling(hour);
      boolean outside = !span.contains(hour, earlier(hour.plus(HOUR), end));
      if (!outside && found != null && found.isBefore(hour.plus(HOUR))) {
        known++;
      } else if (outside || !isPending(hour, now)) {
        missing.add(hour);
      }
    }
    boolean complete =
        span.contains(start, end)
            && !hasStretchWithout(times, start, end, Duration.ofDays(1))
            && !hasStretchWithout(times, later(start, STRICTER_LISTS), end, Duration.ofHours(6));
    return new Coverage.ExitLists(known + missing.size(), known, missing, complete);
  }

  /**
   * Whether some [x, x + length) within [from, to) holds none of the times. Two times exactly that
   * length apart leave no such stretch; a second more does, times being whole seconds.
   */
  private static boolean hasStretchWithout(
      NavigableSet<Instant> times, Instant from, Instant to, Duration length) {
    Instant free = from;
    while (free.isBefore(to)) {
      Instant next = times.ceiling(free);
      Instant end = next == null ? to : earlier(next, to);
      if (!free.plus(length).isAfter(end)) {
        return true;
      }
      if (next == null) {
        return false;
      }
      free = next.plusSeconds(1);
    }
    return false;
  }

  private static @Nullable Instant first(Extent extent) {
    Instant consensus = extent.firstConsensus();
    Instant list = extent.firstExitList();
    return consensus == null || list == null
        ? (consensus == null ? list : consensus)
        : earlier(consensus, list);
  }

  /** The newest record held; {@code null} when none is. */
  static @Nullable Instant newest(Extent extent) {
    Instant consensus = extent.lastConsensus();
    Instant list = extent.lastExitList();
    return consensus == null || list == null
        ? (consensus == null ? list : consensus)
        : later(consensus, list);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
