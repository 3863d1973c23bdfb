package org.relaywitness.evidence.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.evidence.bulk.BulkLine.Written;
import org.relaywitness.lookup.InvalidQuestionException.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * All answers of a case in one JSON object, each as its own report has it, and the questions that
 * were refused with the reasons. It holds all that the report on the case is made of.
 */
public final class CaseJson {
  static final String QUESTIONS = "questions";
  static final String ANSWER = "answer";

  private static final JsonMapper JSON = new JsonMapper();

  private CaseJson() {}

  /**
   * A question of a case as a file states it, believed in nothing.
   *
   * @param answer its answer in JSON; {@code null}: it was refused
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Stated(
      long line,
      @Nullable String id,
      byte @Nullable [] answer,
      Written written,
      List<Problem> problems) {
    /** The same question with this answer, or refused as before. */
    public CaseEntry entry(org.relaywitness.lookup.@Nullable Answer now) {
      return new CaseEntry(line, id, now, written, now == null ? problems : List.of());
    }
  }

  /**
   * The object, in UTF-8.
   *
   * @param answers the JSON of each answer, in the order of the entries that have one
   */
  static byte[] bytes(List<CaseEntry> entries, List<byte[]> answers) {
    int[] next = {0};
    return JsonBody.bytes(
        body ->
            body.put("version", ProductVersion.current())
                .objects(
                    QUESTIONS,
                    entries,
                    (question, entry) -> {
                      question.put("line", entry.line()).put("id", entry.id());
                      if (entry.answer() == null) {
                        writeRefused(question, entry);
                      } else {
                        question.object(ANSWER, answers.get(next[0]++));
                      }
                    }));
  }

  private static void writeRefused(JsonBody question, CaseEntry entry) {
    question
        .put(ANSWER, (String) null)
        .put("address", entry.written().address())
        .put("time", entry.written().time())
        .objects(
            "problems",
            entry.problems(),
            (body, problem) ->
                body.put("parameter", problem.parameter())
                    .put("code", problem.code())
                    .put("detail", problem.detail())
                    .object(
                        "values", values -> new TreeMap<>(problem.values()).forEach(values::put)));
  }

  /** Whether this is the JSON of a case rather than of one answer. */
  public static boolean isCase(byte[] json) {
    try {
      return isCase(JSON.readTree(json));
    } catch (JacksonException e) {
      return false;
    }
  }

  /** Whether this is a case, as far as its form tells. */
  static boolean isCase(JsonNode json) {
    JsonNode questions = json.path(QUESTIONS);
    if (!questions.isArray() || questions.isEmpty() || questions.size() > CasePdf.MOST) {
      return false;
    }
    for (JsonNode question : questions) {
      JsonNode answer = question.path(ANSWER);
      boolean answered = answer.path("verdict").isString() && answer.path("question").isObject();
      if (!answered && !(answer.isNull() && !question.path("problems").isEmpty())) {
        return false;
      }
    }
    return true;
  }

  /**
   * The questions of a case.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static List<Stated> questions(byte[] json) {
    try {
      JsonNode read = JSON.readTree(json);
      if (!isCase(read)) {
        throw new IllegalArgumentException("not the JSON of a case");
      }
      List<Stated> questions = new ArrayList<>();
      for (JsonNode question : read.path(QUESTIONS)) {
        JsonNode answer = question.path(ANSWER);
        questions.add(
            new Stated(
                question.path("line").asLong(0),
                text(question, "id"),
                answer.isNull() ? null : JSON.writeValueAsBytes(answer),
                new Written(text(question, "address"), text(question, "time")),
                problems(question.path("problems"))));
      }
      return questions;
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  private static List<Problem> problems(JsonNode stated) {
    List<Problem> problems = new ArrayList<>();
    for (JsonNode problem : stated) {
      Map<String, String> values = new TreeMap<>();
      problem
          .path("values")
          .properties()
          .forEach(value -> values.put(value.getKey(), value.getValue().asString("")));
      problems.add(
          new Problem(
              problem.path("parameter").asString(""),
              problem.path("code").asString(""),
              problem.path("detail").asString(""),
              List.of(),
              values));
    }
    return problems;
  }

  private static @Nullable String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isString() ? value.stringValue() : null;
  }
}
