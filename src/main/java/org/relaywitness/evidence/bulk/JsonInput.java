package org.relaywitness.evidence.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;

/** An array of objects, read one after the other. */
final class JsonInput implements BulkInput {
  private static final JsonFactory FACTORY = JsonLine.factory();

  private final JsonParser parser;
  private final LineReading reading;
  private long number;

  private JsonInput(JsonParser parser, LineReading reading) {
    this.parser = parser;
    this.reading = reading;
  }

  static BulkInput open(InputStream bytes, LineReading reading)
      throws IOException, BulkInputException {
    try {
      JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), behindMark(bytes));
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new BulkInputException("empty", "nothing was sent; expected an array of objects");
      }
      if (first != JsonToken.START_ARRAY) {
        throw new BulkInputException("wrong_type", "expected an array of objects");
      }
      return new JsonInput(parser, reading);
    } catch (JacksonException e) {
      throw broken(e, 0);
    }
  }

  private static InputStream behindMark(InputStream bytes) throws IOException {
    byte[] mark = BoundedLines.BYTE_ORDER_MARK;
    PushbackInputStream pushing = new PushbackInputStream(bytes, mark.length);
    byte[] first = pushing.readNBytes(mark.length);
    if (!Arrays.equals(first, mark)) {
      pushing.unread(first);
    }
    return pushing;
  }

  @Override
  public @Nullable BulkLine next() throws IOException, BulkInputException {
    try {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.END_ARRAY) {
        if (parser.nextToken() != null) {
          throw new BulkInputException("malformed", "something stands behind the array");
        }
        return null;
      }
      if (token == null) {
        throw new BulkInputException("malformed", "the array does not end");
      }
      number++;
      if (token != JsonToken.START_OBJECT) {
        parser.skipChildren();
        return BulkLine.unreadable(number, "wrong_type", "expected an object at this place");
      }
      return JsonLine.read(parser, number, reading);
    } catch (JacksonException e) {
      throw broken(e, number);
    }
  }

  /** Its message is not passed on: it may quote the input, and with it an address. */
  private static BulkInputException broken(JacksonException e, long number) throws IOException {
    if (e instanceof JacksonIOException && e.getCause() instanceof IOException cause) {
      throw cause;
    }
    return new BulkInputException(
        "malformed",
        "not JSON, or nested or long beyond what a question is, at or behind element "
            + number
            + "; nothing from there on was read");
  }
}
