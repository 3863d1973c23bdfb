package org.relaywitness.lookup;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A question that cannot be asked as it stands: names every parameter at fault, not the first. */
public final class InvalidQuestionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * One thing wrong with a question.
   *
   * @param parameter the parameter's name in the API: {@code address}, {@code at}, {@code date},
   *     {@code zone}, {@code tolerance}, {@code port}, ...
   * @param code a stable word for programs: {@code missing}, {@code malformed}, {@code ambiguous},
   *     {@code future}, {@code gap}, {@code overlap}, {@code out_of_range}, ...
   * @param detail what was found and what is expected, in English; never repeats an address
   * @param choices values to choose from instead, of which each can be read; often none
   * @param values what the detail names, by what it is, for saying the same in another language
   */
  public record Problem(
      String parameter,
      String code,
      String detail,
      List<String> choices,
      Map<String, String> values) {
    /** A problem that leaves nothing to choose from, and whose detail names nothing of its own. */
    public Problem(String parameter, String code, String detail) {
      this(parameter, code, detail, List.of(), Map.of());
    }

    /** Choices and values are copied. */
    public Problem {
      choices = List.copyOf(choices);
      values = Map.copyOf(values);
    }

    /** The same problem, told of another parameter. */
    public Problem at(String other) {
      return new Problem(other, code, detail, choices, values);
    }
  }

  /** An invalid question with one problem. */
  public InvalidQuestionException(String parameter, String code, String detail) {
    this(List.of(new Problem(parameter, code, detail)));
  }

  /** An invalid question with one problem, whose detail names these values. */
  InvalidQuestionException(
      String parameter, String code, String detail, Map<String, String> values) {
    this(List.of(new Problem(parameter, code, detail, List.of(), values)));
  }

  /** An invalid question with all its problems, at least one. */
  public InvalidQuestionException(List<Problem> problems) {
    super(problems.stream().map(Problem::detail).collect(Collectors.joining("; ")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("an invalid question has a problem");
    }
    this.problems = List.copyOf(problems);
  }

  /** All problems, in the order of the parameters; never empty. */
  public List<Problem> problems() {
    return problems;
  }

  /** The first parameter at fault, by its name in the API. */
  public String parameter() {
    return problems.get(0).parameter();
  }

  /** A stable word for programs, of the first problem. */
  public String code() {
    return problems.get(0).code();
  }

  /** What was found and what is expected, of the first problem. */
  public String detail() {
    return problems.get(0).detail();
  }
}
