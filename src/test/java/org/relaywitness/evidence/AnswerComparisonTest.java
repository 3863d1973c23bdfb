package org.relaywitness.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerComparison.Counts;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.QuestionParser;

class AnswerComparisonTest {
  private static final QuestionParser PARSER =
      new QuestionParser(Clock.fixed(Instant.parse("2026-11-25T12:00:00Z"), ZoneOffset.UTC));

  private static byte[] json(Answer answer) {
    return AnswerJson.bytes(answer, Documents.NONE);
  }

  private static byte[] changed(byte[] json, String pattern, String by) {
    String text = new String(json, StandardCharsets.UTF_8);
    String other = text.replaceFirst(pattern, by);
    assertFalse(other.equals(text), pattern);
    return other.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void of_laterState_isTheSame() {
    byte[] then = json(AnswerExamples.at(ExampleRecords.OBSERVED));
    byte[] now = changed(then, "\"as_of\":\"[^\"]+\"", "\"as_of\":\"2031-01-01T00:00:00Z\"");

    AnswerComparison comparison = AnswerComparison.of(then, now);

    assertTrue(comparison.isSame());
    assertFalse(comparison.isOfTheSameState());
    assertTrue(AnswerComparison.of(then, then).isOfTheSameState());
  }

  @Test
  void of_documentsGoneNewAndChanged_countsEach() {
    byte[] then = json(AnswerExamples.at(ExampleRecords.OBSERVED));
    byte[] now = changed(then, "(?<=\"consensuses\":\\[)\\{[^}]+\\},", "");
    now = changed(now, "\"verification\":\"[^\"]+\"", "\"verification\":\"insufficient\"");
    now =
        changed(
            now,
            "(?<=\"exit_lists\":\\[)",
            "{\"time\":null,\"sha256\":\"" + "ab".repeat(32) + "\",\"path\":\"x\"},");

    AnswerComparison comparison = AnswerComparison.of(then, now);

    assertEquals(new Counts(1, 0, 1), comparison.consensuses());
    assertEquals(new Counts(0, 1, 0), comparison.exitLists());
    assertTrue(comparison.relays().isNothing());
    assertFalse(comparison.isSame());
    assertEquals(List.of("/consensuses", "/exit_lists"), comparison.pointers());
  }

  @Test
  void of_otherVerdict_tellsBoth() {
    byte[] then = json(AnswerExamples.inGap(ExampleRecords.ABSENT));
    byte[] now = changed(then, "\"inconclusive\"", "\"not_listed\"");

    AnswerComparison comparison = AnswerComparison.of(then, now);

    assertEquals("inconclusive", comparison.verdictThen());
    assertEquals("not_listed", comparison.verdictNow());
    assertEquals(comparison.missing()[0], comparison.missing()[1]);
    assertTrue(comparison.missing()[0] > 0);
  }

  @Test
  void of_noJson_isRefused() {
    byte[] answer = json(AnswerExamples.at(ExampleRecords.OBSERVED));

    assertThrows(
        IllegalArgumentException.class, () -> AnswerComparison.of(answer, new byte[] {'{'}));
  }

  @Test
  void statedQuestion_eachKind_isTheQuestion() throws InvalidQuestionException {
    for (Answer answer :
        List.of(
            AnswerExamples.at(ExampleRecords.OBSERVED, "443"),
            AnswerExamples.at(
                ExampleRecords.IPV6, "2024-03-10T13:30:00", "Europe/London", null, null),
            AnswerExamples.at(
                ExampleRecords.LEFT, "2024-03-07T00:30:00", AnswerExamples.ZONE, "PT5M", "25"),
            AnswerExamples.onDay(ExampleRecords.NEIGHBOUR, "2024-03-05"))) {
      assertEquals(answer.question(), StatedQuestion.parse(json(answer), PARSER));
    }
  }

  @Test
  void statedQuestion_noneThatCanBeAsked_isRefused() {
    for (String text :
        List.of(
            "",
            "[]",
            "{}",
            "{\"question\":{}}",
            "{\"question\":{\"address\":\"x\",\"at\":\"2024-03-05T00:00:00Z\",\"zone\":\"UTC\"}}",
            "{\"question\":{\"address\":\"192.0.2.1\",\"at\":\"yesterday\",\"zone\":\"UTC\"}}",
            "{\"question\":{\"address\":\"192.0.2.1\",\"at\":\"2024-03-05T00:00:00Z\",\"zone\":\"X\"}}")) {
      assertThrows(
          InvalidQuestionException.class,
          () -> StatedQuestion.parse(text.getBytes(StandardCharsets.UTF_8), PARSER),
          text);
    }
  }
}
