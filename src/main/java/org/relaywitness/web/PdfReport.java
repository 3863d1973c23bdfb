package org.relaywitness.web;

import java.net.URI;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.pdf.AnswerPdf;
import org.relaywitness.evidence.pdf.PdfOptions;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.InvalidQuestionException;

/** The answer as a report in PDF, asked with the parameters of the page. */
final class PdfReport {
  static final Set<String> PARAMETERS = parameters();

  private static final String CERTIFICATION = "certification";
  private static final String MEDIA_TYPE = "application/pdf";

  private final Records records;
  private final @Nullable URI publicUrl;

  /** Reports whose link leads to {@code publicUrl}; {@code null}: without a link. */
  PdfReport(Records records, @Nullable URI publicUrl) {
    this.records = records;
    this.publicUrl = publicUrl;
  }

  private static Set<String> parameters() {
    Set<String> parameters = new HashSet<>(HomeRoute.PARAMETERS);
    parameters.add(CERTIFICATION);
    return Set.copyOf(parameters);
  }

  Reply reply(Parameters sent) throws InvalidQuestionException {
    String language = sent.find("lang");
    Locale locale = language == null ? Locale.ENGLISH : Locale.forLanguageTag(language.strip());
    Texts texts = Texts.of(locale);
    boolean certification = certification(sent.find(CERTIFICATION), texts);
    Answer answer = Asked.answer(records, sent, texts).by(null);
    byte[] pdf =
        AnswerPdf.bytes(
            answer, records.documents(), new PdfOptions(locale, publicUrl, certification));
    return new Reply(
        200,
        MEDIA_TYPE,
        pdf,
        Api.cacheControl(answer),
        Map.of(
            "Content-Disposition",
            "inline; filename=\"" + AnswerPdf.fileName(answer, records.documents()) + "\""));
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
