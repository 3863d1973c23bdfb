package org.relaywitness.web;

import java.util.List;
import java.util.Map;
import org.relaywitness.evidence.Texts;

/**
 * The form that takes several questions, with what was typed.
 *
 * @param action where it is sent
 * @param hint of the field for the lines
 * @param problems what is wrong, a sentence each
 */
public record CaseForm(
    String action, String hint, String lines, String zone, List<String> problems) {
  private static final String ONE = "203.0.113.77 2024-03-06T13:30:00+01:00";
  private static final String OTHER = "203.0.113.77, 2024-03-06 13:30:00, Europe/Berlin";

  /** Lists are copied. */
  public CaseForm {
    problems = List.copyOf(problems);
  }

  /** The form, filled with what was sent. */
  static CaseForm of(Parameters sent, PageLanguage language, List<String> problems) {
    Texts texts = language.texts();
    return new CaseForm(
        language.keep(CaseRoute.PATH),
        texts.text("case.lines.hint", Map.of("one", ONE, "other", OTHER, "n", CaseRoute.MOST)),
        sent.typed(CaseRoute.LINES),
        sent.typed(CaseRoute.ZONE),
        problems);
  }
}
