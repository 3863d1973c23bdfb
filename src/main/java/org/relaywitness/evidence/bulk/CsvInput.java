package org.relaywitness.evidence.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table: recognised column names in the first record, in any order and case, among any others. A
 * comma, a semicolon or a tab stands between, as the first record shows.
 */
final class CsvInput implements BulkInput {
  private static final String EXPECTED =
      "expected a first line with the names of the columns: address (or ip, src_ip, source_ip,"
          + " client_ip, remote_addr), and at (or time, timestamp) or date; also id, zone,"
          + " tolerance, port";

  private final CsvRecords records;
  private final LineReading reading;
  private final List<@Nullable Field> columns;
  private final List<String> notes;

  private CsvInput(
      CsvRecords records, LineReading reading, List<@Nullable Field> columns, List<String> notes) {
    this.records = records;
    this.reading = reading;
    this.columns = columns;
    this.notes = notes;
  }

  static BulkInput open(InputStream bytes, LineReading reading)
      throws IOException, BulkInputException {
    CsvRecords records = new CsvRecords(bytes, LONGEST_LINE);
    CsvRecords.Row header = records.next();
    if (header.state() == CsvRecords.State.END) {
      throw new BulkInputException("empty", "nothing was sent; " + EXPECTED);
    }
    if (header.state() != CsvRecords.State.WELL) {
      throw new BulkInputException("columns", "the first line cannot be read; " + EXPECTED);
    }
    List<String> names = header.fields();
    if (names.size() == 1) {
      // No comma: the header is cut again at what else may stand between.
      for (char delimiter : new char[] {';', '\t'}) {
        if (names.get(0).indexOf(delimiter) >= 0) {
          names = List.of(names.get(0).split(String.valueOf(delimiter), -1));
          records.delimitedBy(delimiter);
          break;
        }
      }
    }
    return new CsvInput(records, reading, columns(names), notes(names));
  }

  /** Whether a line names a column for addresses. */
  static boolean isHeader(String line) {
    return Arrays.stream(line.split("[,;\t]", -1)).anyMatch(name -> field(name) == Field.ADDRESS);
  }

  /** No message quotes a name: a file without a header begins with an address. */
  private static List<@Nullable Field> columns(List<String> names) throws BulkInputException {
    List<@Nullable Field> columns = new ArrayList<>();
    for (String name : names) {
      Field field = field(name);
      if (field != null && columns.contains(field)) {
        throw new BulkInputException(
            "columns", "two columns could be the " + field.key() + "; rename or drop one of them");
      }
      columns.add(field);
    }
    if (!columns.contains(Field.ADDRESS)) {
      throw new BulkInputException("columns", "no column is known as an address; " + EXPECTED);
    }
    if (!columns.contains(Field.AT) && !columns.contains(Field.DATE)) {
      throw new BulkInputException("columns", "no column is known as a time; " + EXPECTED);
    }
    return columns;
  }

  private static @Nullable Field field(String name) {
    String stripped = name.strip();
    boolean quoted = stripped.length() > 1 && stripped.startsWith("\"") && stripped.endsWith("\"");
    return Field.find(quoted ? stripped.substring(1, stripped.length() - 1) : stripped);
  }

  private static List<String> notes(List<String> names) {
    List<String> notes = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Field field = field(names.get(i));
      if (field != null) {
        notes.add("column " + (i + 1) + " is read as " + field.key());
      }
    }
    return notes;
  }

  @Override
  public List<String> notes() {
    return List.copyOf(notes);
  }

  @Override
  public @Nullable BulkLine next() throws IOException, BulkInputException {
    CsvRecords.Row row = records.next();
    return switch (row.state()) {
      case END -> null;
      case WELL -> line(row);
      case TOO_LONG ->
          BulkLine.unreadable(
              row.line(), "too_long", "a record of more than " + LONGEST_LINE + " characters");
      case BAD_QUOTES ->
          BulkLine.unreadable(
              row.line(),
              "malformed",
              "something stands behind a closing quote; a quote within a field is doubled");
      case UNENDED ->
          throw new BulkInputException(
              "malformed",
              "a quoted field that begins on line "
                  + row.line()
                  + " does not end where a field can; nothing from there on was read");
    };
  }

  private BulkLine line(CsvRecords.Row row) {
    List<String> values = row.fields();
    if (values.size() != columns.size()) {
      return BulkLine.unreadable(
          row.line(),
          "columns",
          values.size() + " columns; expected " + columns.size() + " as in the first line");
    }
    Map<Field, String> fields = new EnumMap<>(Field.class);
    for (int i = 0; i < values.size(); i++) {
      Field field = columns.get(i);
      if (field != null && !values.get(i).isEmpty()) {
        fields.put(field, values.get(i));
      }
    }
    return reading.line(row.line(), fields, List.of());
  }
}
