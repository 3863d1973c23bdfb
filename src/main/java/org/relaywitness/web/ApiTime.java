package org.relaywitness.web;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.InvalidQuestionException;

/** Reads the few parameters of the API that are no part of a question about an address. */
final class ApiTime {
  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);

  /** Before the first directory of the Tor network: nothing earlier can be on record. */
  private static final Instant EARLIEST = Instant.parse("2004-01-01T00:00:00Z");

  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private ApiTime() {}

  /** An instant with its offset, in ISO 8601. */
  static Instant required(Parameters parameters, String name) throws InvalidQuestionException {
    Instant time = optional(parameters, name);
    if (time == null) {
      throw invalid(name, "missing");
    }
    return time;
  }

  /** An instant with its offset, in ISO 8601; {@code null} when absent. */
  static @Nullable Instant optional(Parameters parameters, String name)
      throws InvalidQuestionException {
    String text = parameters.find(name);
    if (text == null) {
      return null;
    }
    Instant time;
    try {
      time = OffsetDateTime.parse(text.strip()).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidQuestionException(name, "malformed", TEXTS.text("error.parameter.time"));
    }
    if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
      throw new InvalidQuestionException(
          name, "out_of_range", TEXTS.text("error.parameter.out_of_range"));
    }
    return time;
  }

  /** A port; {@code null} when absent. */
  static @Nullable Integer port(Parameters parameters) throws InvalidQuestionException {
    String text = parameters.find("port");
    if (text == null) {
      return null;
    }
    String digits = text.strip();
    if (!digits.matches("[0-9]{1,5}")) {
      throw new InvalidQuestionException("port", "malformed", TEXTS.text("error.parameter.port"));
    }
    int port = Integer.parseInt(digits);
    if (port < 1 || port > 65535) {
      throw new InvalidQuestionException(
          "port", "out_of_range", TEXTS.text("error.parameter.port"));
    }
    return port;
  }

  private static InvalidQuestionException invalid(String name, String code) {
    return new InvalidQuestionException(name, code, TEXTS.text("error.parameter." + code));
  }
}
