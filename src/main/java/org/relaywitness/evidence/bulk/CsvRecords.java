package org.relaywitness.evidence.bulk;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts text into the records of RFC 4180, ended by LF, CRLF or CR. Written here, as a bad or an
 * endless record must neither end the reading nor fill the memory.
 */
final class CsvRecords {
  private static final int NONE = -2;

  private final Reader text;
  private final int longest;
  private final char[] block = new char[16 * 1024];
  private int position;
  private int end;
  private char delimiter = ',';
  private long line = 1;
  private final StringBuilder field = new StringBuilder();
  private int length;
  private int pushed = NONE;

  CsvRecords(InputStream bytes, int longest) throws IOException {
    text = new InputStreamReader(bytes, StandardCharsets.UTF_8);
    this.longest = longest;
    int first = read();
    if (first != '\ufeff') {
      pushed = first;
    }
  }

  /** How a record is. */
  enum State {
    WELL,
    /** Longer than the limit; passed over. */
    TOO_LONG,
    /** Its quotes are in disorder; passed over. */
    BAD_QUOTES,
    /** A quoted field does not end: what follows cannot be told apart from it. */
    UNENDED,
    /** There is no further record. */
    END
  }

  /**
   * A record.
   *
   * @param line the line on which it begins, from 1
   * @param fields empty unless it is well
   */
  record Row(long line, State state, List<String> fields) {}

  void delimitedBy(char character) {
    delimiter = character;
  }

  private int read() throws IOException {
    if (pushed != NONE) {
      int again = pushed;
      pushed = NONE;
      return again;
    }
    if (position == end) {
      position = 0;
      end = Math.max(0, text.read(block, 0, block.length));
      if (end == 0) {
        return -1;
      }
    }
    return block[position++];
  }

  /** The next record that is not a blank line. */
  Row next() throws IOException {
    int character = read();
    while (character == '\n' || character == '\r') {
      endLine(character);
      character = read();
    }
    if (character < 0) {
      return new Row(line, State.END, List.of());
    }
    pushed = character;
    return row();
  }

  private Row row() throws IOException {
    long begun = line;
    length = 0;
    List<String> fields = new ArrayList<>();
    while (true) {
      field.setLength(0);
      int character = read();
      if (character == '"') {
        State state = quoted();
        if (state != State.WELL) {
          return new Row(begun, state, List.of());
        }
        character = read();
        if (character >= 0 && character != delimiter && character != '\n' && character != '\r') {
          // A quote that ends in another line may have swallowed lines between.
          return line == begun
              ? passOver(begun, State.BAD_QUOTES, character)
              : new Row(begun, State.UNENDED, List.of());
        }
      } else {
        while (character >= 0 && character != delimiter && character != '\n' && character != '\r') {
          if (++length > longest) {
            return passOver(begun, State.TOO_LONG, character);
          }
          field.append((char) character);
          character = read();
        }
      }
      // An empty field counts too, or a line of commas would fill the memory.
      if (++length > longest) {
        return passOver(begun, State.TOO_LONG, character);
      }
      fields.add(field.toString());
      if (character != delimiter) {
        endLine(character);
        return new Row(begun, State.WELL, fields);
      }
    }
  }

  /** Reads on to the closing quote. */
  private State quoted() throws IOException {
    while (true) {
      int character = read();
      if (character == '"') {
        int next = read();
        if (next != '"') {
          pushed = next;
          return State.WELL;
        }
      } else if (character == '\n') {
        line++;
      }
      if (character < 0 || ++length > longest) {
        return State.UNENDED;
      }
      field.append((char) character);
    }
  }

  private Row passOver(long begun, State state, int character) throws IOException {
    int last = character;
    while (last >= 0 && last != '\n' && last != '\r') {
      last = read();
    }
    endLine(last);
    return new Row(begun, state, List.of());
  }

  /** Counts a line that ended with this character, and takes the LF of a CRLF. */
  private void endLine(int character) throws IOException {
    if (character < 0) {
      return;
    }
    line++;
    if (character == '\r') {
      int next = read();
      if (next != '\n') {
        pushed = next;
      }
    }
  }
}
