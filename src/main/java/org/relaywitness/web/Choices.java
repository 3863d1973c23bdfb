package org.relaywitness.web;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Moments;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.InvalidQuestionException.Problem;
import org.relaywitness.lookup.QuestionParser;

/** What is offered beside a problem: the same question, with the part at fault settled. */
public final class Choices {
  private static final Pattern LOCAL =
      Pattern.compile(
          "([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[Tt]| +)([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:[.,][0-9]+)?");

  /** With its offset: at the edge of daylight saving time nothing is left open. */
  private static final DateTimeFormatter SETTLED =
      DateTimeFormatter.ofPattern("HH:mm:ss xxx", Locale.ROOT);

  private final QuestionQuery asked;
  private final Texts texts;
  private final @Nullable LocalDate day;
  private final @Nullable LocalDateTime time;

  Choices(QuestionQuery asked, Texts texts) {
    this.asked = asked;
    this.texts = texts;
    this.time = localTime(asked);
    this.day = time == null ? localDay(asked.find("date")) : time.toLocalDate();
  }

  /**
   * One of them.
   *
   * @param address where the page asks the question so settled
   */
  public record Choice(String text, String address) {}

  private static @Nullable LocalDateTime localTime(QuestionQuery asked) {
    String at = asked.find("at");
    if (at == null && asked.find("date") != null && asked.find("time") != null) {
      at = (asked.find("date") + "T" + asked.find("time")).strip();
    }
    Matcher local = LOCAL.matcher(at == null ? "" : at.strip());
    try {
      return local.matches() ? LocalDateTime.parse(local.group(1) + "T" + local.group(2)) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable LocalDate localDay(@Nullable String date) {
    try {
      return date == null ? null : LocalDate.parse(date.strip());
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** What is offered beside this problem; often nothing. */
  List<Choice> of(Problem problem) {
    if (problem.code().equals("zone_missing")) {
      return List.of(ofZone("UTC"));
    }
    List<Choice> choices = new ArrayList<>();
    for (int i = 0; i < problem.choices().size(); i++) {
      String value = problem.choices().get(i);
      choices.add(
          switch (problem.parameter()) {
            case "at" -> ofTime(value, problem.code() + (i == 0 ? ".first" : ".second"));
            case "date", "timestamp" -> ofDay(value);
            default -> ofZone(value);
          });
    }
    return choices;
  }

  private Choice ofTime(String value, String kind) {
    OffsetDateTime settled = OffsetDateTime.parse(value);
    String shown = texts.moments(settled.getOffset()).weekdayLocal(settled.toInstant());
    return new Choice(
        texts.text("form.choice." + kind, Map.of("time", shown)),
        asked
            .without("at")
            .with("date", settled.toLocalDate().toString())
            .with("time", SETTLED.format(settled))
            .address());
  }

  private Choice ofDay(String value) {
    LocalDate settled = LocalDate.parse(value);
    return new Choice(
        texts.moments(ZoneOffset.UTC).weekday(settled),
        asked.without("timestamp").with("date", value).address());
  }

  private Choice ofZone(String value) {
    return new Choice(zoneText(value), asked.with("zone", value).address());
  }

  /**
   * A zone in words, with its offset at the time asked about, and which time in UTC that makes.
   *
   * @param value an IANA name, an offset, or UTC
   */
  private String zoneText(String value) {
    ZoneId zone = QuestionParser.findZone(value);
    if (zone == null) {
      return value;
    }
    String name = zone instanceof ZoneOffset offset ? offsetText(offset) : placeText(zone);
    return time != null && zone.getRules().getValidOffsets(time).size() == 1
        ? texts.text(
            "form.choice.utc",
            Map.of(
                "zone", name, "utc", texts.moments(zone).weekdayUtc(time.atZone(zone).toInstant())))
        : name;
  }

  /** An offset from UTC in words. */
  static String offsetText(ZoneOffset offset) {
    return offset.equals(ZoneOffset.UTC) ? "UTC" : "UTC" + offset.getId();
  }

  private String placeText(ZoneId zone) {
    return placeText(
        zone,
        Places.of(texts.locale()).find(zone.getId()).map(Places.Place::name).orElse(zone.getId()));
  }

  /** A zone by its place, with its offset at the time asked about, if that is known. */
  String placeText(Places.Place place) {
    return placeText(ZoneId.of(place.zone()), place.name());
  }

  private String placeText(ZoneId zone, String place) {
    LocalDateTime then = time != null ? time : day == null ? null : day.atTime(12, 0);
    if (then == null) {
      return texts.text("form.zone.place", Map.of("place", place, "zone", Moments.zoneId(zone)));
    }
    return texts.text(
        "form.zone.place.dated",
        Map.of(
            "place",
            place,
            "zone",
            Moments.zoneId(zone),
            "offset",
            offsetText(zone.getRules().getOffset(then))));
  }
}
