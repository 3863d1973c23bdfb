package org.relaywitness.evidence.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A web server's access log in the common or combined format, also with the virtual host before it:
 * the client's address and the time, which has its offset, are read, and nothing else.
 */
final class AccessLogInput implements BulkInput {
  private static final Pattern LINE =
      Pattern.compile(
          "(?:[^ ]+:[0-9]+ )?([^ ]+) [^ ]+ [^\\[]{1,200} ?\\[([0-9]{2}/[A-Za-z]{3}/[0-9]{4}:[0-9:]{8}"
              + "(?: [+-][0-9]{4})?)\\].*");

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

  /** Whether this is a line of an access log. */
  static boolean matches(String line) {
    return LINE.matcher(line).matches();
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
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      return BulkLine.unreadable(
          number,
          "malformed",
          "not a line of an access log in the common or combined format: ADDRESS - USER"
              + " [05/Mar/2024:14:07:00 +0100] ...");
    }
    return reading.line(
        number, Map.of(Field.ADDRESS, line.group(1), Field.AT, line.group(2)), List.of());
  }
}
