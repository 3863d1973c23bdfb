package org.relaywitness.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.lookup.Records.MAIL;
import static org.relaywitness.lookup.Records.NONE;
import static org.relaywitness.lookup.Records.WEB;
import static org.relaywitness.lookup.Records.appearance;
import static org.relaywitness.lookup.Records.time;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Verification;
import org.relaywitness.lookup.Answer.ListedStretch;
import org.relaywitness.lookup.Answer.MatchedBy;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Answer.When;

/** The rule, clause by clause. */
class LookupTest {
  private static final String ADDRESS = "192.0.2.1";
  private static final String OTHER = "198.51.100.7";
  private static final Instant AT = time("2024-03-05T14:07:00Z");
  private static final Instant HOUR = time("2024-03-05T14:00:00Z");
  private static final Instant LATER = time("2024-06-01T00:00:00Z");

  private static Instant hour(int offset) {
    return HOUR.plus(Duration.ofHours(offset));
  }

  /** Complete records around {@link #AT}. */
  private static Records complete() {
    return new Records().hourly(hour(-80), hour(30));
  }

  private static Question question(Instant at, @Nullable Integer port) {
    return Question.ofInstant(Records.address(ADDRESS), at, ZoneOffset.UTC, Duration.ZERO, port);
  }

  private static Answer ask(Records records) {
    return ask(records, AT, null);
  }

  private static Answer ask(Records records, Instant at, @Nullable Integer port) {
    return Lookup.answer(question(at, port), records.build(), LATER);
  }

  private static Answer askIpv6(Records records) {
    Question question =
        Question.ofInstant(Records.address("2001:db8::1"), AT, ZoneOffset.UTC, Duration.ZERO, null);
    return Lookup.answer(question, records.build(), LATER);
  }

  private static Appearance webRelay(String address) {
    return appearance(1, address, true, WEB);
  }

  // Matches and verdicts

  @Test
  void address_inNoRecord_isNotListedWhenComplete() {
    Answer answer = ask(complete());
    assertEquals(Verdict.NOT_LISTED, answer.verdict());
    assertTrue(answer.coverage().complete());
    assertFalse(answer.inForce());
    assertEquals(27, answer.coverage().consensuses().expected());
    assertEquals(27, answer.coverage().consensuses().known());
    assertEquals(48, answer.coverage().exitLists().expected());
    assertEquals(48, answer.coverage().exitLists().known());
  }

  @Test
  void address_withoutAnyRecords_isInconclusive() {
    Answer answer = ask(new Records());
    assertEquals(Verdict.INCONCLUSIVE, answer.verdict());
    assertEquals(27, answer.coverage().consensuses().missing().size());
    assertNull(answer.asOf());
    assertNull(answer.coverage().first());
  }

  @ParameterizedTest
  @CsvSource({
    // valid-after of the only listing, relative to the hour; seconds after the hour; verdict; force
    "0, 0, EXIT_POSSIBLE, true",
    "0, -1, NEAR_IN_TIME, false",
    "0, 10799, EXIT_POSSIBLE, true",
    "0, 10800, EXIT_POSSIBLE, false",
    "0, 97199, EXIT_POSSIBLE, false",
    "0, 97200, NEAR_IN_TIME, false",
    "0, 172800, NEAR_IN_TIME, false",
    "0, 172801, NOT_LISTED, false",
    "0, -86400, NEAR_IN_TIME, false",
    "0, -86401, NOT_LISTED, false",
  })
  void listing_atEachBoundary_changesOnTheSecond(
      int listed, long seconds, Verdict verdict, boolean inForce) {
    Records records = new Records().hourly(hour(-130), hour(90));
    records.list(webRelay(ADDRESS), hour(listed), hour(listed));
    Answer answer = ask(records, HOUR.plusSeconds(seconds), null);
    assertEquals(verdict, answer.verdict());
    assertEquals(inForce, answer.inForce());
  }

  @ParameterizedTest
  @CsvSource({
    // exit flag, policy, port, verdict
    "true, accept 80, , EXIT_POSSIBLE",
    "false, accept 80, , EXIT_POSSIBLE",
    "false, accept 80, 80, EXIT_POSSIBLE",
    "false, accept 80, 25, RELAY_NO_EXIT",
    "true, accept 80, 25, RELAY_NO_EXIT",
    "true, accept 25, 443, EXIT_POSSIBLE",
    "true, reject 1-65535, , EXIT_POSSIBLE",
    "true, reject 1-65535, 80, EXIT_POSSIBLE",
    "true, reject 1-65535, 22, RELAY_NO_EXIT",
    "false, reject 1-65535, , RELAY_NO_EXIT",
    "false, reject 25, 25, RELAY_NO_EXIT",
    "false, reject 25, , EXIT_POSSIBLE",
    "true, , , EXIT_POSSIBLE",
    "true, , 443, EXIT_POSSIBLE",
    "true, , 22, RELAY_EXIT_UNKNOWN",
    "false, , , RELAY_EXIT_UNKNOWN",
    "false, , 443, RELAY_EXIT_UNKNOWN",
  })
  void exiting_policyFlagAndPort_decideTogether(
      boolean exit, @Nullable String policy, @Nullable Integer port, Verdict verdict) {
    Appearance relay = appearance(1, ADDRESS, exit, policy == null ? null : Records.policy(policy));
    Answer answer = ask(complete().list(relay, hour(-5), hour(0)), AT, port);
    assertEquals(verdict, answer.verdict());
    assertTrue(answer.inForce());
  }

  @Test
  void badExit_ofAnExit_doesNotChangeTheVerdict() {
    Appearance bad =
        new Appearance(Records.address(ADDRESS), Records.relay(1), "bad", 9001, true, true, WEB);
    Answer answer = ask(complete().list(bad, hour(-5), hour(0)));
    assertEquals(Verdict.EXIT_POSSIBLE, answer.verdict());
    assertEquals("true", String.valueOf(answer.relays().get(0).badExitFlag()));
  }

  @Test
  void entriesInForce_thatAllowNothing_outweighOlderOnesThatDid() {
    Records records = complete().list(appearance(1, ADDRESS, false, WEB), hour(-10), hour(-3));
    records.list(appearance(1, ADDRESS, false, NONE), hour(-2), hour(0));
    Answer answer = ask(records);
    assertEquals(Verdict.RELAY_NO_EXIT, answer.verdict());
    assertTrue(answer.inForce());
  }

  @Test
  void olderEntries_whereTheRelayMovedAwayInForce_decideAndSayWhen() {
    Records records = complete().list(webRelay(ADDRESS), hour(-20), hour(-5));
    records.list(webRelay(OTHER), hour(-4), hour(0));
    Answer answer = ask(records);
    assertEquals(Verdict.EXIT_POSSIBLE, answer.verdict());
    assertFalse(answer.inForce());
    assertEquals(hour(-5), answer.lastListed().orElseThrow());
    assertEquals(List.of(Records.address(OTHER)), answer.relays().get(0).orAddresses());
  }

  @Test
  void severalRelays_atOneAddress_strongestWinsAndStandsFirst() {
    Records records = complete().list(appearance(1, ADDRESS, false, NONE), hour(-5), hour(0));
    records.list(appearance(2, ADDRESS, false, null), hour(-5), hour(0));
    records.list(appearance(3, ADDRESS, false, WEB), hour(-40), hour(-35));
    Answer answer = ask(records);
    assertEquals(Verdict.RELAY_EXIT_UNKNOWN, answer.verdict());
    assertEquals(
        List.of(Records.relay(2), Records.relay(1), Records.relay(3)),
        answer.relays().stream().map(RelayMatch::fingerprint).toList());
    assertEquals(Verdict.NEAR_IN_TIME, answer.relays().get(2).verdict());
  }

  @Test
  void inForce_ofTheRelayThatGivesTheVerdict_notOfAnother() {
    Records records = complete().list(appearance(1, ADDRESS, false, NONE), hour(-5), hour(0));
    records.list(webRelay2(), hour(-20), hour(-10));
    Answer answer = ask(records);
    assertEquals(Verdict.EXIT_POSSIBLE, answer.verdict());
    assertFalse(answer.inForce());
  }

  private static Appearance webRelay2() {
    return appearance(2, ADDRESS, true, WEB);
  }

  // Scans

  @ParameterizedTest
  @CsvSource({
    "0, EXIT_OBSERVED",
    "-86400, EXIT_OBSERVED",
    "-86401, NEAR_IN_TIME",
    "-172800, NEAR_IN_TIME",
    "-172801, NOT_LISTED",
    "86400, EXIT_OBSERVED",
    "86401, NOT_LISTED",
  })
  void scan_ofAListedRelay_countsADayEitherWay(long seconds, Verdict verdict) {
    Records records = new Records().hourly(hour(-80), hour(60));
    records.list(webRelay(OTHER), hour(-60), hour(60));
    records.scan(1, ADDRESS, AT.plusSeconds(seconds));
    Answer answer = ask(records);
    assertEquals(verdict, answer.verdict());
    if (verdict == Verdict.EXIT_OBSERVED) {
      assertEquals(Set.of(MatchedBy.EXIT_ADDRESS), answer.relays().get(0).matched());
      assertTrue(answer.inForce());
    }
  }

  @Test
  void scan_ofARelayInNoUsableConsensus_isNearOnly() {
    Records records = complete().list(webRelay(OTHER), hour(-45), hour(-40));
    assertEquals(
        Verdict.NEAR_IN_TIME, ask(records.scan(1, ADDRESS, AT.minusSeconds(60))).verdict());
  }

  @Test
  void scan_ofARelayInNoConsensusOfTheWindow_isNoMatch() {
    assertEquals(
        Verdict.NOT_LISTED, ask(complete().scan(1, ADDRESS, AT.minusSeconds(60))).verdict());
  }

  @Test
  void scan_ofARelayThatOnlyOlderUsableOnesList_isObservedNotInForce() {
    Records records = complete().list(webRelay(OTHER), hour(-20), hour(-10));
    Answer answer = ask(records.scan(1, ADDRESS, AT.minusSeconds(60)));
    assertEquals(Verdict.EXIT_OBSERVED, answer.verdict());
    assertFalse(answer.inForce());
  }

  @Test
  void scanAfter_atAnAddressTheRelayMovedToLater_isNear() {
    Records records = complete().list(webRelay(OTHER), hour(-20), hour(0));
    records.list(webRelay(ADDRESS), hour(1), hour(10)).scan(1, ADDRESS, hour(2));
    Answer answer = ask(records);
    assertEquals(Verdict.NEAR_IN_TIME, answer.verdict());
    assertEquals(hour(1), answer.firstNearAfter().orElseThrow());
    assertTrue(answer.lastNearBefore().isEmpty());
  }

  @Test
  void scanAfter_atAnAddressTheRelayHadBeforeToo_counts() {
    Records records = complete().list(webRelay(OTHER), hour(-20), hour(0));
    records.list(webRelay(ADDRESS), hour(-40), hour(-39));
    records.list(webRelay(ADDRESS), hour(1), hour(10)).scan(1, ADDRESS, hour(2));
    assertEquals(Verdict.EXIT_OBSERVED, ask(records).verdict());
  }

  @Test
  void scanBefore_atAnAddressTheRelayListsOnlyLater_counts() {
    Records records = complete().list(webRelay(OTHER), hour(-20), hour(0));
    records.list(webRelay(ADDRESS), hour(1), hour(10)).scan(1, ADDRESS, AT.minusSeconds(1));
    assertEquals(Verdict.EXIT_OBSERVED, ask(records).verdict());
  }

  @Test
  void scanAfter_atAnAddressTheRelayNeverListed_counts() {
    Records records = complete().list(webRelay(OTHER), hour(-20), hour(20));
    assertEquals(Verdict.EXIT_OBSERVED, ask(records.scan(1, ADDRESS, hour(2))).verdict());
  }

  @Test
  void observed_whereEachPolicyRejectsThePort_isStillObservedAndSaysSo() {
    Records records = complete().list(appearance(1, ADDRESS, false, MAIL), hour(-5), hour(5));
    Answer answer = ask(records.scan(1, ADDRESS, AT), AT, 443);
    assertEquals(Verdict.EXIT_OBSERVED, answer.verdict());
    assertTrue(answer.policiesReject());
    assertFalse(ask(records, AT, 25).policiesReject());
    assertFalse(ask(records, AT, null).policiesReject());
  }

  @Test
  void scan_names_theEarliestListThatReportsIt() {
    Records records = complete().list(webRelay(OTHER), hour(-5), hour(5));
    Answer answer = ask(records.scan(1, ADDRESS, AT));
    assertEquals(
        PlainHistory.digestOf("list " + hour(1).plusSeconds(120)),
        answer.relays().get(0).scans().get(0).list());
  }

  // Near in time

  @Test
  void near_beforeAndAfter_namesTheNearest() {
    Records records = complete().list(webRelay(ADDRESS), hour(-45), hour(-30));
    records.list(webRelay(ADDRESS), hour(3), hour(6));
    Answer answer = ask(records);
    assertEquals(Verdict.NEAR_IN_TIME, answer.verdict());
    assertEquals(hour(-30), answer.lastNearBefore().orElseThrow());
    assertEquals(hour(3), answer.firstNearAfter().orElseThrow());
    assertTrue(answer.relays().get(0).listed().stream().allMatch(s -> s.when() == When.NEAR));
  }

  @Test
  void nearInTime_withMissingRecords_keepsItsRank() {
    Answer answer = ask(complete().drop(hour(-3)).list(webRelay(ADDRESS), hour(3), hour(6)));
    assertEquals(Verdict.NEAR_IN_TIME, answer.verdict());
    assertFalse(answer.coverage().complete());
  }

  // Coverage

  @ParameterizedTest
  @CsvSource({"-27, NOT_LISTED", "-26, INCONCLUSIVE", "0, INCONCLUSIVE", "1, NOT_LISTED"})
  void coverage_withoutOneHour_isIncompleteWithinTheWindow(int missing, Verdict verdict) {
    Answer answer = ask(complete().drop(hour(missing)));
    assertEquals(verdict, answer.verdict());
    if (verdict == Verdict.INCONCLUSIVE) {
      assertEquals(List.of(hour(missing)), answer.coverage().consensuses().missing());
      assertEquals(26, answer.coverage().consensuses().known());
    }
  }

  @Test
  void coverage_onTheHour_needsTheConsensusOfThatHourAndNotTheOneOf27HoursBefore() {
    Answer without = ask(complete().drop(hour(-27)), HOUR, null);
    assertEquals(Verdict.NOT_LISTED, without.verdict());
    assertEquals(Verdict.INCONCLUSIVE, ask(complete().drop(HOUR), HOUR, null).verdict());
    assertEquals(
        Verdict.NOT_LISTED, ask(complete().drop(HOUR), HOUR.minusSeconds(1), null).verdict());
  }

  @Test
  void coverage_afterAFailedVote_resumesAtTheHalfHour() {
    Records records = complete().drop(hour(-5));
    records.consensus(Flavor.NS, hour(-5).plusSeconds(1800));
    Answer answer = ask(records);
    // 09:00 is missing; 09:30 makes 10:30 due, which is missing too; 11:00 is the next held.
    assertEquals(
        List.of(hour(-5), hour(-4).plusSeconds(1800)), answer.coverage().consensuses().missing());
  }

  @Test
  void coverage_ofAHalfHourVote_thatIsFreshToTheFullHour_missesOnlyTheFailedOne() {
    Records.Key half = new Records.Key(Flavor.NS, hour(-5).plusSeconds(1800), 0);
    Records records = complete().drop(hour(-5));
    records.header(
        half, 33, Duration.ofMinutes(30), Duration.ofHours(3), Verification.VERIFIED, false);
    assertEquals(List.of(hour(-5)), ask(records).coverage().consensuses().missing());
  }

  @Test
  void coverage_bridgedByALongerFreshUntil_isComplete() {
    Records.Key longer = new Records.Key(Flavor.NS, hour(-5), 0);
    Records records = complete().drop(hour(-4)).drop(hour(-5));
    records.header(
        longer, 33, Duration.ofHours(2), Duration.ofHours(6), Verification.VERIFIED, false);
    Answer answer = ask(records);
    assertEquals(Verdict.NOT_LISTED, answer.verdict());
    assertEquals(26, answer.coverage().consensuses().expected());
  }

  @Test
  void coverage_bridgedByAnUnverifiedFreshUntil_isIncomplete() {
    Records.Key longer = new Records.Key(Flavor.NS, hour(-5), 0);
    Records records = complete().drop(hour(-4)).drop(hour(-5));
    records.header(
        longer,
        33,
        Duration.ofHours(2),
        Duration.ofHours(6),
        Verification.CERTIFICATE_MISSING,
        false);
    Answer answer = ask(records);
    assertEquals(Verdict.INCONCLUSIVE, answer.verdict());
    assertEquals(List.of(hour(-4)), answer.coverage().consensuses().missing());
  }

  @Test
  void coverage_byMicrodescAlone_isCompleteForIpv4() {
    Records records = complete();
    records.drop(hour(-3)).consensus(Flavor.MICRODESC, hour(-3));
    Answer answer = ask(records);
    assertEquals(Verdict.NOT_LISTED, answer.verdict());
    assertTrue(answer.limits().contains(Limit.MICRODESC_ONLY));
  }

  @ParameterizedTest
  @CsvSource({"26, INCONCLUSIVE", "27, NOT_LISTED"})
  void coverage_byMicrodescForIpv6_needsMethod27(int method, Verdict verdict) {
    Records.Key key = new Records.Key(Flavor.MICRODESC, hour(-3), 0);
    Records records = complete().drop(hour(-3));
    records.header(key, method, Records.HOUR, Duration.ofHours(3), Verification.VERIFIED, false);
    assertEquals(verdict, askIpv6(records).verdict());
    assertEquals(Verdict.NOT_LISTED, ask(records).verdict());
  }

  @Test
  void badSignature_neitherListsNorCovers() {
    Records.Key bad = new Records.Key(Flavor.NS, hour(0), 0);
    Records records = complete().verification(bad, Verification.BAD_SIGNATURE);
    records.listIn(bad, webRelay(ADDRESS));
    Answer answer = ask(records);
    assertEquals(Verdict.INCONCLUSIVE, answer.verdict());
    assertEquals(List.of(hour(0)), answer.coverage().consensuses().missing());
  }

  @Test
  void badSignature_ofNs_leavesTheHourToMicrodesc() {
    Records records =
        complete()
            .verification(new Records.Key(Flavor.NS, hour(0), 0), Verification.BAD_SIGNATURE)
            .consensus(Flavor.MICRODESC, hour(0));
    records.listIn(
        new Records.Key(Flavor.MICRODESC, hour(0), 0), appearance(1, ADDRESS, false, null));
    assertEquals(Verdict.RELAY_EXIT_UNKNOWN, ask(records).verdict());
  }

  @Test
  void bothFlavours_ofOneHour_nsAnswers() {
    Records records = complete();
    records.listIn(
        new Records.Key(Flavor.MICRODESC, hour(0), 0), appearance(1, ADDRESS, true, null));
    assertEquals(Verdict.NOT_LISTED, ask(records).verdict());
  }

  @Test
  void conflict_ofTwoDocuments_theBetterOneAnswersAndBothAreNamed() {
    Records.Key worse = new Records.Key(Flavor.NS, hour(0), 1);
    Records records = complete().verification(worse, Verification.INSUFFICIENT);
    records.listIn(worse, webRelay(ADDRESS));
    Answer answer = ask(records);
    assertEquals(Verdict.NOT_LISTED, answer.verdict());
    assertTrue(answer.limits().contains(Limit.CONFLICTING_CONSENSUS));
    assertEquals(
        2, answer.consensuses().stream().filter(c -> c.validAfter().equals(hour(0))).count());
    assertFalse(answer.limits().contains(Limit.UNVERIFIED_CONSENSUS));
  }

  @Test
  void unverified_listsAndCovers_andSaysSo() {
    Records records =
        complete()
            .verification(new Records.Key(Flavor.NS, hour(0), 0), Verification.CERTIFICATE_MISSING);
    Answer negative = ask(records);
    assertEquals(Verdict.NOT_LISTED, negative.verdict());
    assertTrue(negative.limits().contains(Limit.UNVERIFIED_CONSENSUS));
    Answer positive = ask(records.list(webRelay(ADDRESS), hour(0), hour(0)));
    assertTrue(positive.limits().contains(Limit.UNVERIFIED_CONSENSUS));
    Answer elsewhere = ask(records.list(webRelay2(), hour(-1), hour(-1)));
    assertTrue(elsewhere.limits().contains(Limit.UNVERIFIED_CONSENSUS));
  }

  @Test
  void unverified_besideWhatAPositiveRestsOn_isNotItsLimit() {
    Records records =
        complete()
            .verification(new Records.Key(Flavor.NS, hour(-9), 0), Verification.INSUFFICIENT)
            .list(webRelay(ADDRESS), hour(-2), hour(0));
    assertFalse(ask(records).limits().contains(Limit.UNVERIFIED_CONSENSUS));
  }

  // Exit lists

  @ParameterizedTest
  @CsvSource({
    // hours without lists from -10 on; 02:00 past the hour is where the lists stand
    "5, NOT_LISTED",
    "6, INCONCLUSIVE",
  })
  void exitLists_since2020_mayMissLessThanSixHours(int hours, Verdict verdict) {
    Answer answer = ask(complete().dropLists(hour(-10), hour(-10 + hours)));
    assertEquals(verdict, answer.verdict());
    assertEquals(hours, answer.coverage().exitLists().missing().size());
  }

  @ParameterizedTest
  @CsvSource({"23, NOT_LISTED", "24, INCONCLUSIVE"})
  void exitLists_before2020_mayMissLessThanADay(int hours, Verdict verdict) {
    Instant at = time("2019-06-01T12:00:00Z");
    Records records =
        new Records().hourly(at.minus(Duration.ofDays(4)), at.plus(Duration.ofDays(2)));
    Instant gap = at.minus(Duration.ofHours(15));
    records.dropLists(gap, gap.plus(Duration.ofHours(hours)));
    assertEquals(verdict, ask(records, at, null).verdict());
  }

  @Test
  void exitLists_beforeTheFirst_areNotExpected() {
    Instant at = time("2010-02-20T12:00:00Z");
    Records records =
        new Records().hourly(at.minus(Duration.ofDays(4)), at.plus(Duration.ofDays(2)));
    records.dropLists(at.minus(Duration.ofDays(5)), at.plus(Duration.ofDays(5)));
    Answer answer = ask(records, at, null);
    assertEquals(Verdict.NOT_LISTED, answer.verdict());
    assertEquals(0, answer.coverage().exitLists().expected());
    assertTrue(answer.limits().contains(Limit.NO_EXIT_LISTS_THEN));
    assertFalse(answer.limits().contains(Limit.NOT_ALL_EXITS_SCANNED));
  }

  // Recent questions

  @Test
  void pending_ofTheLastTwoHours_isNotMissing() {
    Records records = new Records().hourly(hour(-80), hour(-2));
    Answer answer =
        Lookup.answer(question(AT, null), records.build(), AT.plus(Duration.ofMinutes(5)));
    assertEquals(List.of(hour(-1), hour(0)), answer.coverage().consensuses().pending());
    assertEquals(List.of(), answer.coverage().consensuses().missing());
    assertEquals(25, answer.coverage().consensuses().expected());
    assertEquals(Verdict.NOT_LISTED, answer.verdict());
    assertTrue(answer.provisional());
  }

  @Test
  void pending_twoHoursAfterItWasDue_isMissing() {
    PlainHistory history = new Records().hourly(hour(-80), hour(-1)).build();
    Instant soon = hour(2).minusSeconds(1);
    assertEquals(
        List.of(hour(0)),
        Lookup.answer(question(AT, null), history, soon).coverage().consensuses().pending());
    assertEquals(
        List.of(hour(0)),
        Lookup.answer(question(AT, null), history, hour(2)).coverage().consensuses().missing());
  }

  @Test
  void today_asADay_expectsOnlyWhatIsDue() {
    Question today =
        Question.ofDate(
            Records.address(ADDRESS), LocalDate.parse("2024-03-05"), ZoneOffset.UTC, null);
    PlainHistory history = new Records().hourly(hour(-80), hour(0)).build();
    Answer answer = Lookup.answer(today, history, AT);
    assertEquals(Verdict.NOT_LISTED, answer.verdict());
    assertEquals(26 + 15, answer.coverage().consensuses().expected());
    assertTrue(answer.provisional());
    assertEquals(time("2024-03-07T02:00:00Z"), answer.finalFrom());
  }

  @Test
  void provisional_endsTwentySixHoursAfterTheInterval() {
    PlainHistory history = complete().build();
    Instant end = AT.plusSeconds(1).plus(Duration.ofHours(26));
    Answer before = Lookup.answer(question(AT, null), history, end.minusSeconds(1));
    assertTrue(before.provisional());
    assertEquals(end, before.finalFrom());
    Answer after = Lookup.answer(question(AT, null), history, end);
    assertFalse(after.provisional());
    assertNull(after.finalFrom());
  }

  @Test
  void archive_thatEndsEarlier_isIncompleteNotProvisional() {
    Answer answer = ask(new Records().hourly(hour(-80), hour(-3)));
    assertEquals(Verdict.INCONCLUSIVE, answer.verdict());
    assertFalse(answer.provisional());
    assertEquals(hour(-3).plusSeconds(120), answer.asOf());
    assertEquals(hour(-3).plusSeconds(120), answer.coverage().last());
    assertEquals(hour(-80), answer.coverage().first());
  }

  // What else it holds

  @Test
  void stretches_splitAtMissingHoursAndAtChangesOfWhen() {
    Records records = complete().drop(hour(-6)).list(webRelay(ADDRESS), hour(-8), hour(1));
    List<ListedStretch> listed = ask(records).relays().get(0).listed();
    assertEquals(
        List.of("-8 -7 2 USABLE", "-5 -3 3 USABLE", "-2 0 3 IN_FORCE", "1 1 1 NEAR"),
        listed.stream()
            .map(
                s ->
                    Duration.between(HOUR, s.first()).toHours()
                        + " "
                        + Duration.between(HOUR, s.last()).toHours()
                        + " "
                        + s.consensuses()
                        + " "
                        + s.when())
            .toList());
  }

  @Test
  void stretches_holdAllAddressesOfTheRelay() {
    Records records = complete().list(webRelay(ADDRESS), hour(-2), hour(0));
    records.list(webRelay("2001:db8::1"), hour(-2), hour(0));
    ListedStretch stretch = ask(records).relays().get(0).listed().get(0);
    assertEquals(
        List.of(Records.address(ADDRESS), Records.address("2001:db8::1")), stretch.orAddresses());
    assertTrue(stretch.matchesAddress());
  }

  @Test
  void nearby_withoutMatch_namesTheNeighboursNearestFirst() {
    Records records = complete().list(webRelay("192.0.2.9"), hour(-2), hour(0));
    records.list(appearance(2, "192.0.2.3", false, NONE), hour(-2), hour(0));
    records.list(appearance(3, OTHER, false, NONE), hour(-2), hour(0));
    records.scan(3, "192.0.2.5", AT);
    Answer answer = ask(records);
    assertEquals(
        List.of("192.0.2.3", "192.0.2.5", "192.0.2.9"),
        answer.nearby().stream().map(org.relaywitness.directory.Addresses::format).toList());
    assertEquals(List.of(), ask(records.list(webRelay(ADDRESS), hour(0), hour(0))).nearby());
  }

  @Test
  void nearby_ofIpv6_prefersTheSame64() {
    Records records = complete().list(webRelay("2001:db8:0:1::1"), hour(-2), hour(0));
    records.list(appearance(2, "2001:db8::ffff:0:0:1", false, NONE), hour(-2), hour(0));
    records.list(appearance(3, "2001:db8:1::1", false, NONE), hour(-2), hour(0));
    assertEquals(
        List.of(Records.address("2001:db8::ffff:0:0:1"), Records.address("2001:db8:0:1::1")),
        askIpv6(records).nearby());
  }

  @Test
  void limits_ofANegative_nameWhatItCannotSee() {
    assertEquals(
        List.of(
            Limit.EXIT_LIST_UNSIGNED,
            Limit.NOT_ALL_EXITS_SCANNED,
            Limit.BRIDGES_NOT_LISTED,
            Limit.NOT_PUBLIC_ADDRESS),
        ask(complete()).limits());
    assertTrue(askIpv6(complete()).limits().contains(Limit.IPV6_NOT_SCANNED));
  }

  @Test
  void limits_ofARelayWithoutExit_nameRelayTraffic() {
    Answer answer = ask(complete().list(appearance(1, ADDRESS, false, NONE), hour(0), hour(0)));
    assertEquals(
        List.of(
            Limit.NOT_ALL_EXITS_SCANNED,
            Limit.POLICY_IS_SUMMARY,
            Limit.RELAY_TO_RELAY_TRAFFIC,
            Limit.NOT_PUBLIC_ADDRESS),
        answer.limits());
  }

  @Test
  void limits_beforeTheKeysWereReplaced_nameTheWeakKeys() {
    Instant at = time("2008-05-12T12:00:00Z");
    Records records =
        new Records().hourly(at.minus(Duration.ofDays(4)), at.plus(Duration.ofDays(2)));
    assertTrue(ask(records, at, null).limits().contains(Limit.WEAK_KEY_ERA));
    assertFalse(ask(complete()).limits().contains(Limit.WEAK_KEY_ERA));
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3, true",
    "127.0.0.1, true",
    "169.254.1.1, true",
    "172.31.0.1, true",
    "172.32.0.1, false",
    "192.168.1.1, true",
    "100.64.0.1, true",
    "100.128.0.1, false",
    "198.18.0.1, true",
    "224.0.0.1, true",
    "255.255.255.255, true",
    "0.1.2.3, true",
    "8.8.8.8, false",
    "::1, true",
    "fe80::1, true",
    "fd00::1, true",
    "ff02::1, true",
    "2001:db8::1, true",
    "2a00::1, false",
    "64:ff9b::1, false",
  })
  void notPublic_specialBlocks_areKnown(String address, boolean special) {
    assertEquals(special, SpecialAddresses.contains(Records.address(address)));
  }
}
