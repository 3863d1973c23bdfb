package org.relaywitness.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.InvalidQuestionException.Problem;

/**
 * A question in the page's parameters: those of the API, those of the original service ({@code ip},
 * and {@code timestamp}, a day in UTC), and {@code time}, which with {@code date} makes an instant.
 */
record Asked(
    @Nullable String address,
    @Nullable String at,
    @Nullable String date,
    @Nullable String zone,
    @Nullable String tolerance,
    @Nullable String port) {

  /**
   * Reads the parameters and asks.
   *
   * @throws InvalidQuestionException with every problem, those of the parameters as such first
   */
  static Answer answer(Records records, Parameters sent, Texts texts)
      throws InvalidQuestionException {
    return ask(records, sent, texts, (question, state) -> state.answer(question));
  }

  /** Reads the parameters, and makes of the question whatever is wanted, as {@link #answer}. */
  static <T> T ask(Records records, Parameters sent, Texts texts, Records.Answering<T> answering)
      throws InvalidQuestionException {
    List<Problem> problems = new ArrayList<>(sent.problems());
    AskedZone zone = AskedZone.of(sent.find("zone"), texts);
    Asked asked = of(sent, zone.zone(), texts, problems);
    try {
      T answer =
          records.ask(
              answering,
              asked.address,
              asked.at,
              asked.date,
              asked.zone,
              asked.tolerance,
              asked.port);
      if (problems.isEmpty()) {
        return answer;
      }
    } catch (InvalidQuestionException e) {
      e.problems().stream()
          .map(problem -> placed(problem, sent, zone))
          .filter(problem -> problems.stream().noneMatch(known -> sameFault(known, problem)))
          .forEach(problems::add);
    }
    throw new InvalidQuestionException(problems);
  }

  /** The problem under the parameter where it was typed. */
  private static Problem placed(Problem problem, Parameters sent, AskedZone zone) {
    String date = sent.find("date");
    boolean composed = sent.find("time") != null && sent.find("at") == null && date != null;
    if (problem.parameter().equals("zone") && zone.problem() != null) {
      return zone.problem();
    }
    if (!problem.parameter().equals("at")) {
      return problem;
    }
    if (problem.code().equals("missing") && sent.find("at") == null) {
      return problem.at("date");
    }
    if (problem.code().equals("zone_missing")) {
      return problem.at("zone");
    }
    return composed && !isDay(date) ? problem.at("date") : problem;
  }

  private static boolean sameFault(Problem one, Problem other) {
    return one.parameter().equals(other.parameter()) && one.code().equals(other.code());
  }

  private static boolean isDay(@Nullable String text) {
    try {
      return text != null && LocalDate.parse(text.strip()) != null;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static Asked of(
      Parameters sent, @Nullable String zone, Texts texts, List<Problem> problems) {
    String address = either(sent, "ip", "address", texts, problems);
    String date = either(sent, "date", "timestamp", texts, problems);
    String time = sent.find("time");
    String at = sent.find("at");
    if (sent.find("timestamp") != null && zone != null) {
      problems.add(
          new Problem("timestamp", "conflict", texts.text("error.parameter.timestamp_zone")));
    }
    if (time != null && at == null) {
      if (date == null) {
        problems.add(new Problem("date", "missing", texts.text("error.parameter.date_needed")));
      } else {
        at = date.strip() + "T" + time.strip();
        date = null;
      }
    }
    return new Asked(address, at, date, zone, sent.find("tolerance"), sent.find("port"));
  }

  private static @Nullable String either(
      Parameters sent, String name, String other, Texts texts, List<Problem> problems) {
    String value = sent.find(name);
    String otherValue = sent.find(other);
    if (value != null && otherValue != null) {
      problems.add(
          new Problem(
              other, "conflict", texts.text("error.parameter.same_as", Map.of("other", name))));
    }
    return value == null ? otherValue : value;
  }
}
