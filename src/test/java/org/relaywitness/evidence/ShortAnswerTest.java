package org.relaywitness.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Answer.ScanSeen;
import org.relaywitness.lookup.ExampleRecords;

/** What is shown first of much: nothing that decides may be left out. */
class ShortAnswerTest {
  private static final Texts ENGLISH = Texts.of(Locale.ENGLISH);

  private static AnswerWords words(Answer answer) {
    return new AnswerWords(answer, Locale.ENGLISH);
  }

  private static RecordWords records(Answer answer) {
    return new RecordWords(answer, words(answer));
  }

  private static String commonPorts(String policy) {
    return PolicyWords.commonPorts(Objects.requireNonNull(ExitPolicySummary.find(policy)), ENGLISH);
  }

  @Test
  void scans_many_areTheNearestInOrderOfTime() {
    Answer answer = AnswerExamples.at(ExampleRecords.OBSERVED);
    RelayMatch relay = answer.relays().get(0);
    ScanSeen seen = relay.scans().get(0);
    Instant asked = answer.question().from();
    List<ScanSeen> scans = new ArrayList<>();
    // Those before the time asked are near only: the others come first, however far they are.
    for (int hours = -7; hours <= 7; hours++) {
      scans.add(
          new ScanSeen(
              seen.address(), asked.plus(Duration.ofHours(hours)), hours >= 0, seen.list()));
    }
    Collections.reverse(scans);
    RelayWords shown = new RelayWords(with(relay, scans), words(answer), null);

    assertEquals(10, shown.scans().size());
    assertEquals(
        List.of("no, only near in time", "no, only near in time", "yes"),
        shown.scans().subList(0, 3).stream().map(RelayWords.ScanRow::when).toList());
    assertEquals("2 hours before the time asked", shown.scans().get(0).distance());
    assertEquals("And 5 more tests; all of them are in the JSON answer.", shown.moreScans());
  }

  @Test
  void scans_few_areAllShown() {
    Answer answer = AnswerExamples.at(ExampleRecords.OBSERVED);
    RelayMatch relay = answer.relays().get(0);
    RelayWords shown = new RelayWords(relay, words(answer), null);

    assertEquals(relay.scans().size(), shown.scans().size());
    assertNull(shown.moreScans());
  }

  private static RelayMatch with(RelayMatch relay, List<ScanSeen> scans) {
    return new RelayMatch(
        relay.fingerprint(),
        relay.nickname(),
        relay.matched(),
        relay.orAddresses(),
        relay.exitFlag(),
        relay.badExitFlag(),
        relay.policy(),
        relay.portAllowed(),
        relay.listed(),
        scans,
        relay.verdict(),
        relay.inForce());
  }

  @Test
  void consensuses_inForce_areShownFirst() {
    List<RecordWords.ShortRow> rows =
        records(AnswerExamples.at(ExampleRecords.POSSIBLE)).shortConsensuses();

    assertEquals(
        List.of("5 March 2024, 11:00", "5 March 2024, 12:00", "5 March 2024, 13:00"),
        rows.stream().map(RecordWords.ShortRow::time).toList());
    assertEquals("in force; names a relay that matched", rows.get(0).role());
  }

  @Test
  void consensuses_noneInForceNamesTheRelay_theLastThatDoesIsShown() {
    List<RecordWords.ShortRow> rows =
        records(AnswerExamples.at(ExampleRecords.LEFT)).shortConsensuses();

    assertEquals("5 March 2024, 08:00", rows.get(0).time());
    assertEquals("expired, still usable; names a relay that matched", rows.get(0).role());
    assertEquals("in force; names none that matched", rows.get(1).role());
    assertEquals(4, rows.size());
  }

  @Test
  void consensuses_notVerified_areAlwaysShown() {
    int found = 0;
    for (int day = 1; day <= 19; day++) {
      Answer answer =
          AnswerExamples.onDay(ExampleRecords.OBSERVED, String.format("2024-03-%02d", day));
      RecordWords records = records(answer);
      List<String> shown =
          records.shortConsensuses().stream().map(RecordWords.ShortRow::sha256).toList();
      for (RecordWords.RecordRow row : records.consensuses()) {
        if (!row.verification().startsWith("verified") || row.verification().contains("another")) {
          found++;
          assertTrue(shown.contains(row.sha256()), row.toString());
        }
      }
      assertTrue(shown.size() <= 12, answer.question().toString());
    }
    assertTrue(found > 0);
  }

  @Test
  void exitLists_shown_areThoseThatReportTheTests() {
    List<RecordWords.ShortRow> rows =
        records(AnswerExamples.at(ExampleRecords.OBSERVED)).shortExitLists();

    assertEquals("the test of 5 March 2024, 10:41:12", rows.get(1).role());
    assertTrue(records(AnswerExamples.at(ExampleRecords.ABSENT)).shortExitLists().isEmpty());
  }

  @Test
  void commonPorts_eachRule_saysWhatItAllows() {
    assertEquals(
        "Of the ports in most common use it allowed, to most addresses, 80 (web) and 443"
            + " (encrypted web), but not 22 (remote login) or 25 (mail)",
        commonPorts("accept 80,443"));
    assertEquals(
        "Of the ports in most common use it allowed, to most addresses, all of these: 80 (web),"
            + " 443 (encrypted web), 22 (remote login) and 25 (mail)",
        commonPorts("accept 1-65535"));
    assertEquals(
        "Of the ports in most common use it allowed, to most addresses, none of these: 80 (web),"
            + " 443 (encrypted web), 22 (remote login) and 25 (mail)",
        commonPorts("accept 6667"));
  }

  @Test
  void why_longPolicy_isNotQuotedWithinTheSentence() {
    ExitPolicySummary policy =
        Objects.requireNonNull(
            ExitPolicySummary.find(
                "accept 20-23,43,53,79-81,88,110,143,194,220,389,443,464-465,531"));

    assertTrue(PolicyWords.isLong(policy));
    assertFalse(
        PolicyWords.isLong(Objects.requireNonNull(ExitPolicySummary.find("accept 80,443"))));
  }

  @Test
  void why_eachReason_isAParagraphOfItsOwn() {
    List<String> why = words(AnswerExamples.at(ExampleRecords.POSSIBLE)).why();

    assertEquals(4, why.size());
    assertTrue(why.get(0).startsWith("With this address"), why.get(0));
    assertTrue(why.get(1).startsWith("By the summary of its exit policy"), why.get(1));
    assertTrue(why.get(2).startsWith("No test on record"), why.get(2));
    assertTrue(why.get(3).startsWith("The 3 lists of relays that weigh most"), why.get(3));
  }
}
