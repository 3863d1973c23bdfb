package org.relaywitness.evidence;

import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.lookup.AddressParser;
import org.relaywitness.lookup.Extent;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.Question;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code question.json}: the question, and what besides the documents an answer is derived from.
 *
 * @param judgedAt the "now" of the answer, which decides what was still to come; never later than
 *     the instant from which it makes no difference, so that a settled answer does not depend on
 *     when it was asked
 * @param extent first and last record held by whoever made the bundle: stated, not proved
 */
record BundleQuestion(Question question, Instant judgedAt, Extent extent, String version) {
  private static final JsonMapper JSON = new JsonMapper();

  // No record is outside of these years, and no time within them overflows what is added to it.
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 9998;
  private static final Duration MOST_TOLERANCE = Duration.ofHours(24);

  byte[] bytes() {
    return JsonBody.bytes(this::write);
  }

  private void write(JsonBody body) {
    body.put("bundle", 1)
        .put("version", version)
        .put("address", Addresses.format(question.address()))
        .put("at", question.at())
        .put("date", question.date() == null ? null : question.date().toString())
        .put("zone", question.zone().getId())
        .put("tolerance", question.tolerance().toString())
        .put("port", question.port())
        .put("judged_at", judgedAt)
        .put("first_consensus", extent.firstConsensus())
        .put("last_consensus", extent.lastConsensus())
        .put("first_exit_list", extent.firstExitList())
        .put("last_exit_list", extent.lastExitList());
  }

  /**
   * Reads it.
   *
   * @throws BundleException when it is anything else than what {@link #bytes} writes
   */
  static BundleQuestion parse(byte[] bytes) throws BundleException {
    try {
      JsonNode json = JSON.readTree(bytes);
      InetAddress address = AddressParser.parse(text(json, "address"));
      Instant at = time(json, "at");
      String day = text(json, "date");
      LocalDate date = day == null ? null : inRange(LocalDate.parse(day));
      ZoneId zone = ZoneId.of(String.valueOf(text(json, "zone")));
      Duration tolerance = Duration.parse(String.valueOf(text(json, "tolerance")));
      Integer port = json.path("port").isInt() ? json.path("port").intValue() : null;
      Instant judgedAt = time(json, "judged_at");
      if (judgedAt == null
          || (at == null) == (date == null)
          || tolerance.isNegative()
          || tolerance.compareTo(MOST_TOLERANCE) > 0) {
        throw new BundleException("question.json holds no question that can be asked");
      }
      Question question =
          date == null
              ? Question.ofInstant(address, Objects.requireNonNull(at), zone, tolerance, port)
              : Question.ofDate(address, date, zone, port);
      return new BundleQuestion(
          question,
          judgedAt,
          new Extent(
              time(json, "first_consensus"),
              time(json, "last_consensus"),
              time(json, "first_exit_list"),
              time(json, "last_exit_list")),
          String.valueOf(text(json, "version")));
    } catch (JacksonException
        | DateTimeException
        | ArithmeticException
        | IllegalArgumentException
        | InvalidQuestionException e) {
      throw new BundleException("question.json cannot be read");
    }
  }

  private static @Nullable String text(JsonNode json, String name) {
    JsonNode value = json.path(name);
    return value.isString() ? value.stringValue() : null;
  }

  private static @Nullable Instant time(JsonNode json, String name) {
    String text = text(json, name);
    if (text == null) {
      return null;
    }
    Instant time = Instant.parse(text);
    inRange(LocalDate.ofInstant(time, ZoneOffset.UTC));
    return time;
  }

  private static LocalDate inRange(LocalDate day) {
    if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
      throw new DateTimeException("a year that no record is of");
    }
    return day;
  }
}
