package org.relaywitness.evidence.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.QuestionParser;

/** Questions read one after the other; a bad line is a {@link BulkLine} with problems. */
public interface BulkInput {
  /** The longest line or record, in bytes or characters. */
  int LONGEST_LINE = 16 * 1024;

  /**
   * The next line; {@code null} at the end.
   *
   * @throws BulkInputException when nothing behind this place can be read
   */
  @Nullable BulkLine next() throws IOException, BulkInputException;

  /** How the columns were understood, in words for the person who asked; may be empty. */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Begins to read.
   *
   * @throws BulkInputException when the input is not in this format at all, or empty
   */
  static BulkInput open(
      BulkFormat format, InputStream bytes, QuestionParser parser, BulkDefaults defaults)
      throws IOException, BulkInputException {
    LineReading reading = new LineReading(parser, defaults);
    return switch (format) {
      case JSON -> JsonInput.open(bytes, reading);
      case NDJSON -> NdjsonInput.open(bytes, reading);
      case CSV -> CsvInput.open(bytes, reading);
      case ACCESS_LOG -> AccessLogInput.open(bytes, reading);
    };
  }
}
