package org.relaywitness.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.lookup.Records.NONE;
import static org.relaywitness.lookup.Records.WEB;
import static org.relaywitness.lookup.Records.appearance;
import static org.relaywitness.lookup.Records.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relaywitness.directory.Flavor;
import org.relaywitness.lookup.OriginalAnswer.Match;
import org.relaywitness.lookup.OriginalQuestion.RefusedException;

/** The rule and the refusals of the original service. */
class OriginalRuleTest {
  private static final LocalDate DAY = LocalDate.parse("2016-08-12");
  private static final Instant START = time("2016-08-12T00:00:00Z");
  private static final String ADDRESS = "192.0.2.1";

  private static Instant hour(int offset) {
    return START.plus(Duration.ofHours(offset));
  }

  private static Records records() {
    return new Records().hourly(hour(-72), hour(96));
  }

  private static OriginalAnswer ask(Records records, String address) {
    return OriginalRule.answer(
        new OriginalQuestion(Records.address(address), DAY), records.build());
  }

  @ParameterizedTest
  @CsvSource({"-25, false", "-24, true", "0, true", "47, true", "48, false"})
  void listing_ofTheThreeDays_isPositive(int listed, boolean positive) {
    Records records = records().list(appearance(1, ADDRESS, true, WEB), hour(listed), hour(listed));
    assertEquals(positive, ask(records, ADDRESS).positive());
  }

  @ParameterizedTest
  @CsvSource({
    // the relay is listed at the hours 0 and 1 alone; seconds of the scan after hour 0
    "0, 0 1",
    "1, 1",
    "3600, 1",
    "3601, ''",
    "-82800, 0",
    "-82799, 0 1",
    "-86399, 0",
    "-86400, ''",
    "-86401, ''",
  })
  void scan_upTo24HoursBeforeAConsensus_isPositiveThere(long seconds, String hours) {
    Records records = records().list(appearance(1, "198.51.100.7", true, WEB), hour(0), hour(1));
    records.scan(1, ADDRESS, START.plusSeconds(seconds));
    String found =
        String.join(
            " ",
            ask(records, ADDRESS).matches().stream()
                .map(m -> String.valueOf(Duration.between(START, m.timestamp()).toHours()))
                .toList());
    assertEquals(hours, found);
  }

  @Test
  void matches_comeByTimeThenFingerprint_withAllAddressesAsText() {
    Records records = records().list(appearance(2, ADDRESS, true, WEB), hour(0), hour(1));
    records.list(appearance(2, "2001:db8::1", true, WEB), hour(0), hour(1));
    records.list(appearance(1, ADDRESS, false, NONE), hour(1), hour(1));
    records.scan(2, "198.51.100.7", hour(1));
    List<Match> matches = ask(records, ADDRESS).matches();
    assertEquals(3, matches.size());
    assertEquals(Records.relay(2), matches.get(0).fingerprint());
    assertEquals(hour(0), matches.get(0).timestamp());
    assertEquals(Records.relay(1), matches.get(1).fingerprint());
    assertEquals("false", String.valueOf(matches.get(1).exit()));
    assertEquals(
        List.of("192.0.2.1", "198.51.100.7", "[2001:db8::1]"),
        matches.get(2).addresses().stream().map(OriginalAnswer::format).toList());
    assertEquals("true", String.valueOf(matches.get(2).exit()));
    assertEquals("relay2", matches.get(2).nickname());
  }

  @Test
  void exit_withoutPolicy_isUnknown() {
    Records records = records().drop(hour(0)).consensus(Flavor.MICRODESC, hour(0));
    records.list(appearance(1, ADDRESS, true, null), hour(0), hour(0));
    assertNull(ask(records, ADDRESS).matches().get(0).exit());
  }

  @Test
  void nearby_withoutMatches_areTheSame24ByText() {
    Records records = records().list(appearance(1, "192.0.2.20", true, WEB), hour(0), hour(0));
    records.list(appearance(2, "192.0.2.3", true, WEB), hour(0), hour(0));
    records.list(appearance(3, "192.0.3.3", true, WEB), hour(0), hour(0));
    records.scan(3, "192.0.2.100", hour(0));
    OriginalAnswer answer = ask(records, ADDRESS);
    assertFalse(answer.positive());
    assertEquals(
        List.of("192.0.2.100", "192.0.2.20", "192.0.2.3"),
        answer.nearbyAddresses().stream().map(OriginalAnswer::format).toList());
    assertTrue(
        ask(records.list(appearance(1, ADDRESS, true, WEB), hour(0), hour(0)), ADDRESS)
            .nearbyAddresses()
            .isEmpty());
  }

  @Test
  void ipv6_inAnotherSpelling_matches() throws Exception {
    Records records = records().list(appearance(1, "2001:db8::1", true, WEB), hour(0), hour(0));
    OriginalQuestion question =
        OriginalQuestion.parse(
            "[2001:0DB8:0:0::0001]", "2016-08-12", Clock.fixed(hour(999), ZoneOffset.UTC));
    assertTrue(OriginalRule.answer(question, records.build()).positive());
  }

  @Test
  void statuses_held_areDatedAndRelevantWithinADay() {
    OriginalAnswer answer = ask(records(), ADDRESS);
    assertEquals(LocalDate.parse("2016-08-09"), answer.firstDateInDatabase());
    assertEquals(LocalDate.parse("2016-08-16"), answer.lastDateInDatabase());
    assertEquals("true", String.valueOf(answer.relevantStatuses()));
    assertEquals(
        "false",
        String.valueOf(ask(new Records().hourly(hour(48), hour(50)), ADDRESS).relevantStatuses()));
    assertNull(ask(new Records(), ADDRESS).relevantStatuses());
    assertNull(ask(new Records(), ADDRESS).firstDateInDatabase());
  }

  @ParameterizedTest
  @CsvSource({
    ", 2016-08-12, Missing ip parameter.",
    "example.org, 2016-08-12, Invalid ip parameter.",
    "'', 2016-08-12, Invalid ip parameter.",
    "192.0.2.1, , Missing timestamp parameter.",
    "192.0.2.1, 2016-02-30, Invalid timestamp parameter.",
    "192.0.2.1, '', Invalid timestamp parameter.",
    "192.0.2.1, 2016-08-19, Timestamp too recent.",
    "192.0.2.1, 2016-08-20, Timestamp too recent.",
    "192.0.2.1, 2030-01-01, Timestamp too recent.",
    "192.0.2.1, 2016-08-18, ok",
  })
  void refusals_haveTheWordsThatClientsKnow(
      @Nullable String ip, @Nullable String timestamp, String words) throws Exception {
    Clock clock = Clock.fixed(time("2016-08-20T23:59:59Z"), ZoneOffset.UTC);
    if (words.equals("ok")) {
      assertEquals(
          LocalDate.parse("2016-08-18"), OriginalQuestion.parse(ip, timestamp, clock).date());
      return;
    }
    RefusedException refused =
        assertThrows(RefusedException.class, () -> OriginalQuestion.parse(ip, timestamp, clock));
    assertEquals(words, refused.getMessage());
  }
}
