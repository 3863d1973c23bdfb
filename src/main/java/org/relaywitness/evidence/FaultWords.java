package org.relaywitness.evidence;

import java.util.Map;
import org.relaywitness.lookup.InvalidQuestionException.Problem;

/** What is wrong with a question, in words. */
public final class FaultWords {
  private FaultWords() {}

  /**
   * The problem in this language: in English what the parser says, which is most exact; in other
   * languages the sentence for this parameter and code, or the English in one of theirs.
   */
  public static String of(Problem problem, Texts texts) {
    if (texts.language() == Language.ENGLISH) {
      return problem.detail();
    }
    String key = "problem." + problem.parameter() + "." + problem.code();
    return texts.has(key)
        ? texts.text(key, problem.values())
        : texts.text("problem.any", Map.of("detail", problem.detail()));
  }
}
