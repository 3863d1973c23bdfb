package org.relaywitness.evidence.bulk;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.relaywitness.lookup.InvalidQuestionException.Problem;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one object of JSON as the fields of a line. Unlike a column of a table, a member that is
 * not known is an error: a misspelt one that is passed over would answer another question.
 */
final class JsonLine {
  private static final int DEEPEST = 8;
  private static final int LONGEST_VALUE = 1024;

  private JsonLine() {}

  /** Makes parsers that bear hostile input. */
  static JsonFactory factory() {
    // Always UTF-8 (RFC 8259, 8.1): a guess at other encodings reports broken ones as faults of
    // I/O.
    return JsonFactory.builder()
        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxStringLength(LONGEST_VALUE)
                .maxNameLength(LONGEST_VALUE)
                .maxNumberLength(40)
                .build())
        .build();
  }

  /** Reads on to the end of the object whose start the parser is at. */
  static BulkLine read(JsonParser parser, long number, LineReading reading) {
    Map<Field, String> fields = new EnumMap<>(Field.class);
    List<Problem> problems = new ArrayList<>();
    boolean unknown = false;
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      Field field = Field.find(parser.currentName());
      JsonToken value = parser.nextToken();
      if (field == null) {
        parser.skipChildren();
        unknown = true;
      } else if (value == JsonToken.VALUE_STRING || value.isNumeric()) {
        if (fields.putIfAbsent(field, parser.getString()) != null) {
          problems.add(new Problem(field.key(), "repeated", "given more than once; expected once"));
        }
      } else if (value != JsonToken.VALUE_NULL) {
        parser.skipChildren();
        problems.add(new Problem(field.key(), "wrong_type", "expected a text or a number"));
      }
    }
    if (unknown) {
      problems.add(
          new Problem(
              "line",
              "unknown",
              "a member that is not known; expected id, address, at or date, zone, tolerance,"
                  + " port"));
    }
    return reading.line(number, fields, problems);
  }
}
