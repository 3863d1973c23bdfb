package org.relaywitness.evidence.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.bulk.BulkLine;
import org.relaywitness.evidence.bulk.BulkLine.Written;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.InvalidQuestionException.Problem;
import org.relaywitness.lookup.Question;

/**
 * One of the questions of a case, with its answer, or why it has none.
 *
 * @param line where it stood in what was given
 * @param id what the asker calls it; {@code null}: nothing
 * @param answer {@code null} when it was refused
 * @param written what a refused line asks about, as it stands there
 * @param problems why it was refused; empty when it was answered
 */
public record CaseEntry(
    long line,
    @Nullable String id,
    @Nullable Answer answer,
    Written written,
    List<Problem> problems) {
  /** An answer, or problems. */
  public CaseEntry {
    problems = List.copyOf(problems);
    if ((answer == null) == problems.isEmpty()) {
      throw new IllegalArgumentException("an entry has an answer or problems");
    }
  }

  /** The answer to a line. */
  public static CaseEntry answered(long line, @Nullable String id, Answer answer) {
    return new CaseEntry(line, id, answer, Written.NOTHING, List.of());
  }

  /** The lines in their order, each answered or refused. */
  public static List<CaseEntry> all(List<BulkLine> lines, Function<Question, Answer> answering) {
    List<CaseEntry> entries = new ArrayList<>();
    for (BulkLine line : lines) {
      Question question = line.question();
      entries.add(
          question == null
              ? refused(line)
              : answered(line.number(), line.id(), answering.apply(question)));
    }
    return entries;
  }

  /** A line that is no question. */
  public static CaseEntry refused(BulkLine line) {
    return new CaseEntry(line.number(), line.id(), null, line.written(), line.problems());
  }
}
