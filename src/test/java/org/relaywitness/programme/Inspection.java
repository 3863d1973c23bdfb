package org.relaywitness.programme;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Says what of an answer could be taken for anything but text. */
final class Inspection {
  private static final Pattern TAG =
      Pattern.compile("<[a-zA-Z/!?](?:[^>\"']|\"[^\"]*\"|'[^']*')*>?");
  private static final Pattern VALUE = Pattern.compile("=\\s*\"[^\"]*\"");
  private static final Pattern STYLE =
      Pattern.compile("<(script|style)[^>]*>.*?</\\1>", Pattern.DOTALL);
  private static final JsonMapper JSON = new JsonMapper();

  private Inspection() {}

  /** What is wrong with a body of this media type; empty when nothing is. */
  static Optional<String> fault(String mediaType, String body) {
    if (mediaType.startsWith("text/html")) {
      return html(body);
    }
    if (mediaType.contains("ndjson")) {
      return body.lines().map(Inspection::json).flatMap(Optional::stream).findFirst();
    }
    if (mediaType.contains("json")) {
      return json(body);
    }
    if (mediaType.startsWith("text/csv")) {
      return csv(body);
    }
    return mediaType.startsWith("text/") ? terminal(body) : Optional.empty();
  }

  /** Markup that an asker's string made: a tag or an attribute with the mark outside of quotes. */
  private static Optional<String> html(String body) {
    Matcher scripts = STYLE.matcher(body);
    while (scripts.find()) {
      if (scripts.group().contains(InjectionStrings.MARK)) {
        return Optional.of("in a script or style: " + scripts.group());
      }
    }
    Matcher tags = TAG.matcher(body);
    while (tags.find()) {
      if (VALUE.matcher(tags.group()).replaceAll("=").contains(InjectionStrings.MARK)) {
        return Optional.of("markup: " + tags.group());
      }
      if (tags.group().matches("(?is).*(href|src|action)\\s*=\\s*\"\\s*(javascript|data):.*")) {
        return Optional.of("a link that runs: " + tags.group());
      }
    }
    return controls(body, "\n\r\t");
  }

  private static Optional<String> json(String body) {
    try {
      JSON.readTree(body);
    } catch (JacksonException e) {
      return Optional.of("no JSON: " + e.getOriginalMessage());
    }
    return controls(body, "\n\r\t");
  }

  /** A cell that a spreadsheet would calculate. */
  private static Optional<String> csv(String body) {
    try (CsvReader<CsvRecord> records = CsvReader.builder().ofCsvRecord(body)) {
      for (CsvRecord record : records) {
        for (String cell : record.getFields()) {
          if (!cell.isEmpty()
              && "=+-@\t\r".indexOf(cell.charAt(0)) >= 0
              && !cell.matches("[+-][0-9]+(\\.[0-9]+)?")) {
            return Optional.of("a formula: " + cell);
          }
        }
      }
    } catch (IOException e) {
      return Optional.of("no CSV: " + e.getMessage());
    }
    return controls(body, "\n\r\t");
  }

  /** What a terminal would obey, or show in another order. */
  static Optional<String> terminal(String text) {
    return controls(text, "\n\t");
  }

  private static Optional<String> controls(String text, String allowed) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean control = (c < ' ' || (c >= 0x7f && c < 0xa0)) && allowed.indexOf(c) < 0;
      boolean turning = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
      if (control || turning) {
        return Optional.of(
            "control character %04x in: %s"
                .formatted(
                    (int) c, text.substring(Math.max(0, i - 60), Math.min(text.length(), i + 60))));
      }
    }
    return Optional.empty();
  }
}
