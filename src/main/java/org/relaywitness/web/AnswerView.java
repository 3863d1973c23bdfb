package org.relaywitness.web;

import java.net.URI;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerWords;
import org.relaywitness.evidence.Glossary;
import org.relaywitness.evidence.NextSteps;
import org.relaywitness.evidence.QuestionLink;
import org.relaywitness.evidence.QuotationWords;
import org.relaywitness.evidence.Quotations;
import org.relaywitness.evidence.RecordWords;
import org.relaywitness.evidence.RelayWords;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.TimeStrip;
import org.relaywitness.lookup.Answer;

/** An answer as the page shows it. */
public final class AnswerView {
  private final Answer answer;
  private final AnswerWords words;
  private final Documents documents;
  private final String jsonAddress;
  private final @Nullable URI publicUrl;
  private final PageLanguage language;

  AnswerView(
      Answer answer,
      Documents documents,
      PageLanguage language,
      String jsonAddress,
      @Nullable URI publicUrl) {
    this.publicUrl = publicUrl;
    this.documents = documents;
    this.answer = answer;
    this.words = new AnswerWords(answer, language.language().locale());
    this.language = language;
    this.jsonAddress = jsonAddress;
  }

  /** The sentences of the page. */
  public Texts texts() {
    return words.texts();
  }

  /** The verdict's code, for the style sheet. */
  public String code() {
    return answer.verdict().code();
  }

  /** A sign that goes with the verdict's words, for the eye alone. */
  public String sign() {
    return switch (answer.verdict()) {
      case EXIT_OBSERVED, EXIT_POSSIBLE -> "\u2713";
      case RELAY_EXIT_UNKNOWN, INCONCLUSIVE -> "?";
      case RELAY_NO_EXIT -> "\u25d0";
      case NEAR_IN_TIME -> "\u2248";
      case NOT_LISTED -> "\u2715";
    };
  }

  /** The verdict in a few words. */
  public String label() {
    return words.label();
  }

  /** The verdict in one sentence. */
  public String headline() {
    return words.headline();
  }

  /** The verdict's meaning in one paragraph. */
  public String meaning() {
    return words.meaning();
  }

  /** The question as a sentence. */
  public String question() {
    return words.question();
  }

  /** That the answer is provisional. */
  public List<String> notices() {
    return words.notices();
  }

  /** What no answer says. */
  public String always() {
    return words.always();
  }

  /** Why the verdict is what it is, a short paragraph for each reason. */
  public List<String> why() {
    return words.why();
  }

  /** The relays that matched. */
  public List<RelayWords> relays() {
    return answer.relays().stream()
        .map(relay -> new RelayWords(relay, words, answer.question().port()))
        .toList();
  }

  /** The heading over the relays. */
  public String relaysHeading() {
    return texts().count("relay.section", answer.relays().size());
  }

  /** The verbatim lines. */
  public QuotationWords quotations() {
    return new QuotationWords(Quotations.of(answer, documents), answer, words);
  }

  /** Whether raw documents are kept here at all, so that it makes sense to link to them. */
  public boolean keepsDocuments() {
    return documents != Documents.NONE;
  }

  /** Where the calendar of the month asked about is found. */
  public String calendarAddress() {
    return CoverageRoute.address(YearMonth.from(answer.question().from().atOffset(ZoneOffset.UTC)));
  }

  /** The picture of the hours around the time asked. */
  public TimeStrip strip() {
    return new TimeStrip(answer, words);
  }

  /** The records used and missing. */
  public RecordWords records() {
    return new RecordWords(answer, words);
  }

  /** What this answer cannot say. */
  public List<String> limits() {
    return words.limits();
  }

  /** The newest record held; {@code null} when none is held. */
  public @Nullable String asOf() {
    return answer.asOf() == null
        ? null
        : texts().text("answer.as_of", Map.of("time", words.moments().utc(answer.asOf())));
  }

  /** What to do next, for each kind of reader. */
  public List<NextSteps.Step> steps() {
    return NextSteps.of(answer.verdict(), texts());
  }

  /** The words used on the page. */
  public List<Glossary.Entry> glossary() {
    return Glossary.entries(texts());
  }

  /** Where the same question is asked again, by whoever has nothing but this. */
  public String link() {
    return QuestionLink.of(publicUrl, answer.question(), language.language());
  }

  /** Where the same answer is found as JSON. */
  public String jsonAddress() {
    return jsonAddress;
  }

  /** Where the evidence bundle of the same answer is found. */
  public String bundleAddress() {
    return jsonAddress.replaceFirst("^/evidence\\.json", "/evidence.zip");
  }

  /** Where the same answer is found as PDF. */
  public String pdfAddress() {
    return jsonAddress.replaceFirst("^/evidence[.]json", "/evidence.pdf");
  }
}
