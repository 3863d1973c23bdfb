package org.relaywitness.web;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.AnswerComparison;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.CustodyTable;
import org.relaywitness.evidence.QuestionLink;
import org.relaywitness.evidence.StatedQuestion;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.pades.TrustedRoots;
import org.relaywitness.evidence.pdf.CaseJson;
import org.relaywitness.evidence.pdf.RemadeReport;
import org.relaywitness.evidence.pdf.ReportFindings;
import org.relaywitness.evidence.pdf.ReportId;
import org.relaywitness.evidence.pdf.ReportVerifier;
import org.relaywitness.evidence.pdf.Reports;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Custody;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.Question;

/**
 * Checks a report again: what it says beside what the records say today. It is given by its file,
 * or by its name and its question; nothing of either is kept.
 */
final class CheckRoute implements Route {
  static final String PATH = "/check";
  static final String REPORT = "report";

  private static final Set<String> PARAMETERS = withReport();

  private final Records records;
  private final Pages pages;
  private final Reports reports;
  private final Semaphore places;

  /**
   * The route.
   *
   * @param places how many reports on several questions are read at once
   */
  CheckRoute(Records records, Pages pages, Reports reports, Semaphore places) {
    this.places = places;
    this.records = records;
    this.pages = pages;
    this.reports = reports;
  }

  private record Read(Answer answer, List<Custody> custody) {}

  private static Set<String> withReport() {
    Set<String> parameters = new HashSet<>(HomeRoute.PARAMETERS);
    parameters.add(REPORT);
    return Set.copyOf(parameters);
  }

  @Override
  public Set<String> parameters() {
    return PARAMETERS;
  }

  @Override
  public Reply reply(Parameters sent) {
    PageLanguage language = PageLanguage.of(sent);
    String typed = sent.find(REPORT);
    boolean asked = PARAMETERS.stream().anyMatch(name -> !name.equals("lang") && has(sent, name));
    if (!asked && sent.problems().isEmpty()) {
      return page(200, null, sent, language, List.of());
    }
    ReportId report = typed == null ? null : ReportId.find(typed);
    List<String> problems = new ArrayList<>();
    if (report == null) {
      problems.add(language.texts().text("check.invalid.name"));
    }
    try {
      Answer answer = Asked.answer(records, sent, language.texts());
      if (report != null) {
        ReportId now = ReportId.of(AnswerJson.bytes(answer, records.documents()));
        CheckView view =
            CheckView.ofName(
                report, now, answer, language.texts(), address(answer.question(), language));
        return page(200, view, sent, language, List.of());
      }
    } catch (InvalidQuestionException e) {
      e.problems().forEach(one -> problems.add(FormView.sentence(one, language.texts())));
    }
    return page(400, null, sent, language, problems);
  }

  private static boolean has(Parameters sent, String name) {
    return sent.find(name) != null;
  }

  private Reply page(
      int status,
      @Nullable CheckView view,
      Parameters sent,
      PageLanguage language,
      List<String> problems) {
    String page = pages.check(view, CheckForm.of(sent, language, problems), language);
    return Reply.html(status, page, Reply.NO_STORE, language);
  }

  @Override
  public String fileField() {
    return "file";
  }

  @Override
  public Reply received(Parameters query, byte[] file) {
    PageLanguage language = PageLanguage.of(query);
    Texts texts = language.texts();
    if (file.length == 0) {
      return page(400, null, query, language, List.of(texts.text("check.invalid.none")));
    }
    ReportFindings found = ReportVerifier.verify(file, TrustedRoots.NONE, records.clock());
    byte[] then = found.answer();
    ReportId report = found.id();
    if (then == null || report == null) {
      return page(400, null, query, language, found.sentences(texts));
    }
    try {
      if (CaseJson.isCase(then)) {
        return checked(file, then, found, query, language);
      }
      Question question = StatedQuestion.parse(then, records.parser());
      Read read =
          records.ask(
              (asked, state) -> {
                Answer answer = state.plainAnswer(asked);
                return new Read(answer, CustodyTable.read(answer, state.snapshot()));
              },
              question);
      Answer answer = read.answer();
      byte[] now = AnswerJson.bytes(answer, records.documents());
      CheckView view =
          CheckView.ofFile(
              report,
              AnswerComparison.of(then, now),
              found,
              RemadeReport.isIn(
                  file, answer, records.documents(), reports.publicUrl(), read.custody()),
              answer,
              texts,
              address(question, language));
      return page(200, view, query, language, List.of());
    } catch (InvalidQuestionException e) {
      List<String> problems = new ArrayList<>();
      e.problems()
          .forEach(
              one ->
                  problems.add(
                      texts.text(
                          "check.invalid.question",
                          Map.of("reason", FormView.sentence(one, texts)))));
      return page(400, null, query, language, problems);
    }
  }

  /** The page on a report on several questions. */
  private Reply checked(
      byte[] file, byte[] json, ReportFindings found, Parameters query, PageLanguage language)
      throws InvalidQuestionException {
    if (!places.tryAcquire()) {
      return Reply.html(503, pages.message("bulk_busy", language), Reply.NO_STORE, language);
    }
    try {
      CaseCheckView view = new CaseCheck(records, reports, language).view(file, json, found);
      String page = pages.checkCase(view, CheckForm.of(query, language, List.of()), language);
      return Reply.html(200, page, Reply.NO_STORE, language);
    } finally {
      places.release();
    }
  }

  private static String address(Question question, PageLanguage language) {
    return QuestionLink.of(null, question, language.language());
  }

  @Override
  public Reply failure(Parameters sent, Failure reason) {
    PageLanguage language = PageLanguage.of(sent);
    if (reason == Failure.FORM_LARGE) {
      return page(413, null, sent, language, List.of(language.texts().text("check.invalid.large")));
    }
    return Reply.html(
        reason.status(), pages.message(reason.key(), language), Reply.NO_STORE, language);
  }
}
