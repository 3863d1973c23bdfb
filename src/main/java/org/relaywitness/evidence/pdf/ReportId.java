package org.relaywitness.evidence.pdf;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a report is called: the first sixteen hex digits of the SHA-256 of what its answer rests on,
 * which is the answer's JSON without the members that tell only how far the records reach and which
 * version answered: {@code as_of}, {@code version}, {@code coverage.first} and {@code
 * coverage.last}. So the name stays the same as long as the answer does, however many later records
 * are imported, and anybody can compute it from the JSON. The name of a case follows from all of
 * its answers likewise.
 *
 * @param name sixteen hex digits in upper case
 */
public record ReportId(String name) {
  private static final int GROUP = 4;
  private static final int GROUPS = 4;
  private static final List<String> STATE = List.of("as_of", "version");
  private static final List<String> COVERAGE_STATE = List.of("first", "last");
  private static final Pattern NAME = Pattern.compile("[0-9A-F]{16}");
  private static final Pattern WRITTEN =
      Pattern.compile("(?:RW)?[\\s-]*((?:[0-9A-Fa-f]{4}[\\s-]*){4})");
  private static final JsonMapper JSON = new JsonMapper();

  /** Sixteen hex digits in upper case. */
  public ReportId {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not the name of a report: " + name);
    }
  }

  /**
   * The name of the report on the answer, or the answers, with this JSON.
   *
   * @throws IllegalArgumentException when it is not the JSON of an answer
   */
  public static ReportId of(byte[] json) {
    try {
      if (JSON.readTree(json) instanceof ObjectNode answer) {
        return of(answer);
      }
      throw new IllegalArgumentException("an answer in JSON is an object");
    } catch (JacksonException e) {
      throw new IllegalArgumentException("not JSON", e);
    }
  }

  private static ReportId of(ObjectNode json) {
    removeState(json);
    for (JsonNode question : json.path(CaseJson.QUESTIONS)) {
      if (question.path(CaseJson.ANSWER) instanceof ObjectNode answer) {
        removeState(answer);
      }
    }
    byte[] substance = JSON.writeValueAsBytes(json);
    String digest = Sha256.digest(substance).toString();
    return new ReportId(digest.substring(0, GROUP * GROUPS).toUpperCase(Locale.ROOT));
  }

  private static void removeState(ObjectNode answer) {
    answer.remove(STATE);
    if (answer.path("coverage") instanceof ObjectNode coverage) {
      coverage.remove(COVERAGE_STATE);
    }
  }

  /** The name that somebody typed, with or without its hyphens; {@code null} when it is none. */
  public static @Nullable ReportId find(String typed) {
    Matcher written = WRITTEN.matcher(typed.strip());
    return written.matches()
        ? new ReportId(written.group(1).replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT))
        : null;
  }

  /** {@code RW-1A2B-3C4D-5E6F-7A8B}. */
  @Override
  public String toString() {
    StringBuilder id = new StringBuilder("RW");
    for (int group = 0; group < GROUPS; group++) {
      id.append('-').append(name, group * GROUP, (group + 1) * GROUP);
    }
    return id.toString();
  }
}
