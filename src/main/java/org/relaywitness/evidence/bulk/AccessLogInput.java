package org.relaywitness.evidence.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.evidence.logline.LogLine;
import org.relaywitness.evidence.logline.LoggedTime;
import org.relaywitness.lookup.QuestionParser;

/**
 * Lines as people type them, an address, a time and a zone each ({@link PlainLine}), and a log as
 * servers write it. Of a web server's access log in the common or combined format, also with the
 * virtual host before it, the client's address and the time are read, and nothing else. Of other
 * lines that begin with their time, what {@link LogLine} finds is taken only where it is certain:
 * one address and one time, with its year.
 */
final class AccessLogInput implements BulkInput {
  /** The time at the start, and a blank: what commas divide is not read as a log. */
  private static final Pattern BEGINS_WITH_TIME =
      Pattern.compile(
          "(?:<[0-9]{1,3}>(?:1 )?)?\\[?(?:[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[Tt ]|[A-Z][a-z]{2} [ 0-9][0-9] )"
              + "[0-9]{2}:[0-9]{2}:[0-9]{2}(?:[.,][0-9]{1,9})?(?:Z|[+-][0-9:]{2,5})?[\\] ].*");

  private static final Map<String, String> REFUSALS =
      Map.of(
          "malformed",
          "not a line of an access log in the common or combined format (ADDRESS - USER"
              + " [05/Mar/2024:14:07:00 +0100] ...), nor another with an address and a time",
          "address_missing",
          "no IP address in this line",
          "several_addresses",
          "several IP addresses in this line; expected one, since it does not say which is meant",
          "time_missing",
          "no written time of day in this line",
          "several_times",
          "several times in this line; expected one, since it does not say which is meant",
          "year_missing",
          "a time without its year, which is not guessed; expected one such as"
              + " 2024-03-05T14:07:00+01:00",
          "ambiguous_date",
          "a date that can be read as day and month or as month and day; expected one such as"
              + " 2024-03-05",
          "ambiguous_zone",
          "a zone abbreviation that can stand for several times, or hide daylight time; expected an"
              + " offset such as +01:00, or UTC");

  private final BoundedLines lines;
  private final LineReading reading;

  private AccessLogInput(BoundedLines lines, LineReading reading) {
    this.lines = lines;
    this.reading = reading;
  }

  static BulkInput open(InputStream bytes, LineReading reading)
      throws IOException, BulkInputException {
    BoundedLines lines = new BoundedLines(bytes, LONGEST_LINE);
    if (lines.isEmpty()) {
      throw new BulkInputException("empty", "nothing was given; expected lines of an access log");
    }
    return new AccessLogInput(lines, reading);
  }

  /** Whether this is a line of an access log, another that begins with its time, or a plain one. */
  static boolean matches(String line) {
    if (LogLine.findAccessLog(line) != null || PlainLine.matches(line)) {
      return true;
    }
    boolean begins = BEGINS_WITH_TIME.matcher(line).matches();
    return begins && !LogLine.read(line).addresses().isEmpty();
  }

  @Override
  public @Nullable BulkLine next() throws IOException {
    for (BoundedLines.Line line = lines.next(); line != null; line = lines.next()) {
      byte[] content = line.content();
      if (content == null) {
        return BulkLine.unreadable(
            line.number(), "too_long", "a line of more than " + LONGEST_LINE + " bytes");
      }
      String text = new String(content, StandardCharsets.UTF_8);
      if (!text.isBlank()) {
        return read(line.number(), text);
      }
    }
    return null;
  }

  private BulkLine read(long number, String text) {
    LogLine.AccessLog access = LogLine.findAccessLog(text);
    if (access != null) {
      return reading.line(
          number, Map.of(Field.ADDRESS, access.client(), Field.AT, access.time()), List.of());
    }
    Map<Field, String> plain = PlainLine.find(text);
    if (plain != null) {
      return reading.line(number, plain, List.of());
    }
    LogLine line = LogLine.read(text);
    String code = refusal(line);
    return code == null
        ? reading.line(number, fields(line), List.of())
        : BulkLine.unreadable(number, code, String.valueOf(REFUSALS.get(code)));
  }

  /** Why this line is not certain; {@code null} when it is. */
  private static @Nullable String refusal(LogLine line) {
    if (line.addresses().isEmpty() && line.times().isEmpty()) {
      return "malformed";
    }
    if (line.addresses().size() != 1) {
      return line.addresses().isEmpty() ? "address_missing" : "several_addresses";
    }
    if (line.times().size() != 1) {
      return line.times().isEmpty() ? "time_missing" : "several_times";
    }
    LoggedTime time = line.times().get(0);
    if (time.yearless() != null) {
      return "year_missing";
    }
    if (!time.certainDay()) {
      return "ambiguous_date";
    }
    return time.time() == null || time.count() != null ? "time_missing" : zoneRefusal(time);
  }

  private static @Nullable String zoneRefusal(LoggedTime time) {
    boolean known = time.zone() == null || QuestionParser.findZone(time.zone()) != null;
    return known ? null : "ambiguous_zone";
  }

  private static Map<Field, String> fields(LogLine line) {
    LoggedTime time = line.times().get(0);
    Map<Field, String> fields = new EnumMap<>(Field.class);
    fields.put(Field.ADDRESS, Addresses.format(line.addresses().get(0)));
    fields.put(
        Field.AT,
        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
            time.days().get(0).atTime(Objects.requireNonNull(time.time()))));
    if (time.zone() != null) {
      fields.put(Field.ZONE, time.zone());
    }
    return fields;
  }
}
