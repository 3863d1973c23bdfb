package org.relaywitness.lookup;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Flavor;
import org.relaywitness.lookup.CoverageReport.Missing;
import org.relaywitness.lookup.CoverageReport.Month;
import org.relaywitness.lookup.RelayHistory.Snapshot;

/**
 * The walk through a long interval that makes a {@link CoverageReport}: year by year, and within it
 * month by month.
 */
final class CoverageWalk {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Instant from;
  private final Instant to;
  private final Snapshot snapshot;
  private final Instant now;
  private final List<Month> months = new ArrayList<>();
  private final NavigableMap<LocalDate, CoverageDay> days = new TreeMap<>();
  private final List<Missing> missing = new ArrayList<>();
  private final List<Instant> pending = new ArrayList<>();
  private final List<Missing> missingLists = new ArrayList<>();
  private @Nullable Instant lastDue;

  CoverageWalk(Instant from, Instant to, Snapshot snapshot, Instant now) {
    this.from = from;
    this.to = to;
    this.snapshot = snapshot;
    this.now = now;
  }

  /** Walks; to be called once. */
  CoverageReport report() {
    // Due times from exactly "from" on count, so the walk starts behind the second before.
    Instant before = from.minusSeconds(1);
    DueWalk walk =
        DueWalk.startingAfter(
            before, oneEach(snapshot.answering(from.minus(Window.WALK_BACK), from.plus(HOUR))));
    Instant end = to.isAfter(now) ? now.plusSeconds(1) : to;
    for (Instant start = from; start.isBefore(end); start = nextYear(start)) {
      Instant stop = nextYear(start);
      year(walk, start, stop.isBefore(end) ? stop : end);
    }
    return new CoverageReport(
        from,
        to,
        months,
        List.copyOf(days.values()),
        missing,
        pending,
        missingLists,
        snapshot.extent());
  }

  private void year(DueWalk walk, Instant from, Instant to) {
    // An hour more: the next held valid-after can be the next due time.
    List<Answering> held = snapshot.answering(from, to.plus(HOUR));
    walk.know(oneEach(held));
    Map<Instant, Integer> flavors = flavors(held);
    NavigableSet<Instant> lists = new TreeSet<>(snapshot.exitListTimes(from, to.plus(HOUR)));
    for (Instant start = from; start.isBefore(to); start = nextMonth(start)) {
      Instant stop = nextMonth(start).isBefore(to) ? nextMonth(start) : to;
      month(walk, start, stop, flavors, lists.subSet(start, true, stop.plus(HOUR), false));
    }
    walk.forgetPast();
  }

  private void month(
      DueWalk walk,
      Instant start,
      Instant stop,
      Map<Instant, Integer> flavors,
      NavigableSet<Instant> lists) {
    int known = 0;
    int ns = 0;
    int microdesc = 0;
    int lost = 0;
    for (DueWalk.Due due : walk.upTo(stop)) {
      if (due.held()) {
        known++;
        int answering = flavors.getOrDefault(due.time(), 0);
        ns += answering & 1;
        microdesc += answering >> 1;
        mark(due.time(), (answering & 1) == 1 ? 1 : 0, (answering & 1) == 1 ? 0 : 1, 0, 0, 0, 0);
      } else if (snapshot.span().contains(due.time()) && CoverageRule.isPending(due.time(), now)) {
        pending.add(due.time());
        mark(due.time(), 0, 0, 0, 1, 0, 0);
      } else {
        lost++;
        add(missing, due.time(), lastDue);
        mark(due.time(), 0, 0, 1, 0, 0, 0);
      }
      lastDue = due.time();
    }
    Coverage.ExitLists listed = CoverageRule.exitLists(start, stop, lists, now, snapshot.span());
    for (Instant hour : listed.missing()) {
      add(missingLists, hour, hour.minus(HOUR));
      mark(hour, 0, 0, 0, 0, 0, 1);
    }
    NavigableSet<Instant> within = lists.headSet(stop, false);
    for (Instant list : within) {
      mark(list, 0, 0, 0, 0, 1, 0);
    }
    months.add(
        new Month(
            YearMonth.from(LocalDateTime.ofInstant(start, ZoneOffset.UTC)),
            known + lost,
            known,
            ns,
            microdesc,
            lost,
            listed.expected(),
            listed.known(),
            within.size()));
  }

  /** Sets the bits of an hour in its day. */
  private void mark(
      Instant time, int ns, int microdesc, int gone, int open, int list, int listGone) {
    LocalDateTime utc = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    int hour = utc.getHour();
    days.merge(
        utc.toLocalDate(),
        new CoverageDay(
            utc.toLocalDate(),
            ns << hour,
            microdesc << hour,
            gone << hour,
            open << hour,
            list << hour,
            listGone << hour),
        CoverageDay::with);
  }

  /** One for each valid-after, as in a {@link Timeline}: ns where it answers, else microdesc. */
  private static Collection<Answering> oneEach(List<Answering> held) {
    Map<Instant, Answering> each = new TreeMap<>();
    for (Answering consensus : held) {
      each.merge(
          consensus.validAfter(),
          consensus,
          (one, other) -> one.flavor() == Flavor.NS ? one : other);
    }
    return each.values();
  }

  /** Which flavours answer at each valid-after: bit 1 ns, bit 2 microdesc. */
  private static Map<Instant, Integer> flavors(List<Answering> held) {
    Map<Instant, Integer> flavors = new HashMap<>();
    for (Answering consensus : held) {
      flavors.merge(
          consensus.validAfter(), consensus.flavor() == Flavor.NS ? 1 : 2, (a, b) -> a | b);
    }
    return flavors;
  }

  private static void add(List<Missing> stretches, Instant time, @Nullable Instant before) {
    int end = stretches.size() - 1;
    if (end >= 0 && stretches.get(end).last().equals(before)) {
      Missing grown = stretches.get(end);
      stretches.set(end, new Missing(grown.first(), time, grown.count() + 1));
    } else {
      stretches.add(new Missing(time, time, 1));
    }
  }

  private static Instant nextMonth(Instant instant) {
    return begin(YearMonth.from(LocalDateTime.ofInstant(instant, ZoneOffset.UTC)).plusMonths(1));
  }

  private static Instant nextYear(Instant instant) {
    return begin(YearMonth.of(LocalDateTime.ofInstant(instant, ZoneOffset.UTC).getYear() + 1, 1));
  }

  private static Instant begin(YearMonth month) {
    return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }
}
