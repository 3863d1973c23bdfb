package org.relaywitness.web;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.InvalidQuestionException.Problem;
import org.relaywitness.lookup.QuestionParser;
import org.relaywitness.lookup.ZoneAbbreviations;

/**
 * The time zone that somebody typed: a name of the IANA database, an offset, or a city.
 *
 * @param zone for the {@link QuestionParser}; as it was typed where it names no zone; {@code null}
 *     when nothing was typed
 * @param place what a city was read as; {@code null} when none was typed
 * @param problem why it names no zone, with the zones that may be meant
 */
record AskedZone(@Nullable String zone, Places.@Nullable Place place, @Nullable Problem problem) {
  private static final String PARAMETER = "zone";
  private static final Pattern LOST_SIGN = Pattern.compile("[0-9]{1,2}(?::?[0-9]{2})?");

  static AskedZone of(@Nullable String typed, Texts texts) {
    if (typed == null || QuestionParser.findZone(typed) != null) {
      return new AskedZone(typed, null, null);
    }
    List<String> meanings =
        ZoneAbbreviations.meanings(typed).stream().map(offset -> offset.getId()).toList();
    if (!meanings.isEmpty()) {
      return refused(typed, "ambiguous", texts, meanings);
    }
    String text = typed.strip();
    if (LOST_SIGN.matcher(text).matches()) {
      List<String> signed = List.of("+" + text, "-" + text);
      boolean known = signed.stream().allMatch(one -> QuestionParser.findZone(one) != null);
      return refused(typed, "sign_missing", texts, known ? signed : List.of());
    }
    Places places = Places.of(texts.locale());
    return places
        .findCertain(text)
        .map(place -> new AskedZone(place.zone(), place, null))
        .orElseGet(() -> ofOffered(typed, texts, places.offered(text)));
  }

  private static AskedZone ofOffered(String typed, Texts texts, List<Places.Place> offered) {
    return refused(
        typed,
        offered.isEmpty() ? "unknown" : "several",
        texts,
        offered.stream().map(Places.Place::zone).toList());
  }

  private static AskedZone refused(String typed, String code, Texts texts, List<String> choices) {
    String detail = texts.text("form.problem.zone." + code, Map.of());
    return new AskedZone(typed, null, new Problem(PARAMETER, code, detail, choices));
  }
}
