package org.relaywitness.evidence;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.QuestionParser;
import org.relaywitness.lookup.RelayHistory;

/** Answers from the example records, by the real rule. */
public final class AnswerExamples {
  public static final String ASKED = "2024-03-05T14:07:00";
  public static final String ZONE = "Europe/Berlin";

  private AnswerExamples() {}

  public static Answer at(String address) {
    return at(address, ASKED, ZONE, null, null);
  }

  public static Answer at(String address, String port) {
    return at(address, ASKED, ZONE, null, port);
  }

  public static Answer inGap(String address) {
    return at(address, ExampleRecords.IN_GAP.toString(), null, null, null);
  }

  public static Answer at(
      String address,
      String at,
      @Nullable String zone,
      @Nullable String tolerance,
      @Nullable String port) {
    return answer(ExampleRecords.CLOCK.instant(), address, at, null, zone, tolerance, port);
  }

  public static Answer onDay(String address, String date) {
    return answer(ExampleRecords.CLOCK.instant(), address, null, date, null, null, null);
  }

  public static Answer answer(
      Instant now,
      String address,
      @Nullable String at,
      @Nullable String date,
      @Nullable String zone,
      @Nullable String tolerance,
      @Nullable String port) {
    try {
      Question question =
          new QuestionParser(Clock.fixed(now, ZoneOffset.UTC))
              .parse(address, at, date, zone, tolerance, port);
      return ExampleRecords.history().read(snapshot -> Lookup.answer(question, snapshot, now));
    } catch (InvalidQuestionException e) {
      throw new AssertionError(e);
    }
  }

  /** The answer that other records give. */
  public static Answer over(RelayHistory history, Question question) {
    return history.read(
        snapshot -> Lookup.answer(question, snapshot, ExampleRecords.CLOCK.instant()));
  }
}
