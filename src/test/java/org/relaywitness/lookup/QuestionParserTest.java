package org.relaywitness.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relaywitness.lookup.InvalidQuestionException.Problem;

/** Times, days, zones, tolerances and ports, as people type them. */
class QuestionParserTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final QuestionParser PARSER = new QuestionParser(Clock.fixed(NOW, ZoneOffset.UTC));
  private static final String ADDRESS = "192.0.2.1";

  private static Question at(String at, @Nullable String zone) throws InvalidQuestionException {
    return PARSER.parse(ADDRESS, at, null, zone, null, null);
  }

  private static Question date(String date, @Nullable String zone) throws InvalidQuestionException {
    return PARSER.parse(ADDRESS, null, date, zone, null, null);
  }

  private interface Asking {
    Question ask() throws InvalidQuestionException;
  }

  private static Problem refusal(Asking asking) {
    InvalidQuestionException refused = assertThrows(InvalidQuestionException.class, asking::ask);
    assertEquals(1, refused.problems().size(), refused.toString());
    return refused.problems().get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-03-05T14:07:00+01:00, , 2024-03-05T13:07:00Z",
    "2024-03-05T14:07:00+0100, , 2024-03-05T13:07:00Z",
    "2024-03-05T14:07:00+01, , 2024-03-05T13:07:00Z",
    "2024-03-05 14:07:00 +0100, , 2024-03-05T13:07:00Z",
    "2024-03-05t14:07:00z, , 2024-03-05T14:07:00Z",
    "2024-03-05T14:07Z, , 2024-03-05T14:07:00Z",
    "2024-03-05 14:07 UTC, , 2024-03-05T14:07:00Z",
    "2024-03-05T14:07:09.999Z, , 2024-03-05T14:07:09Z",
    "'2024-03-05T14:07:09,5Z', , 2024-03-05T14:07:09Z",
    "2024-03-05T14:07:00-09:30, , 2024-03-05T23:37:00Z",
    "2024-03-05T14:07:00\u221202:00, , 2024-03-05T16:07:00Z",
    "2024-03-05T14:07:00, Europe/Berlin, 2024-03-05T13:07:00Z",
    "2024-03-05T14:07:00, europe/berlin, 2024-03-05T13:07:00Z",
    "2024-03-05T14:07:00, America/New York, 2024-03-05T19:07:00Z",
    "2024-07-05T14:07:00, Europe/Berlin, 2024-07-05T12:07:00Z",
    "2024-07-05T14:07:00+02:00, Europe/Berlin, 2024-07-05T12:07:00Z",
    "2024-03-05T14:07:00, +01:00, 2024-03-05T13:07:00Z",
    "2024-03-05T14:07:00, UTC+1, 2024-03-05T13:07:00Z",
    "2024-03-05T14:07:00, Z, 2024-03-05T14:07:00Z",
    "2024-03-05T14:07:00, GMT, 2024-03-05T14:07:00Z",
    "2024-10-27T02:30:00+01:00, Europe/Berlin, 2024-10-27T01:30:00Z",
    "2024-10-27T02:30:00+02:00, Europe/Berlin, 2024-10-27T00:30:00Z",
    "1999-01-01T00:00:00Z, , 1999-01-01T00:00:00Z",
    "2026-11-22T12:00:00Z, , 2026-11-22T12:00:00Z",
  })
  void at_legalSpelling_isTheInstant(String at, @Nullable String zone, String instant)
      throws Exception {
    Question question = at(at, zone);
    assertEquals(Instant.parse(instant), question.at());
    assertEquals(Instant.parse(instant), question.from());
    assertEquals(Instant.parse(instant).plusSeconds(1), question.to());
  }

  @ParameterizedTest
  @CsvSource({
    "2024-03-05T14:07:00, , at, zone_missing",
    "2024-03-05, , at, malformed",
    "2024-03-05T14Z, , at, malformed",
    "05.03.2024 14:07, , at, malformed",
    "03/05/2024 14:07, , at, malformed",
    "1709647620, , at, malformed",
    "24-03-05T14:07Z, , at, malformed",
    "02024-03-05T14:07Z, , at, malformed",
    "2024-03-05T14:07:00 01:00, , at, malformed",
    "2024-03-05T14:07:00CET, , at, malformed",
    "2024-03-05T14:07:00+19:00, , at, malformed",
    "2024-03-05T14:07:00+01:60, , at, malformed",
    "2024-02-30T14:07:00Z, , at, out_of_range",
    "2023-02-29T14:07:00Z, , at, out_of_range",
    "2024-13-01T14:07:00Z, , at, out_of_range",
    "2024-00-01T14:07:00Z, , at, out_of_range",
    "2024-01-00T14:07:00Z, , at, out_of_range",
    "2024-03-05T24:00:00Z, , at, out_of_range",
    "2024-03-05T14:60:00Z, , at, out_of_range",
    "2016-12-31T23:59:60Z, , at, out_of_range",
    "2026-11-22T12:00:01Z, , at, future",
    "2024-03-05T14:07:00+02:00, Europe/Berlin, zone, disagrees",
    "2024-03-05T14:07:00Z, Europe/Berlin, zone, disagrees",
    "2024-03-31T02:30:00, Europe/Berlin, at, gap",
    "2024-03-31T02:30:00+01:00, Europe/Berlin, zone, disagrees",
    "2024-10-27T02:30:00, Europe/Berlin, at, overlap",
    "2024-03-05T14:07:00, CST, zone, ambiguous",
    "2024-03-05T14:07:00, IST, zone, ambiguous",
    "2024-03-05T14:07:00, EST, zone, ambiguous",
    "2024-03-05T14:07:00, cet, zone, ambiguous",
    "2024-03-05T14:07:00, CEST, zone, ambiguous",
    "2024-03-05T14:07:00, AEST, zone, ambiguous",
    "2024-03-05T14:07:00, Europe/Nowhere, zone, malformed",
    "2024-03-05T14:07:00, ' 01:00', zone, malformed",
    "2024-03-05T14:07:00, +25:00, zone, malformed",
  })
  void at_anythingElse_isRefusedWithItsCode(
      String at, @Nullable String zone, String parameter, String code) {
    Problem problem = refusal(() -> at(at, zone));
    assertEquals(
        parameter + " " + code, problem.parameter() + " " + problem.code(), problem.detail());
  }

  @Test
  void at_inAGap_namesBothNeighbours() {
    assertEquals(
        "this local time did not exist in Europe/Berlin: clocks went from"
            + " 2024-03-31T01:59:59+01:00 to 2024-03-31T03:00:00+02:00",
        refusal(() -> at("2024-03-31T02:30", "Europe/Berlin")).detail());
  }

  @Test
  void at_inAnOverlap_namesBothChoices() {
    assertEquals(
        "this local time came twice in Europe/Berlin: choose 2024-10-27T02:30:00+02:00 (first) or"
            + " 2024-10-27T02:30:00+01:00 (second)",
        refusal(() -> at("2024-10-27T02:30", "Europe/Berlin")).detail());
  }

  @Test
  void at_everyTransitionOfEveryZone_isRefusedInsideAndTakenOutside() throws Exception {
    int gaps = 0;
    int overlaps = 0;
    for (String name : ZoneId.getAvailableZoneIds()) {
      if (name.length() == 3) {
        continue;
      }
      ZoneId zone = ZoneId.of(name);
      Instant from = Instant.parse("2007-01-01T00:00:00Z");
      ZoneOffsetTransition next = zone.getRules().nextTransition(from);
      while (next != null && next.getInstant().isBefore(NOW.minus(Duration.ofDays(2)))) {
        if (next.isGap()) {
          gaps++;
          checkEdges(zone, next.getDateTimeBefore(), next.getDateTimeAfter(), "gap");
          checkChoices(
              zone,
              next.getDateTimeBefore(),
              List.of(next.getInstant().minusSeconds(1), next.getInstant()));
        } else {
          overlaps++;
          checkEdges(zone, next.getDateTimeAfter(), next.getDateTimeBefore(), "overlap");
          checkChoices(
              zone,
              next.getDateTimeAfter(),
              List.of(
                  next.getInstant().plusSeconds(next.getDuration().toSeconds()),
                  next.getInstant()));
          for (ZoneOffset offset : List.of(next.getOffsetBefore(), next.getOffsetAfter())) {
            LocalDateTime twice = next.getDateTimeAfter();
            assertEquals(twice.toInstant(offset), at(twice + ":00" + offset, name).at());
          }
        }
        next = zone.getRules().nextTransition(next.getInstant());
      }
    }
    assertTrue(gaps > 4000 && overlaps > 4000, gaps + " gaps, " + overlaps + " overlaps");
  }

  private static void checkEdges(
      ZoneId zone, LocalDateTime first, LocalDateTime behind, String code) throws Exception {
    for (LocalDateTime inside : List.of(first, behind.minusSeconds(1))) {
      Problem problem = refusal(() -> at(text(inside), zone.getId()));
      assertEquals(code, problem.code(), zone + " " + inside);
    }
    for (LocalDateTime outside : List.of(first.minusSeconds(1), behind)) {
      Instant expected = outside.atZone(zone).toInstant();
      assertEquals(expected, at(text(outside), zone.getId()).at(), zone + " " + outside);
    }
  }

  /** What is offered can be asked as it stands, in the same zone, and is the instant meant. */
  private static void checkChoices(ZoneId zone, LocalDateTime refused, List<Instant> meant)
      throws Exception {
    List<String> choices = refusal(() -> at(text(refused), zone.getId())).choices();
    assertEquals(2, choices.size(), zone + " " + refused);
    for (int i = 0; i < 2; i++) {
      assertEquals(meant.get(i), at(choices.get(i), zone.getId()).at(), zone + " " + refused);
    }
  }

  @Test
  void zone_threeLettersInAnyCase_isRefusedUnlessItIsUtc() {
    for (String name : ZoneId.getAvailableZoneIds()) {
      if (name.length() == 3 && !List.of("UTC", "GMT", "UCT").contains(name)) {
        assertEquals("zone", refusal(() -> at("2024-03-05T14:07:00", name)).parameter(), name);
        assertNull(QuestionParser.findZone(name), name);
      }
    }
  }

  @Test
  void abbreviations_noneOfThem_isTakenForAZone() {
    for (String name : List.of("CET", "IST", "CST", "AEST", "WITA", "PT", "mesz")) {
      assertFalse(ZoneAbbreviations.meanings(name).isEmpty(), name);
      assertNull(QuestionParser.findZone(name), name);
    }
    assertEquals(
        List.of(ZoneOffset.ofHoursMinutes(5, 30), ZoneOffset.ofHours(1), ZoneOffset.ofHours(2)),
        ZoneAbbreviations.meanings("IST"));
    assertEquals(List.of(), ZoneAbbreviations.meanings("GET"));
  }

  private static String text(LocalDateTime local) {
    return local.getSecond() == 0 ? local + ":00" : local.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "2024-03-05, , 2024-03-05T00:00:00Z, 2024-03-06T00:00:00Z",
    "' 2024-03-05 ', , 2024-03-05T00:00:00Z, 2024-03-06T00:00:00Z",
    "2024-03-31, Europe/Berlin, 2024-03-30T23:00:00Z, 2024-03-31T22:00:00Z",
    "2024-10-27, Europe/Berlin, 2024-10-26T22:00:00Z, 2024-10-27T23:00:00Z",
    "2024-03-05, +05:30, 2024-03-04T18:30:00Z, 2024-03-05T18:30:00Z",
    "2018-11-04, America/Sao_Paulo, 2018-11-04T03:00:00Z, 2018-11-05T02:00:00Z",
    "2011-12-29, Pacific/Apia, 2011-12-29T10:00:00Z, 2011-12-30T10:00:00Z",
    "2011-12-31, Pacific/Apia, 2011-12-30T10:00:00Z, 2011-12-31T10:00:00Z",
    "2026-11-22, , 2026-11-22T00:00:00Z, 2026-11-23T00:00:00Z",
    "2026-11-23, Pacific/Auckland, 2026-11-22T11:00:00Z, 2026-11-23T11:00:00Z",
  })
  void date_day_isTheWholeDayInItsZone(String date, @Nullable String zone, String from, String to)
      throws Exception {
    Question question = date(date, zone);
    assertEquals(Instant.parse(from), question.from());
    assertEquals(Instant.parse(to), question.to());
    assertNull(question.at());
    assertEquals(LocalDate.parse(date.strip()), question.date());
  }

  @Test
  void date_withoutZone_isInUtc() throws Exception {
    assertEquals(ZoneOffset.UTC, date("2024-03-05", null).zone());
  }

  @ParameterizedTest
  @CsvSource({
    "2024-02-30, , out_of_range",
    "2024-2-3, , malformed",
    "20240305, , malformed",
    "2024-03-05T00:00, , malformed",
    "2011-12-30, Pacific/Apia, gap",
    "2026-11-23, , future",
    "2026-11-22, America/New_York, ok",
    "2026-11-23, Europe/Berlin, future",
  })
  void date_anythingElse_isRefusedWithItsCode(String date, @Nullable String zone, String code)
      throws Exception {
    if (code.equals("ok")) {
      date(date, zone);
      return;
    }
    Problem problem = refusal(() -> date(date, zone));
    assertEquals("date " + code, problem.parameter() + " " + problem.code());
  }

  @Test
  void date_everySkippedDaySince2007_isRefused() throws Exception {
    int skipped = 0;
    for (String name : ZoneId.getAvailableZoneIds()) {
      ZoneId zone = ZoneId.of(name);
      for (ZoneOffsetTransition transition : zone.getRules().getTransitions()) {
        if (transition.getDuration().compareTo(Duration.ofDays(1)) >= 0
            && transition.getDateTimeBefore().getYear() >= 2007
            && name.indexOf('/') > 0) {
          String day = transition.getDateTimeBefore().toLocalDate().toString();
          Problem problem = refusal(() -> date(day, name));
          assertEquals("gap", problem.code(), name);
          for (String neighbour : problem.choices()) {
            assertEquals(LocalDate.parse(neighbour), date(neighbour, name).date());
          }
          skipped++;
        }
      }
    }
    assertTrue(skipped >= 2, "Pacific/Apia and Pacific/Fakaofo");
  }

  @ParameterizedTest
  @CsvSource({
    "PT5M, 300",
    "pt5m, 300",
    "5m, 300",
    "90s, 90",
    "2h, 7200",
    "1h30m, 5400",
    "1H30M, 5400",
    "PT1H30M10S, 5410",
    "P1D, 86400",
    "PT24H, 86400",
    "24h, 86400",
    "PT0S, 0",
    "0, 0",
    "0s, 0",
  })
  void tolerance_legalSpelling_widensTheInterval(String tolerance, long seconds) throws Exception {
    Question question = PARSER.parse(ADDRESS, "2024-03-05T13:07:00Z", null, null, tolerance, null);
    Instant at = Instant.parse("2024-03-05T13:07:00Z");
    assertEquals(Duration.ofSeconds(seconds), question.tolerance());
    assertEquals(at.minusSeconds(seconds), question.from());
    assertEquals(at.plusSeconds(seconds + 1), question.to());
  }

  @ParameterizedTest
  @CsvSource({
    "5, malformed",
    "5 minutes, malformed",
    "PT, malformed",
    "P, malformed",
    "PT5, malformed",
    "P1DT, malformed",
    "PT0.5S, malformed",
    "30m1h, malformed",
    "-5m, out_of_range",
    "PT-5M, out_of_range",
    "-PT5M, out_of_range",
    "PT24H1S, out_of_range",
    "25h, out_of_range",
    "999999999h, out_of_range",
    "9999999999h, malformed",
  })
  void tolerance_anythingElse_isRefusedWithItsCode(String tolerance, String code) {
    Problem problem =
        refusal(() -> PARSER.parse(ADDRESS, "2024-03-05T13:07Z", null, null, tolerance, null));
    assertEquals("tolerance " + code, problem.parameter() + " " + problem.code());
  }

  @Test
  void tolerance_withADay_isRefusedNotIgnored() throws Exception {
    Problem problem = refusal(() -> PARSER.parse(ADDRESS, null, "2024-03-05", null, "5m", null));
    assertEquals("tolerance conflict", problem.parameter() + " " + problem.code());
    assertEquals(
        Duration.ZERO, PARSER.parse(ADDRESS, null, "2024-03-05", null, "PT0S", null).tolerance());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "443, 443", "65535, 65535", "' 80 ', 80", "0443, 443"})
  void port_number_isThePort(String port, int number) throws Exception {
    assertEquals(number, PARSER.parse(ADDRESS, null, "2024-03-05", null, null, port).port());
  }

  @ParameterizedTest
  @CsvSource({
    "0, out_of_range",
    "65536, out_of_range",
    "99999999999999999999, out_of_range",
    "-1, malformed",
    "+80, malformed",
    "80.0, malformed",
    "http, malformed",
    "0x50, malformed",
    "\u0664\u0664\u0663, malformed"
  })
  void port_anythingElse_isRefusedWithItsCode(String port, String code) {
    Problem problem = refusal(() -> PARSER.parse(ADDRESS, null, "2024-03-05", null, null, port));
    assertEquals("port " + code, problem.parameter() + " " + problem.code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void parameters_ofBlanks_countAsAbsent(String blank) throws Exception {
    Question question = PARSER.parse(ADDRESS, blank, "2024-03-05", blank, blank, blank);
    assertEquals(date("2024-03-05", null), question);
  }

  @Test
  void time_missing_saysBothWays() {
    Problem problem = refusal(() -> PARSER.parse(ADDRESS, null, null, null, null, null));
    assertEquals("at missing", problem.parameter() + " " + problem.code());
  }

  @Test
  void time_twice_isRefused() {
    Problem problem =
        refusal(() -> PARSER.parse(ADDRESS, "2024-03-05T13:07Z", "2024-03-05", null, null, null));
    assertEquals("date conflict", problem.parameter() + " " + problem.code());
  }

  @Test
  void problems_several_areAllNamed() {
    InvalidQuestionException refused =
        assertThrows(
            InvalidQuestionException.class,
            () -> PARSER.parse("256.1.1.1", "2024-02-30T10:00", null, "CST", "5", "0"));
    assertEquals(
        List.of("address", "zone", "at", "tolerance", "port"),
        refused.problems().stream().map(Problem::parameter).toList());
  }
}
