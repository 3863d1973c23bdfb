package org.relaywitness.evidence.bulk;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.InvalidQuestionException.Problem;
import org.relaywitness.lookup.Question;

/**
 * A line of the input, as it was understood.
 *
 * @param number where it stands, from 1: the line on which it begins, or its place in an array
 * @param id what the asker calls it; {@code null}: nothing
 * @param question {@code null} when the line is none
 * @param problems why it is none; empty when it is one
 * @param written what it asks about, as it stands there
 */
public record BulkLine(
    long number,
    @Nullable String id,
    @Nullable Question question,
    List<Problem> problems,
    Written written) {
  /**
   * Address and time as somebody wrote them, believed in nothing.
   *
   * @param address {@code null}: none was found
   * @param time {@code null}: none was found
   */
  public record Written(@Nullable String address, @Nullable String time) {
    /** Of a line in which nothing was found. */
    public static final Written NOTHING = new Written(null, null);
  }

  /** A question, or problems. */
  public BulkLine {
    problems = List.copyOf(problems);
    if ((question == null) == problems.isEmpty()) {
      throw new IllegalArgumentException("a line is a question or has problems");
    }
  }

  /** A line that cannot be read at all. */
  static BulkLine unreadable(long number, String code, String detail) {
    return new BulkLine(
        number, null, null, List.of(new Problem("line", code, detail)), Written.NOTHING);
  }
}
