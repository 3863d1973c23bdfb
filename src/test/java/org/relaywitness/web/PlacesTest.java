package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relaywitness.lookup.QuestionParser;

/** Zones by the names that people give them. */
class PlacesTest {
  private static final Places ENGLISH = Places.of(Locale.ENGLISH);

  @ParameterizedTest
  @CsvSource({
    "Berlin, Europe/Berlin",
    " bERLIN ,Europe/Berlin",
    "'Berlin, Germany', Europe/Berlin",
    "New York, America/New_York",
    "New-York, America/New_York",
    "São Paulo, America/Sao_Paulo",
    "sao paulo, America/Sao_Paulo",
    "Kolkata, Asia/Kolkata",
    "Calcutta, Asia/Kolkata",
    "Saigon, Asia/Ho_Chi_Minh",
    "Kyiv, Europe/Kyiv",
    "Kiev, Europe/Kyiv",
  })
  void city_thatIsCertain_isItsZone(String text, String zone) {
    assertEquals(zone, ENGLISH.findCertain(text).orElseThrow().zone());
  }

  @ParameterizedTest
  @CsvSource({"de, Wien, Europe/Vienna", "fr, Londres, Europe/London", "ar, برلين, Europe/Berlin"})
  void city_inThePagesLanguage_isFound(String language, String text, String zone) {
    Places places = Places.of(Locale.forLanguageTag(language));

    assertEquals(zone, places.findCertain(text).orElseThrow().zone());
    assertTrue(places.findCertain("Berlin").isPresent(), "in English too");
  }

  @Test
  void country_isNeverTakenAlone() {
    for (String text : List.of("Germany", "France", "Georgia", "Mexico", "")) {
      assertTrue(ENGLISH.findCertain(text).isEmpty(), text);
    }
    assertEquals(
        List.of("Europe/Berlin", "Europe/Busingen"),
        ENGLISH.offered("Germany").stream().map(Places.Place::zone).sorted().toList());
  }

  @Test
  void offered_partsAndSlips_areNear() {
    for (String text : List.of("Berln", "Berlni", "Berrlin", "Berlim", "Berl", "Europe/Berlin2")) {
      assertTrue(
          ENGLISH.offered(text).stream().anyMatch(place -> place.zone().equals("Europe/Berlin")),
          text);
    }
    assertEquals(List.of(), ENGLISH.offered("xyzzyx"));
    assertEquals(List.of(), ENGLISH.offered("?"));
    assertTrue(ENGLISH.offered("a").size() <= Places.MOST_OFFERED);
  }

  @Test
  void everyPlace_hasAZoneThatCanBeAskedAndAName() {
    assertTrue(ENGLISH.all().size() > 400);
    for (Places.Place place : ENGLISH.all()) {
      assertTrue(QuestionParser.findZone(place.zone()) != null, place.zone());
      assertFalse(place.city().isBlank(), place.zone());
    }
  }
}
