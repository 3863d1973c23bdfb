package org.relaywitness.web;

import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.relaywitness.directory.Addresses;
import org.relaywitness.evidence.Moments;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.Untrusted;
import org.relaywitness.evidence.logline.LogLine;
import org.relaywitness.evidence.logline.LoggedTime;
import org.relaywitness.lookup.InvalidQuestionException.Problem;
import org.relaywitness.lookup.QuestionParser;
import org.relaywitness.lookup.ZoneAbbreviations;

/**
 * The form as it is filled from a pasted line: what is certain stands in its field, what is not is
 * to be chosen, and nothing is looked up before the person has confirmed it.
 */
public final class PastedLine {
  /** What such a line looks like. */
  public static final String EXAMPLE =
      "203.0.113.9 - - [05/Mar/2024:14:07:00 +0100] \"GET / HTTP/1.1\" 200 512";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final Pattern LINE_BREAK = Pattern.compile("[\\r\\n]+[ \\t]*");

  private final Texts texts;
  private final Moments unplaced;
  private final String line;
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, List<Option>> options = new LinkedHashMap<>();
  private final List<String> readings = new ArrayList<>();

  /** Reads the line. */
  PastedLine(String line, Texts texts) {
    this.texts = texts;
    this.unplaced = texts.moments(ZoneOffset.UTC);
    this.line = line;
    LogLine read = LogLine.read(line);
    readAddresses(read.addresses());
    readTimes(read.times());
  }

  /**
   * A value to choose for a field.
   *
   * @param label it in words
   */
  public record Option(String value, String label) {}

  private void readAddresses(List<InetAddress> addresses) {
    if (addresses.size() == 1) {
      String address = Addresses.format(addresses.get(0));
      values.put("ip", address);
      readings.add(texts.text("line.read.address", Map.of("address", address)));
    } else if (addresses.isEmpty()) {
      needs("address", "line_none");
    } else {
      options.put(
          "ip",
          addresses.stream()
              .map(Addresses::format)
              .map(address -> new Option(address, address))
              .toList());
      needs("address", "line_several");
    }
  }

  private void readTimes(List<LoggedTime> times) {
    if (times.isEmpty()) {
      needs("date", "line_none");
    } else if (times.size() > 1) {
      times.forEach(
          time -> readings.add(texts.text("line.read.one_of", Map.of("time", words(time)))));
      needs("date", "line_several");
    } else {
      readTime(times.get(0));
    }
  }

  private void readTime(LoggedTime time) {
    readings.add(texts.text("line.read.time", Map.of("time", words(time))));
    if (time.count() != null) {
      readings.add(texts.text("line.read." + time.count().name().toLowerCase(Locale.ROOT)));
    }
    readDay(time);
    if (time.time() == null) {
      readings.add(texts.text("line.read.no_time"));
    } else {
      values.put("time", TIME.format(time.time()));
    }
    String zone = time.zone();
    if (zone == null) {
      needs("zone", "line_none");
    } else if (QuestionParser.findZone(zone) != null) {
      values.put("zone", zone);
    } else {
      options.put("zone", meanings(zone, time));
      needs("zone", "ambiguous");
    }
  }

  private void readDay(LoggedTime time) {
    if (time.yearless() != null) {
      values.put("date", "YYYY" + time.yearless().toString().substring(1));
      needs("date", "line_no_year");
    } else if (time.certainDay()) {
      values.put("date", time.days().get(0).toString());
    } else {
      options.put(
          "date",
          time.days().stream()
              .map(day -> new Option(day.toString(), unplaced.weekday(day)))
              .toList());
      needs("date", "line_ambiguous");
    }
  }

  private List<Option> meanings(String abbreviation, LoggedTime time) {
    List<Option> meanings = new ArrayList<>();
    for (ZoneOffset offset : ZoneAbbreviations.meanings(abbreviation)) {
      Map<String, Object> words = new LinkedHashMap<>();
      words.put("zone", abbreviation);
      words.put("offset", Choices.offsetText(offset));
      String label = texts.text("line.meaning", words);
      if (time.certainDay() && time.time() != null) {
        Instant utc = time.days().get(0).atTime(time.time()).toInstant(offset);
        words.put("utc", unplaced.weekdayUtc(utc));
        label = texts.text("line.meaning.utc", words);
      }
      meanings.add(new Option(Moments.zoneId(offset), label));
    }
    return meanings;
  }

  /** A time as the line names it, in words. */
  private String words(LoggedTime time) {
    String day = day(time);
    String written =
        time.time() == null
            ? day
            : texts.text("line.time", Map.of("day", day, "time", TIME.format(time.time())));
    if (time.zone() == null) {
      return texts.text("line.time.no_zone", Map.of("time", written));
    }
    ZoneId zone = QuestionParser.findZone(time.zone());
    String zoned =
        texts.text(
            "line.time.zone",
            Map.of(
                "time",
                written,
                "zone",
                zone instanceof ZoneOffset offset ? Choices.offsetText(offset) : time.zone()));
    return zone == null || !time.certainDay() || time.time() == null || isUtc(zone)
        ? zoned
        : both(zoned, time.days().get(0).atTime(time.time()), zone);
  }

  private static boolean isUtc(ZoneId zone) {
    return Moments.zoneId(zone).equals("UTC");
  }

  private String both(String zoned, LocalDateTime local, ZoneId zone) {
    return zone.getRules().getValidOffsets(local).size() == 1
        ? texts.text(
            "time.both",
            Map.of("local", zoned, "utc", unplaced.weekdayUtc(local.atZone(zone).toInstant())))
        : zoned;
  }

  private String day(LoggedTime time) {
    if (time.yearless() != null) {
      return texts.text("line.day.no_year", Map.of("day", unplaced.monthDay(time.yearless())));
    }
    String first = unplaced.weekday(time.days().get(0));
    return time.certainDay()
        ? first
        : texts.text(
            "line.day.either", Map.of("one", first, "other", unplaced.weekday(time.days().get(1))));
  }

  private void needs(String parameter, String code) {
    String detail = texts.text("form.problem." + parameter + "." + code, Map.of());
    problems.add(new Problem(parameter, code, detail));
  }

  /** What the fields are filled with. */
  Map<String, String> values() {
    return values;
  }

  /** What is left for the person to settle. */
  List<Problem> problems() {
    return problems;
  }

  /** What may be chosen for a field; empty where it is to be typed. */
  public List<Option> options(String field) {
    return options.getOrDefault(field, List.of());
  }

  /** The line, to compare. */
  public String line() {
    return Untrusted.shown(LINE_BREAK.matcher(line.strip()).replaceAll(" "));
  }

  /** What was read from the line, a sentence each. */
  public List<String> readings() {
    return readings;
  }

  /** Whether the line leaves nothing to settle. */
  public boolean certain() {
    return problems.isEmpty();
  }
}
