package org.relaywitness.web;

import java.util.List;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.pdf.ReportFindings;

/**
 * What a report on several questions says compared with what the records say today.
 *
 * @param paragraphs the outcome for the file as a whole
 * @param parts one for each question that has an answer
 * @param findings what checking the file by itself showed, a sentence each
 */
public record CaseCheckView(
    Texts texts, List<String> paragraphs, List<Part> parts, List<String> findings) {
  /** One of the answers, under a heading. */
  public record Part(String heading, CheckView view) {}

  /** Lists are copied. */
  public CaseCheckView {
    paragraphs = List.copyOf(paragraphs);
    parts = List.copyOf(parts);
    findings = List.copyOf(findings);
  }

  /**
   * A report's file, compared.
   *
   * @param identical whether its bytes are those of the report that is made today
   */
  static CaseCheckView of(List<Part> parts, ReportFindings found, boolean identical, Texts texts) {
    return new CaseCheckView(
        texts,
        identical ? List.of(texts.text("check.case.identical")) : List.of(),
        parts,
        found.sentences(texts));
  }

  /** Whether the records say the same as the report on every question. */
  public boolean same() {
    return parts.stream().allMatch(part -> part.view().same());
  }

  /** The outcome in a few words. */
  public String title() {
    return CheckView.title(same(), texts);
  }
}
