package org.relaywitness.evidence;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.relaywitness.GoldenFile;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.ExampleRecords;
import tools.jackson.databind.ObjectMapper;

/** An answer as JSON and as plain text, held against golden files. */
class AnswerFormsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static String json(Answer answer) {
    String compact = new String(AnswerJson.bytes(answer, Documents.NONE), StandardCharsets.UTF_8);
    // Line by line, so that a difference can be read; the order of the members stays.
    return MAPPER
            .readTree(compact)
            .toPrettyString()
            .replace("\r\n", "\n")
            .replace(
                "\"version\" : \"" + ProductVersion.current() + "\"", "\"version\" : \"VERSION\"")
        + "\n";
  }

  private static String text(Answer answer) {
    return AnswerText.of(answer, Documents.NONE, Locale.ENGLISH)
        .replace("Relay Witness " + ProductVersion.current(), "Relay Witness VERSION");
  }

  @Test
  void json_exitObserved_isTheGoldenFile() {
    GoldenFile.assertMatches(
        "exit_observed.json", json(AnswerExamples.at(ExampleRecords.OBSERVED, "443")));
  }

  @Test
  void json_inconclusiveDay_isTheGoldenFile() {
    GoldenFile.assertMatches(
        "inconclusive_day.json", json(AnswerExamples.onDay(ExampleRecords.ABSENT, "2024-03-15")));
  }

  @Test
  void json_unknownValues_areNull() {
    String json = json(AnswerExamples.at(ExampleRecords.UNKNOWN));

    assertTrue(json.contains("\"policy\" : null"), json);
    assertTrue(json.contains("\"port_allowed\" : null"), json);
    assertTrue(json.contains("\"port\" : null"), json);
    assertTrue(json.contains("\"final_from\" : null"), json);
  }

  @Test
  void text_eachVerdict_isTheGoldenFile() {
    GoldenFile.assertMatches(
        "exit_observed.txt", text(AnswerExamples.at(ExampleRecords.OBSERVED, "25")));
    GoldenFile.assertMatches(
        "relay_no_exit_gap.txt", text(AnswerExamples.inGap(ExampleRecords.NO_EXIT)));
    GoldenFile.assertMatches(
        "not_listed_day.txt", text(AnswerExamples.onDay(ExampleRecords.NEIGHBOUR, "2024-03-05")));
  }

  @Test
  void text_everyLine_fitsEightyColumns() {
    text(AnswerExamples.at(ExampleRecords.OBSERVED, "25"))
        .lines()
        .forEach(line -> assertTrue(line.length() <= 80, line));
  }

  @Test
  void text_hostileNickname_cannotSteerTheTerminal() {
    String text = text(AnswerExamples.at(ExampleRecords.HOSTILE));

    assertTrue(text.contains("evil"), text);
    assertFalse(text.chars().anyMatch(c -> (c < 32 && c != '\n') || c == 0x202e), text);
  }
}
