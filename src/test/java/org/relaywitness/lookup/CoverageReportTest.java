package org.relaywitness.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.lookup.Records.time;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.Flavor;
import org.relaywitness.lookup.CoverageDay.Held;
import org.relaywitness.lookup.CoverageReport.Missing;
import org.relaywitness.lookup.CoverageReport.Month;

/** Hours held and missing over long intervals. */
class CoverageReportTest {
  private static final Instant LATER = time("2026-01-01T00:00:00Z");
  private static final Instant FROM = time("2024-01-30T00:00:00Z");
  private static final Instant TO = time("2024-02-02T00:00:00Z");

  private static Records complete() {
    return new Records().hourly(time("2024-01-28T00:00:00Z"), time("2024-02-03T00:00:00Z"));
  }

  private static CoverageReport report(Records records) {
    return CoverageReport.of(FROM, TO, records.build(), LATER);
  }

  @Test
  void months_whenComplete_countEveryHour() {
    assertEquals(
        List.of(
            new Month(YearMonth.of(2024, 1), 48, 48, 48, 0, 0, 48, 48, 48),
            new Month(YearMonth.of(2024, 2), 24, 24, 24, 0, 0, 24, 24, 24)),
        report(complete()).months());
    assertEquals(72, report(complete()).known());
  }

  @Test
  void days_gapsOfEachKind_areTheHoursThatTheMonthsCount() {
    Records records = complete();
    records.drop(time("2024-01-30T05:00:00Z"));
    records.drop(time("2024-01-31T23:00:00Z"));
    records.consensus(Flavor.MICRODESC, time("2024-01-31T23:00:00Z"));
    records.dropLists(time("2024-02-01T00:00:00Z"), time("2024-02-01T02:00:00Z"));
    CoverageReport report = report(records);
    int all = (1 << 24) - 1;

    assertEquals(
        List.of(
            new CoverageDay(LocalDate.of(2024, 1, 30), all & ~(1 << 5), 0, 1 << 5, 0, all, 0),
            new CoverageDay(LocalDate.of(2024, 1, 31), all >> 1, 1 << 23, 0, 0, all, 0),
            new CoverageDay(LocalDate.of(2024, 2, 1), all, 0, 0, 0, all & ~3, 3)),
        report.days());
    assertEquals(Held.SOME, report.days().get(0).consensuses());
    assertEquals(Held.NONE, report.days().get(0).consensuses(5));
    assertEquals(Held.MICRODESC, report.days().get(1).consensuses());
    assertEquals(Held.SOME, report.days().get(2).exitLists());
  }

  @Test
  void days_lastTwoHours_arePendingAndNotMissing() {
    Instant now = time("2024-01-30T10:30:00Z");
    Records records = new Records().hourly(FROM, time("2024-01-30T08:00:00Z"));
    CoverageDay day = CoverageReport.of(FROM, TO, records.build(), now).days().get(0);

    assertEquals(Held.PENDING, day.consensuses(9));
    assertEquals(Held.PENDING, day.consensuses(10));
    assertEquals(Held.NOTHING_DUE, day.consensuses(11));
    assertEquals(Held.ALL, day.consensuses());
    assertEquals(0, day.listsMissing());
  }

  @Test
  void missing_acrossAMonth_isOneStretch() {
    Records records = complete();
    for (int h = -2; h <= 3; h++) {
      records.drop(time("2024-02-01T00:00:00Z").plus(Duration.ofHours(h)));
    }
    CoverageReport report = report(records);
    assertEquals(
        List.of(new Missing(time("2024-01-31T22:00:00Z"), time("2024-02-01T03:00:00Z"), 6)),
        report.missing());
    assertEquals(66, report.known());
    assertEquals(72, report.expected());
  }

  @Test
  void missing_ofNoRecordsAtAll_isEverything() {
    CoverageReport report = report(new Records());
    assertEquals(List.of(new Missing(FROM, time("2024-02-01T23:00:00Z"), 72)), report.missing());
    assertEquals(
        List.of(new Missing(FROM, time("2024-02-01T23:00:00Z"), 72)), report.missingExitLists());
  }

  @Test
  void flavours_areCountedApart() {
    Instant hour = time("2024-01-30T05:00:00Z");
    Records records = complete().drop(hour).consensus(Flavor.MICRODESC, hour);
    records.consensus(Flavor.MICRODESC, hour.plusSeconds(3600));
    Month january = report(records).months().get(0);
    assertEquals(47, january.ns());
    assertEquals(2, january.microdesc());
    assertEquals(48, january.known());
  }

  @Test
  void report_beyondNow_endsThere() {
    Instant now = time("2024-01-30T10:30:00Z");
    CoverageReport report =
        CoverageReport.of(
            FROM, TO, new Records().hourly(time("2024-01-28T00:00:00Z"), FROM).build(), now);
    assertEquals(9, report.expected());
    assertEquals(
        List.of(time("2024-01-30T09:00:00Z"), time("2024-01-30T10:00:00Z")), report.pending());
    assertEquals(
        List.of(new Missing(time("2024-01-30T01:00:00Z"), time("2024-01-30T08:00:00Z"), 8)),
        report.missing());
  }

  @Property(tries = 300)
  void missing_ofTheReport_isWhatAnAnswerNames(@ForAll long seed) {
    RandomCase given = new RandomCase(seed);
    Window window = Window.of(given.question);
    Instant from = window.coveredAfter().plusSeconds(1);
    List<Instant> reported = new ArrayList<>();
    CoverageReport report = CoverageReport.of(from, window.to(), given.history, given.now);
    int named = report.missing().stream().mapToInt(Missing::count).sum();
    if (!CoverageRule.isIpv6(given.question.address())) {
      Coverage.Consensuses coverage =
          Lookup.answer(given.question, given.history, given.now).coverage().consensuses();
      assertEquals(coverage.missing().size(), named);
      assertEquals(coverage.pending(), report.pending());
      assertEquals(coverage.known(), report.known());
      report.missing().forEach(missing -> reported.add(missing.first()));
      assertTrue(coverage.missing().containsAll(reported));
    }
  }
}
