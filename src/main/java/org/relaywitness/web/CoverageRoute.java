package org.relaywitness.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calendar of records held and missing: all years, or with {@code month} one month. */
final class CoverageRoute implements Route {
  private static final int EARLIEST_YEAR = 2004;

  private final Records records;
  private final Pages pages;

  CoverageRoute(Records records, Pages pages) {
    this.records = records;
    this.pages = pages;
  }

  /** The page of one month. */
  static String address(YearMonth month) {
    return "/coverage?month=" + month;
  }

  @Override
  public Set<String> parameters() {
    return Set.of("month", Parameters.LANGUAGE);
  }

  @Override
  public Reply reply(Parameters sent) {
    PageLanguage language = PageLanguage.of(sent);
    if (!sent.problems().isEmpty()) {
      return Reply.html(400, pages.message("request", language), Reply.NO_STORE, language);
    }
    YearMonth month = null;
    if (sent.find("month") != null) {
      month = month(sent);
      if (month == null) {
        return Reply.html(400, pages.message("month", language), Reply.NO_STORE, language);
      }
    }
    return Reply.html(
        200,
        pages.coverage(
            new CoverageView(records.calendar(month), month, language.texts()), language),
        Reply.REVALIDATE,
        language);
  }

  private @Nullable YearMonth month(Parameters sent) {
    try {
      YearMonth month = YearMonth.parse(String.valueOf(sent.find("month")).strip());
      Instant start = month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
      boolean known = month.getYear() >= EARLIEST_YEAR && !start.isAfter(records.clock().instant());
      return known ? month : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  @Override
  public Reply failure(Parameters sent, Failure reason) {
    PageLanguage language = PageLanguage.of(sent);
    return Reply.html(
        reason.status(), pages.message(reason.key(), language), Reply.NO_STORE, language);
  }
}
