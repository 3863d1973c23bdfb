package org.relaywitness.web;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.CoverageReport;
import org.relaywitness.lookup.CoverageReport.Month;

/** The records held and missing as the page shows them. */
public final class CoverageView {
  private final CoverageReport report;
  private final @Nullable YearMonth month;
  private final Texts texts;

  /**
   * A view on a report.
   *
   * @param month the month it is of; {@code null} for all that is held
   */
  CoverageView(CoverageReport report, @Nullable YearMonth month, Texts texts) {
    this.report = report;
    this.month = month;
    this.texts = texts;
  }

  /** A month in the table. */
  public record MonthRow(
      String address,
      String month,
      int due,
      int held,
      int missing,
      int microdesc,
      int listsMissing) {}

  /** A day in the table: numbers, and hours in words. */
  public record DayRow(
      int day, int held, String missing, String microdesc, String listsMissing, String pending) {}

  /** A link to another month. */
  public record Link(String address, String text) {}

  /** The sentences of the page. */
  public Texts texts() {
    return texts;
  }

  /** The month; {@code null} for all that is held. */
  public @Nullable YearMonth month() {
    return month;
  }

  /** The page's title. */
  public String title() {
    return month == null
        ? texts.text("calendar.title")
        : texts.text("calendar.title.month", Map.of("month", name(month)));
  }

  /** Whether anything is held, or was due, in the time shown. */
  public boolean empty() {
    return report.days().isEmpty();
  }

  /** From when to when records are held at all. */
  public String extent() {
    Instant first = first();
    Instant last = last();
    return first == null || last == null
        ? texts.text("calendar.none")
        : texts.text(
            "calendar.extent",
            Map.of(
                "first", texts.moments(ZoneOffset.UTC).utc(first),
                "last", texts.moments(ZoneOffset.UTC).utc(last)));
  }

  /** How much is held and missing, in a sentence. */
  public String total() {
    int listHours = report.months().stream().mapToInt(Month::listHours).sum();
    int known = report.months().stream().mapToInt(Month::listHoursKnown).sum();
    return texts.text(
        "calendar.total",
        Map.of(
            "known",
            report.known(),
            "expected",
            report.expected(),
            "missing",
            report.expected() - report.known(),
            "lists",
            listHours - known,
            "listHours",
            listHours));
  }

  /** That some are only just due; {@code null} when none is. */
  public @Nullable String pending() {
    int count = report.pending().size();
    return count == 0 ? null : texts.count("calendar.pending", count);
  }

  /** The picture. */
  public Calendar calendar() {
    YearMonth shown = month;
    return shown == null
        ? Calendar.ofYears(
            report.days(),
            Stream.of(java.time.Month.values())
                .map(one -> format("calendar.pattern.short", YearMonth.of(2024, one)))
                .toList())
        : Calendar.ofMonth(report.days(), shown);
  }

  /** The table by month. */
  public List<MonthRow> months() {
    return report.months().stream()
        .map(
            one ->
                new MonthRow(
                    CoverageRoute.address(one.month()),
                    name(one.month()),
                    one.expected(),
                    one.known(),
                    one.missing(),
                    one.known() - one.ns(),
                    one.listHours() - one.listHoursKnown()))
        .toList();
  }

  /** The table by day. */
  public List<DayRow> days() {
    return report.days().stream()
        .map(
            day ->
                new DayRow(
                    day.date().getDayOfMonth(),
                    Integer.bitCount(day.ns() | day.microdesc()),
                    hours(day.missing()),
                    hours(day.microdesc()),
                    hours(day.listsMissing()),
                    hours(day.pending())))
        .toList();
  }

  /** The hours whose bits are set, such as {@code 03:00–09:00, 14:00}. */
  private String hours(int bits) {
    if (bits == 0) {
      return texts.text("calendar.complete");
    }
    List<String> ranges = new ArrayList<>();
    for (int hour = 0; hour < 24; hour++) {
      if ((bits >> hour & 1) == 0) {
        continue;
      }
      int last = hour;
      while (last < 23 && (bits >> (last + 1) & 1) == 1) {
        last++;
      }
      ranges.add(
          last == hour
              ? clock(hour)
              : texts.text("calendar.range", Map.of("first", clock(hour), "last", clock(last))));
      hour = last;
    }
    return String.join(texts.text("join.item"), ranges);
  }

  private static String clock(int hour) {
    return String.format(Locale.ROOT, "%02d:00", hour);
  }

  /** The month before, where records can be; {@code null} otherwise. */
  public @Nullable Link earlier() {
    Instant first = first();
    YearMonth before = month == null ? null : month.minusMonths(1);
    return before == null || first == null || before.isBefore(of(first))
        ? null
        : link("calendar.link.earlier", before);
  }

  /** The month after, where records can be; {@code null} otherwise. */
  public @Nullable Link later() {
    Instant last = last();
    YearMonth after = month == null ? null : month.plusMonths(1);
    return after == null || last == null || after.isAfter(of(last))
        ? null
        : link("calendar.link.later", after);
  }

  private Link link(String key, YearMonth to) {
    return new Link(CoverageRoute.address(to), texts.text(key, Map.of("month", name(to))));
  }

  private @Nullable Instant first() {
    return Stream.of(report.extent().firstConsensus(), report.extent().firstExitList())
        .flatMap(Stream::ofNullable)
        .min(Instant::compareTo)
        .orElse(null);
  }

  private @Nullable Instant last() {
    return Stream.of(report.extent().lastConsensus(), report.extent().lastExitList())
        .flatMap(Stream::ofNullable)
        .max(Instant::compareTo)
        .orElse(null);
  }

  private static YearMonth of(Instant time) {
    return YearMonth.from(time.atOffset(ZoneOffset.UTC));
  }

  private String name(YearMonth one) {
    return format("calendar.pattern.month", one);
  }

  private String format(String key, YearMonth one) {
    return DateTimeFormatter.ofPattern(texts.text(key), texts.locale()).format(one.atDay(1));
  }
}
