package org.relaywitness.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.Verdict;

class AnswerWordsTest {

  private static AnswerWords words(Answer answer) {
    return new AnswerWords(answer, Locale.ENGLISH);
  }

  private static void assertHeadline(Verdict verdict, String headline, Answer answer) {
    assertEquals(verdict, answer.verdict());
    assertEquals(headline, words(answer).headline());
  }

  @Test
  void headline_exitObserved_namesTheDistanceOfTheNearestScan() {
    assertHeadline(
        Verdict.EXIT_OBSERVED,
        "Tor traffic was seen to leave from 198.51.100.7: a test connection through the Tor"
            + " network came out there 2 hours 25 minutes before the time asked.",
        AnswerExamples.at(ExampleRecords.OBSERVED));
  }

  @Test
  void headline_exitObservedButPortRejected_saysSoInTheSameSentence() {
    assertHeadline(
        Verdict.EXIT_OBSERVED,
        "Tor traffic was seen to leave from 198.51.100.7: a test connection through the Tor"
            + " network came out there 2 hours 25 minutes before the time asked; but the published"
            + " rules of the relay did not allow traffic to port 25 to most addresses.",
        AnswerExamples.at(ExampleRecords.OBSERVED, "25"));
  }

  @Test
  void headline_exitPossible_saysThatTrafficCouldLeave() {
    assertHeadline(
        Verdict.EXIT_POSSIBLE,
        "198.51.100.20 was a Tor relay at the time asked, and Tor traffic could leave from it.",
        AnswerExamples.at(ExampleRecords.POSSIBLE));
  }

  @Test
  void headline_exitPossibleForAPort_namesThePort() {
    assertHeadline(
        Verdict.EXIT_POSSIBLE,
        "198.51.100.20 was a Tor relay at the time asked, and Tor traffic to port 443 could leave"
            + " from it.",
        AnswerExamples.at(ExampleRecords.POSSIBLE, "443"));
  }

  @Test
  void headline_badExit_saysThatOrdinaryClientsAvoidedIt() {
    assertHeadline(
        Verdict.EXIT_POSSIBLE,
        "198.51.100.70 was a Tor relay at the time asked, and Tor traffic could leave from it;"
            + " ordinary Tor clients avoided it as an exit, because the network’s authorities had"
            + " marked it “BadExit”.",
        AnswerExamples.at(ExampleRecords.BAD_EXIT));
  }

  @Test
  void headline_notInForce_saysWhenLastListedAndThatItIsAbsent() {
    assertHeadline(
        Verdict.EXIT_POSSIBLE,
        "198.51.100.50 had been a listed Tor relay before the time asked, and Tor traffic could"
            + " still leave from it; it was last listed 5 hours 7 minutes before, and is absent"
            + " from every list of relays (consensus) in force at the time asked.",
        AnswerExamples.at(ExampleRecords.LEFT));
  }

  @Test
  void headline_listsInForceMissing_neverCallsTheAddressAbsentFromThem() {
    String headline = words(AnswerExamples.inGap(ExampleRecords.POSSIBLE)).headline();

    assertTrue(headline.endsWith("in force at the time asked are missing."), headline);
    assertFalse(headline.contains("absent"), headline);
  }

  @Test
  void headline_exitUnknown_saysThatItIsNotKnown() {
    assertHeadline(
        Verdict.RELAY_EXIT_UNKNOWN,
        "198.51.100.40 was a Tor relay at the time asked, but whether Tor traffic could leave from"
            + " it is not known.",
        AnswerExamples.at(ExampleRecords.UNKNOWN));
  }

  @Test
  void headline_noExit_speaksOfMostAddresses() {
    assertHeadline(
        Verdict.RELAY_NO_EXIT,
        "198.51.100.30 was a Tor relay at the time asked, but by its published rules Tor traffic"
            + " could not leave from it to most addresses.",
        AnswerExamples.at(ExampleRecords.NO_EXIT));
  }

  @Test
  void headline_noExitWithRecordsMissing_opensWithWhatIsMissing() {
    AnswerWords words = words(AnswerExamples.inGap(ExampleRecords.NO_EXIT));

    assertTrue(
        words
            .headline()
            .startsWith(
                "23 of 75 records of that time are missing; this is not a no: 198.51.100.30 "),
        words.headline());
    assertEquals("A Tor relay; no exit in the records held", words.label());
  }

  @Test
  void headline_near_asksToCheckClockAndZone() {
    assertHeadline(
        Verdict.NEAR_IN_TIME,
        "198.51.100.50 is not in the records of the time asked, but it is in earlier ones, until"
            + " 5 March 2024, 08:00:00 UTC: check the clock and the time zone.",
        AnswerExamples.at(ExampleRecords.LEFT, "2024-03-07T06:00:00Z", null, null, null));
  }

  @Test
  void headline_nearWithRecordsMissing_opensWithWhatIsMissing() {
    Answer answer =
        AnswerExamples.at(ExampleRecords.OBSERVED, "2024-02-29T12:00:00Z", null, null, null);

    assertEquals(Verdict.NEAR_IN_TIME, answer.verdict());
    String headline = words(answer).headline();
    assertTrue(
        headline.matches("[0-9]+ of [0-9]+ records of that time are missing; this is not a no: .*"),
        headline);
    assertTrue(headline.contains("from 1 March 2024, 00:00:00 UTC on"), headline);
  }

  @Test
  void distance_afterAnInstant_isCountedFromTheInstantItself() {
    AnswerWords words = words(AnswerExamples.at(ExampleRecords.OBSERVED));

    assertEquals(
        "1 hour after the time asked", words.distance(ExampleRecords.AT.plus(Duration.ofHours(1))));
    assertEquals(
        "1 hour before the time asked",
        words.distance(ExampleRecords.AT.minus(Duration.ofHours(1))));
  }

  @Test
  void meaning_exitObservedButPortRejected_doesNotSayThatSuchTrafficLeft() {
    assertTrue(
        words(AnswerExamples.at(ExampleRecords.OBSERVED))
            .meaning()
            .contains("can have come from any user of the network"));
    assertTrue(
        words(AnswerExamples.at(ExampleRecords.OBSERVED, "25"))
            .meaning()
            .contains("that traffic of the kind in question left"));
  }

  @Test
  void meaning_noExitForAPort_namesThePort() {
    String meaning = words(AnswerExamples.at(ExampleRecords.POSSIBLE, "25")).meaning();

    assertTrue(meaning.contains("to port 25 of an ordinary service"), meaning);
  }

  @Test
  void why_everyVerdictWithLists_tellsHowManyAuthoritiesSigned() {
    assertTrue(
        lastReason(AnswerExamples.at(ExampleRecords.OBSERVED))
            .contains("by at least 7 of 9 directory authorities; 5 are needed"));
    assertTrue(
        lastReason(AnswerExamples.onDay(ExampleRecords.ABSENT, "2024-03-05"))
            .startsWith("The 26 lists of relays that weigh most in this answer are each signed"));
  }

  @Test
  void why_listNotVerified_doesNotSayThatItIsSigned() {
    String reason =
        lastReason(
            AnswerExamples.at(ExampleRecords.OBSERVED, "2024-03-18T13:00:00", "UTC", null, null));

    assertTrue(reason.contains("could not be shown to be signed"), reason);
    assertFalse(reason.contains("The signatures were checked"), reason);
  }

  @Test
  void why_noListInForceHeldAndNoneNamesTheAddress_saysNothingOfSignatures() {
    words(AnswerExamples.inGap(ExampleRecords.ABSENT))
        .why()
        .forEach(reason -> assertFalse(reason.contains("signed by"), reason));
  }

  private static String lastReason(Answer answer) {
    List<String> why = words(answer).why();
    return why.get(why.size() - 1);
  }

  @Test
  void headline_notListed_saysThatTheRecordsAreComplete() {
    assertHeadline(
        Verdict.NOT_LISTED,
        "192.0.2.1 was not a listed Tor relay at the time asked, and no test saw Tor traffic leave"
            + " from it; the records of that time are complete.",
        AnswerExamples.at(ExampleRecords.ABSENT));
  }

  @Test
  void headline_inconclusive_countsWhatIsMissing() {
    assertHeadline(
        Verdict.INCONCLUSIVE,
        "No answer is possible: 192.0.2.1 is in none of the records held for the time asked, but"
            + " records of that time are missing (23 of 75).",
        AnswerExamples.inGap(ExampleRecords.ABSENT));
  }

  @Test
  void why_trafficLeftFromAnotherAddress_namesTheListedOne() {
    String why = String.join(" ", words(AnswerExamples.at(ExampleRecords.SEEN_ELSEWHERE)).why());

    assertTrue(why.contains("took connections at another address (198.51.100.7)"), why);
    assertTrue(
        why.contains(
            "5 March 2024, 12:00:03 (Europe/Berlin, UTC+01:00) = 5 March 2024, 11:00:03 UTC"),
        why);
  }

  @Test
  void why_inconclusive_namesTheMissingHours() {
    String why = String.join(" ", words(AnswerExamples.inGap(ExampleRecords.ABSENT)).why());

    assertTrue(why.contains("15 March 2024, 03:00 to 15 March 2024, 06:00 (4 hours)"), why);
    assertTrue(why.contains("neither a yes nor a no"), why);
  }

  @Test
  void notices_provisional_nameWhenTheAnswerIsFinal() {
    Answer answer =
        AnswerExamples.answer(
            Instant.parse("2024-03-05T14:00:00Z"),
            ExampleRecords.POSSIBLE,
            AnswerExamples.ASKED,
            null,
            AnswerExamples.ZONE,
            null,
            null);

    assertEquals(
        List.of(
            "This answer is provisional: records that could change it may still appear. It is"
                + " final from 6 March 2024, 16:07:01 (Europe/Berlin, UTC+01:00) = 6 March 2024,"
                + " 15:07:01 UTC; ask again then."),
        words(answer).notices());
  }

  @Test
  void time_dayAndTolerance_areNamed() {
    assertEquals(
        "the whole day of 5 March 2024 (UTC)",
        words(AnswerExamples.onDay(ExampleRecords.ABSENT, "2024-03-05")).time());
    assertEquals(
        "5 March 2024, 14:07:00 (UTC+01:00) = 5 March 2024, 13:07:00 UTC, give or take 5 minutes",
        words(AnswerExamples.at(ExampleRecords.ABSENT, AnswerExamples.ASKED, "+01:00", "5m", null))
            .time());
  }

  @Test
  void always_everyAnswer_saysWhatNoAnswerSays() {
    assertEquals(
        "This answer does not say who sent the traffic, nor that this particular connection went"
            + " through Tor.",
        words(AnswerExamples.at(ExampleRecords.OBSERVED)).always());
  }
}
