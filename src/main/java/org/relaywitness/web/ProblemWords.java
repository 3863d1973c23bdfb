package org.relaywitness.web;

import java.util.Map;
import org.relaywitness.evidence.FaultWords;
import org.relaywitness.evidence.Language;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.InvalidQuestionException.Problem;

/** What is wrong with a question, in the words of a page's language. */
final class ProblemWords {
  /** Faults of parameters as such, whatever they are called. */
  private static final Map<String, String> OF_ANY =
      Map.of(
          "unknown", "error.parameter.unknown",
          "repeated", "error.parameter.repeated");

  private ProblemWords() {}

  /**
   * The problem in the form's own words where it has any; the API's speak of parameters. In English
   * then what the parser says, which is most exact; in other languages the sentence for this
   * parameter and code.
   */
  static String detail(Problem problem, Texts texts) {
    String own = "form.problem." + problem.parameter() + "." + problem.code();
    if (texts.has(own)) {
      return texts.text(own);
    }
    boolean settled =
        texts.language() == Language.ENGLISH
            || texts.has("problem." + problem.parameter() + "." + problem.code());
    if (settled) {
      return FaultWords.of(problem, texts);
    }
    if (problem.code().equals("conflict")) {
      // Found in reading the page's own parameters, and said in its language.
      return problem.detail();
    }
    String any = OF_ANY.get(problem.code());
    if (any != null) {
      return texts.text(any);
    }
    return problem.parameter().isEmpty()
        ? texts.text("error.parameter.encoding")
        : FaultWords.of(problem, texts);
  }
}
