package org.relaywitness.web;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.CustodyTable;
import org.relaywitness.evidence.Language;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.pades.TimestampException;
import org.relaywitness.evidence.pdf.Report;
import org.relaywitness.evidence.pdf.Reports;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Custody;
import org.relaywitness.lookup.InvalidQuestionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The answer as a report in PDF, asked with the parameters of the page. */
final class PdfReport {
  static final Set<String> PARAMETERS = parameters();

  private static final Texts ENGLISH = Texts.of(Language.ENGLISH);
  private static final String CERTIFICATION = "certification";
  private static final String MEDIA_TYPE = "application/pdf";

  private static final String RETRY_SECONDS = "60";
  private static final Logger LOG = LoggerFactory.getLogger(PdfReport.class);

  private final Records records;
  private final Reports reports;

  PdfReport(Records records, Reports reports) {
    this.records = records;
    this.reports = reports;
  }

  private record Read(Answer answer, @Nullable List<Custody> custody) {}

  private static Set<String> parameters() {
    Set<String> parameters = new HashSet<>(HomeRoute.PARAMETERS);
    parameters.add(CERTIFICATION);
    return Set.copyOf(parameters);
  }

  Reply reply(Parameters sent) throws InvalidQuestionException {
    // What is wrong is told to programs, and so in English.
    boolean certification = certification(sent.find(CERTIFICATION), ENGLISH);
    Language language = sent.language();
    Read read =
        Asked.ask(
            records,
            sent,
            ENGLISH,
            (question, state) -> {
              Answer answer = state.plainAnswer(question);
              return new Read(
                  answer, certification ? CustodyTable.read(answer, state.snapshot()) : null);
            });
    try {
      Report report =
          reports.make(read.answer(), records.documents(), language.locale(), read.custody());
      return file(report, "inline", Api.cacheControl(read.answer()), language);
    } catch (TimestampException e) {
      LOG.error("a report was refused: {}", e.getMessage());
      return ApiRoute.problem("no_timestamp", 503, Map.of("Retry-After", RETRY_SECONDS));
    }
  }

  /**
   * A report as a file.
   *
   * @param disposition {@code inline}: to be shown; {@code attachment}: to be saved
   */
  static Reply file(Report report, String disposition, String cacheControl, Language language) {
    Map<String, String> headers = new HashMap<>(Reply.spoken(language));
    headers.put("Content-Disposition", disposition + "; filename=\"" + report.fileName() + "\"");
    return new Reply(200, MEDIA_TYPE, report.bytes(), cacheControl, headers);
  }

  private static boolean certification(@Nullable String value, Texts texts)
      throws InvalidQuestionException {
    if (value == null || value.equals("false")) {
      return false;
    }
    if (value.equals("true")) {
      return true;
    }
    throw new InvalidQuestionException(
        CERTIFICATION, "invalid", texts.text("error.parameter.certification"));
  }
}
