package org.relaywitness.evidence.pdf;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.relaywitness.evidence.AnswerExamples;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.ExampleRecords;

/** An answer of each verdict, and of what else changes the look of a report. */
final class ReportExamples {
  static final URI PUBLIC = URI.create("https://witness.example/tor");

  private ReportExamples() {}

  /** By a name that is fit for a file. */
  static Map<String, Answer> answers() {
    Map<String, Answer> answers = new LinkedHashMap<>();
    answers.put("exit_observed", AnswerExamples.at(ExampleRecords.OBSERVED, "443"));
    answers.put("exit_possible", AnswerExamples.at(ExampleRecords.POSSIBLE));
    answers.put("relay_exit_unknown", AnswerExamples.at(ExampleRecords.UNKNOWN));
    answers.put("relay_no_exit_gap", AnswerExamples.inGap(ExampleRecords.NO_EXIT));
    answers.put("near_in_time", near());
    answers.put("not_listed", AnswerExamples.onDay(ExampleRecords.NEIGHBOUR, "2024-03-05"));
    answers.put("inconclusive", AnswerExamples.inGap(ExampleRecords.ABSENT));
    answers.put("hostile", AnswerExamples.at(ExampleRecords.HOSTILE));
    answers.put("doubtful", doubtful());
    return answers;
  }

  /** One of {@link #answers}. */
  static Answer answer(String name) {
    return Objects.requireNonNull(answers().get(name), name);
  }

  private static Answer near() {
    return AnswerExamples.at(
        ExampleRecords.LEFT, "2024-03-07T00:30:00", AnswerExamples.ZONE, "PT5M", "25");
  }

  private static Answer doubtful() {
    return AnswerExamples.at(
        ExampleRecords.IPV6, "2024-03-10T13:30:00", "Europe/London", null, null);
  }

  /** The answer, with all its relays called so. */
  static Answer named(Answer answer, String nickname) {
    List<RelayMatch> relays =
        answer.relays().stream()
            .map(
                relay ->
                    new RelayMatch(
                        relay.fingerprint(),
                        nickname,
                        relay.matched(),
                        relay.orAddresses(),
                        relay.exitFlag(),
                        relay.badExitFlag(),
                        relay.policy(),
                        relay.portAllowed(),
                        relay.listed(),
                        relay.scans(),
                        relay.verdict(),
                        relay.inForce()))
            .toList();
    return new Answer(
        answer.question(),
        answer.verdict(),
        answer.inForce(),
        answer.provisional(),
        answer.finalFrom(),
        answer.asOf(),
        relays,
        answer.consensuses(),
        answer.exitLists(),
        answer.coverage(),
        answer.nearby(),
        answer.limits());
  }

  static PdfOptions full() {
    return new PdfOptions(Locale.ENGLISH, PUBLIC, true);
  }
}
