package org.relaywitness.evidence.bulk;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.InvalidQuestionException.Problem;
import org.relaywitness.lookup.QuestionParser;

/**
 * What holds for lines that do not say otherwise. A zone is for times and days without one; a
 * tolerance for instants.
 */
public record BulkDefaults(
    @Nullable String zone, @Nullable String tolerance, @Nullable String port) {
  /** No defaults: a local time without a zone is then an error of its line. */
  public static final BulkDefaults NONE = new BulkDefaults(null, null, null);

  /**
   * Checks them once, so that a mistake in them is not told for every line.
   *
   * @throws InvalidQuestionException with every problem
   */
  public void check(QuestionParser parser) throws InvalidQuestionException {
    List<Problem> problems = new ArrayList<>();
    try {
      parser.parse("192.0.2.1", null, "2020-01-01", zone, null, port);
    } catch (InvalidQuestionException e) {
      problems.addAll(e.problems());
    }
    try {
      parser.parse("192.0.2.1", "2020-01-01T00:00:00Z", null, null, tolerance, null);
    } catch (InvalidQuestionException e) {
      problems.addAll(e.problems());
    }
    if (!problems.isEmpty()) {
      throw new InvalidQuestionException(problems);
    }
  }
}
