package org.relaywitness.evidence;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.QuestionParser;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the question back out of an answer's JSON, so that it can be asked again. */
public final class StatedQuestion {
  private static final JsonMapper JSON = new JsonMapper();

  private StatedQuestion() {}

  /**
   * The question that this answer states.
   *
   * @throws InvalidQuestionException when it states none that can be asked
   */
  public static Question parse(byte[] answer, QuestionParser parser)
      throws InvalidQuestionException {
    try {
      JsonNode question = JSON.readTree(answer).path("question");
      String zone = text(question, "zone");
      return parser.parse(
          text(question, "address"),
          instant(text(question, "at"), zone),
          text(question, "date"),
          zone,
          text(question, "tolerance"),
          text(question, "port"));
    } catch (JacksonException | DateTimeException e) {
      throw new InvalidQuestionException(
          "question", "malformed", "the file holds no question that can be asked again");
    }
  }

  /** The instant with the offset that the zone had then: an offset that disagrees is refused. */
  private static @Nullable String instant(@Nullable String at, @Nullable String zone) {
    if (at == null) {
      return null;
    }
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(
        Instant.parse(at).atZone(ZoneId.of(zone == null ? "UTC" : zone)).toOffsetDateTime());
  }

  private static @Nullable String text(JsonNode question, String name) {
    JsonNode value = question.path(name);
    return value.isMissingNode() || value.isNull() ? null : value.asString();
  }
}
