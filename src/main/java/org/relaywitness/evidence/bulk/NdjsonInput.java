package org.relaywitness.evidence.bulk;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** An object a line; blank lines are passed over. */
final class NdjsonInput implements BulkInput {
  private static final JsonFactory FACTORY = JsonLine.factory();

  private final BoundedLines lines;
  private final LineReading reading;

  private NdjsonInput(BoundedLines lines, LineReading reading) {
    this.lines = lines;
    this.reading = reading;
  }

  static BulkInput open(InputStream bytes, LineReading reading)
      throws IOException, BulkInputException {
    BoundedLines lines = new BoundedLines(bytes, LONGEST_LINE);
    if (lines.isEmpty()) {
      throw new BulkInputException("empty", "nothing was sent; expected an object a line");
    }
    return new NdjsonInput(lines, reading);
  }

  @Override
  public @Nullable BulkLine next() throws IOException {
    for (BoundedLines.Line line = lines.next(); line != null; line = lines.next()) {
      byte[] content = line.content();
      if (content == null) {
        return BulkLine.unreadable(
            line.number(), "too_long", "a line of more than " + LONGEST_LINE + " bytes");
      }
      if (!isBlank(content)) {
        return read(line.number(), content);
      }
    }
    return null;
  }

  private static boolean isBlank(byte[] content) {
    for (byte one : content) {
      if (one != ' ' && one != '\t') {
        return false;
      }
    }
    return true;
  }

  private BulkLine read(long number, byte[] content) {
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), content)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return BulkLine.unreadable(number, "wrong_type", "expected an object on this line");
      }
      BulkLine line = JsonLine.read(parser, number, reading);
      return parser.nextToken() == null
          ? line
          : BulkLine.unreadable(number, "malformed", "something stands behind the object");
    } catch (JacksonException e) {
      // Its message may quote the line, and with it an address.
      return BulkLine.unreadable(
          number, "malformed", "not JSON, or nested or long beyond what a question is");
    }
  }
}
