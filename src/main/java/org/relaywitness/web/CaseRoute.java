package org.relaywitness.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.relaywitness.evidence.pades.TimestampException;
import org.relaywitness.evidence.pdf.CaseEntry;
import org.relaywitness.evidence.pdf.Report;
import org.relaywitness.evidence.pdf.Reports;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers several questions in one report in PDF; what was typed is kept nowhere. */
final class CaseRoute implements Route {
  static final String PATH = "/case";
  static final String LINES = "lines";
  static final String ZONE = "zone";

  /** The most lines that are answered at once. */
  static final int MOST = 50;

  private static final Map<String, String> LATER = Map.of("Retry-After", "10");
  private static final Logger LOG = LoggerFactory.getLogger(CaseRoute.class);

  private final Records records;
  private final Pages pages;
  private final Reports reports;
  private final Semaphore places;

  /**
   * The route.
   *
   * @param places how many such reports are made at once: each takes seconds of a processor
   */
  CaseRoute(Records records, Pages pages, Reports reports, Semaphore places) {
    this.records = records;
    this.pages = pages;
    this.reports = reports;
    this.places = places;
  }

  @Override
  public Set<String> parameters() {
    return Set.of(Parameters.LANGUAGE);
  }

  @Override
  public Set<String> formFields() {
    return Set.of(LINES, ZONE);
  }

  @Override
  public Reply reply(Parameters sent) {
    PageLanguage language = PageLanguage.of(sent);
    return sent.problems().isEmpty()
        ? page(200, sent, language, List.of())
        : Reply.html(400, pages.message("request", language), Reply.NO_STORE, language);
  }

  private Reply page(int status, Parameters sent, PageLanguage language, List<String> problems) {
    return Reply.html(
        status,
        pages.severalQuestions(CaseForm.of(sent, language, problems), language),
        status == 200 ? Reply.REVALIDATE : Reply.NO_STORE,
        language);
  }

  @Override
  public Reply posted(Parameters query, Parameters sent) {
    PageLanguage language = PageLanguage.of(query);
    if (!sent.problems().isEmpty() || !query.problems().isEmpty()) {
      return failure(query, Failure.FORM);
    }
    CaseLines lines = CaseLines.read(sent, records.parser(), language.texts());
    if (!lines.problems().isEmpty()) {
      return page(400, sent, language, lines.problems());
    }
    if (!places.tryAcquire()) {
      return unavailable("bulk_busy", language);
    }
    try {
      List<CaseEntry> entries = records.entries(lines.lines());
      Report report = reports.make(entries, records.documents(), language.language().locale());
      // Saved rather than shown: to show it, a browser may have to send the form once more.
      return PdfReport.file(report, "attachment", Reply.NO_STORE, language.language());
    } catch (TimestampException e) {
      LOG.error("a report was refused: {}", e.getMessage());
      return unavailable("no_timestamp", language);
    } finally {
      places.release();
    }
  }

  private Reply unavailable(String key, PageLanguage language) {
    Map<String, String> headers = new HashMap<>(Reply.spoken(language.language()));
    headers.putAll(LATER);
    return Reply.html(503, pages.message(key, language), Reply.NO_STORE, language).with(headers);
  }

  @Override
  public Reply failure(Parameters sent, Failure reason) {
    PageLanguage language = PageLanguage.of(sent);
    return Reply.html(
        reason.status(), pages.message(reason.key(), language), Reply.NO_STORE, language);
  }
}
