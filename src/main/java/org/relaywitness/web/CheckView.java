package org.relaywitness.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.relaywitness.evidence.AnswerComparison;
import org.relaywitness.evidence.AnswerComparison.Counts;
import org.relaywitness.evidence.AnswerWords;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.Untrusted;
import org.relaywitness.evidence.pdf.AnswerPdf;
import org.relaywitness.evidence.pdf.ReportFindings;
import org.relaywitness.evidence.pdf.ReportId;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Verdict;

/** What a report says compared with what the records say today, as the page shows it. */
public final class CheckView {
  private final Texts texts;
  private final AnswerWords today;
  private final boolean same;
  private final List<String> paragraphs = new ArrayList<>();
  private final List<String> changes = new ArrayList<>();
  private final List<String> pointers = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private final String answerAddress;

  private CheckView(Answer answer, Texts texts, boolean same, String answerAddress) {
    this.texts = texts;
    this.today = new AnswerWords(answer, texts.locale());
    this.same = same;
    this.answerAddress = answerAddress;
  }

  /** A name that somebody typed, and the answer of today to the question that was typed with it. */
  static CheckView ofName(
      ReportId typed, ReportId now, Answer answer, Texts texts, String answerAddress) {
    CheckView view = new CheckView(answer, texts, typed.equals(now), answerAddress);
    view.paragraphs.add(
        view.same
            ? texts.text("check.same.text", Map.of("id", typed))
            : texts.text("check.other.name", Map.of("id", typed, "now", now)));
    view.addReach(answer);
    return view;
  }

  /**
   * A report's file, compared.
   *
   * @param found what checking it by itself showed
   * @param identical whether its bytes are those of the report that is made today
   */
  static CheckView ofFile(
      ReportId report,
      AnswerComparison comparison,
      ReportFindings found,
      boolean identical,
      Answer answer,
      Texts texts,
      String answerAddress) {
    CheckView view = new CheckView(answer, texts, comparison.isSame(), answerAddress);
    view.addOutcome(report, comparison);
    if (identical) {
      view.paragraphs.add(texts.text("check.identical"));
    } else {
      view.addPages(comparison);
    }
    view.addRest(comparison, answer);
    view.findings.addAll(found.sentences(texts));
    return view;
  }

  /**
   * One answer of a report on several questions, compared.
   *
   * @param report what the report on it alone is called
   * @param identical whether the bytes of the whole are those of the report that is made today
   */
  static CheckView ofPart(
      ReportId report,
      AnswerComparison comparison,
      boolean identical,
      Answer answer,
      Texts texts,
      String answerAddress) {
    CheckView view = new CheckView(answer, texts, comparison.isSame(), answerAddress);
    view.addOutcome(report, comparison);
    if (!identical) {
      view.addPages(comparison);
    }
    view.addRest(comparison, answer);
    return view;
  }

  private void addOutcome(ReportId report, AnswerComparison comparison) {
    paragraphs.add(
        texts.text(
            comparison.isSame() ? "check.same.text" : "check.other.file", Map.of("id", report)));
  }

  /** That the pages may say something else than the answer within the file. */
  private void addPages(AnswerComparison comparison) {
    paragraphs.add(texts.text("check.pages", Map.of("verdict", label(comparison.verdictThen()))));
  }

  private void addRest(AnswerComparison comparison, Answer answer) {
    if (comparison.isSame()) {
      addReach(answer);
    } else if (comparison.isOfTheSameState()) {
      paragraphs.add(texts.text("check.other.state"));
    }
    addChanges(comparison);
  }

  private void addReach(Answer answer) {
    if (same && answer.asOf() != null) {
      paragraphs.add(
          texts.text("check.same.later", Map.of("time", today.moments().utc(answer.asOf()))));
    }
  }

  private void addChanges(AnswerComparison comparison) {
    if (comparison.isSame()) {
      return;
    }
    if (!comparison.verdictThen().equals(comparison.verdictNow())) {
      changes.add(
          texts.text(
              "check.change.verdict",
              Map.of(
                  "then", label(comparison.verdictThen()),
                  "now", label(comparison.verdictNow()))));
    }
    if (comparison.becameFinal()) {
      changes.add(texts.text("check.change.final"));
    }
    int[] missing = comparison.missing();
    if (missing[0] != missing[1]) {
      changes.add(
          texts.text("check.change.missing", Map.of("then", missing[0], "now", missing[1])));
    }
    addCounts("check.change.consensuses", comparison.consensuses());
    addCounts("check.change.exit_lists", comparison.exitLists());
    addCounts("check.change.relays", comparison.relays());
    if (changes.isEmpty()) {
      changes.add(texts.text("check.change.details"));
    }
    pointers.addAll(comparison.pointers());
  }

  private void addCounts(String key, Counts counts) {
    if (!counts.isNothing()) {
      changes.add(
          texts.text(
              key,
              Map.of(
                  "gone", counts.onlyThen(),
                  "new", counts.onlyNow(),
                  "changed", counts.changed())));
    }
  }

  /** The plain label of a verdict; a code that is none stands for itself. */
  private String label(String code) {
    for (Verdict verdict : Verdict.values()) {
      if (verdict.code().equals(code)) {
        return texts.text("verdict." + code + ".label", Map.of("port", ""));
      }
    }
    return Untrusted.shown(code);
  }

  /** The sentences of the page. */
  public Texts texts() {
    return texts;
  }

  /** Whether the records say the same as the report. */
  public boolean same() {
    return same;
  }

  /** The outcome in a few words. */
  public String title() {
    return title(same, texts);
  }

  /** In a few words, whether the records say the same as a report. */
  static String title(boolean same, Texts texts) {
    return texts.text(same ? "check.same.title" : "check.other.title");
  }

  /** The outcome, a paragraph each. */
  public List<String> paragraphs() {
    return paragraphs;
  }

  /** What has changed, a sentence each; empty when nothing has, or it cannot be told. */
  public List<String> changes() {
    return changes;
  }

  /** Where the attached answers differ, each a JSON pointer. */
  public List<String> pointers() {
    return pointers;
  }

  /** The heading over them. */
  public String pointersHeading() {
    return texts.text("check.pointers", Map.of("file", AnswerPdf.JSON_NAME));
  }

  /** What checking the file by itself showed, a sentence each. */
  public List<String> findings() {
    return findings;
  }

  /** Today's verdict in a few words. */
  public String label() {
    return today.label();
  }

  /** Today's verdict in a sentence. */
  public String headline() {
    return today.headline();
  }

  /** The question. */
  public String question() {
    return today.question();
  }

  /** The time asked about. */
  public String time() {
    return today.time();
  }

  /** Where the whole answer is found. */
  public String answerAddress() {
    return answerAddress;
  }
}
