package org.relaywitness.evidence.pdf;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.relaywitness.evidence.pdf.PdfSyntax.Place;

/**
 * The form in which reports are written, and nothing else that a PDF may be: one object after the
 * other with no byte between that belongs to none, each stream packed once or not at all, and a
 * table that leads to just these objects. So there is no second way to read the file, no packed
 * bomb, and nothing that leads out of it.
 */
final class PdfForm {
  /** The longest file that is looked at. */
  static final int LONGEST = 16 << 20;

  private static final int MOST_UNPACKED = 96 << 20;
  private static final Set<String> BAD_KEYS =
      Set.of("F", "FFilter", "FDecodeParms", "DecodeParms", "DP", "Encrypt", "Crypt");

  /** A byte for the kind, two or three for the place by the file's length, one or none more. */
  private static final String WIDTHS = "\\[1 [23] [01]\\]";

  private static final Place NO_DATA = new Place(0, 0);

  private final byte[] bytes;
  private final List<Revision> revisions = new ArrayList<>();
  private String trouble = "";
  private long unpacked;

  /**
   * One object.
   *
   * @param entries what its dictionary says
   * @param data of its stream; empty for an object without
   */
  record Item(int number, int from, Map<String, Place> entries, Place data) {}

  /**
   * One state of the file: what was written in one go.
   *
   * @param end where the next one, or whatever else, begins
   */
  record Revision(List<Item> items, int table, int end) {
    Revision {
      items = List.copyOf(items);
    }
  }

  private PdfForm(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads as many revisions as are in this form.
   *
   * @throws ReportFormException when not even the first is
   */
  static PdfForm parse(byte[] bytes) throws ReportFormException {
    if (bytes.length > LONGEST) {
      throw new ReportFormException("longer than " + LONGEST + " bytes");
    }
    PdfForm form = new PdfForm(bytes);
    int position = form.header();
    do {
      try {
        Revision revision = form.revision(position);
        form.revisions.add(revision);
        position = revision.end;
      } catch (ReportFormException e) {
        if (form.revisions.isEmpty()) {
          throw e;
        }
        form.trouble = String.valueOf(e.getMessage());
        position = bytes.length;
      }
    } while (position < bytes.length);
    return form;
  }

  /** The revisions that are in the form, from the first. */
  List<Revision> revisions() {
    return revisions;
  }

  /** Why what stands behind the last revision is none; empty: nothing does. */
  String trouble() {
    return trouble;
  }

  /** The text of a value. */
  String text(Place place) {
    return new String(bytes, place.from(), place.to() - place.from(), StandardCharsets.ISO_8859_1);
  }

  /** The text of an entry; empty when there is none. */
  String text(Item item, String key) {
    Place place = item.entries.get(key);
    return place == null ? "" : text(place);
  }

  private int header() throws ReportFormException {
    String start = new String(bytes, 0, Math.min(bytes.length, 15), StandardCharsets.ISO_8859_1);
    if (!start.matches("(?s)%PDF-1\\.[4-7]\n%[\u0080-\u00ff]{4}\n")) {
      throw new ReportFormException(0, "it does not begin as a report begins");
    }
    return start.length();
  }

  private Revision revision(int start) throws ReportFormException {
    PdfSyntax syntax = new PdfSyntax(bytes, start, bytes.length);
    List<Item> items = new ArrayList<>();
    while (!syntax.accept("startxref")) {
      items.add(item(syntax));
    }
    int table = syntax.number();
    syntax.expect("%%EOF");
    int end = syntax.position();
    if (end < bytes.length && bytes[end] == '\n') {
      end++;
    }
    Item last = items.isEmpty() ? null : items.get(items.size() - 1);
    if (last == null || last.from != table || !text(last, "Type").equals("/XRef")) {
      throw new ReportFormException(table, "expected the table of the objects");
    }
    Revision revision = new Revision(items, table, end);
    checkTable(revision, last);
    return revision;
  }

  private Item item(PdfSyntax syntax) throws ReportFormException {
    syntax.skipSpace();
    int from = syntax.position();
    int number = syntax.number();
    syntax.expect("0 obj");
    Map<String, Place> entries = syntax.value();
    Place data = NO_DATA;
    if (syntax.accept("stream")) {
      data = data(syntax, entries);
    }
    syntax.expect("endobj");
    return new Item(number, from, entries, data);
  }

  private Place data(PdfSyntax syntax, Map<String, Place> entries) throws ReportFormException {
    int from = syntax.lineEnd();
    Place stated = entries.get("Length");
    String length = stated == null ? "" : text(stated);
    if (!length.matches("[0-9]{1,8}")) {
      throw new ReportFormException(from, "a stream without its length");
    }
    Place data = new Place(from, from + Integer.parseInt(length));
    if (data.to() > bytes.length) {
      throw new ReportFormException(from, "a stream longer than the file");
    }
    for (String key : entries.keySet()) {
      if (BAD_KEYS.contains(key)) {
        throw new ReportFormException(from, "a stream with the entry " + key);
      }
    }
    syntax.goTo(data.to());
    syntax.expect("endstream");
    Place filter = entries.get("Filter");
    if (filter != null) {
      if (!text(filter).equals("/FlateDecode")) {
        throw new ReportFormException(from, "a stream packed in another way than reports are");
      }
      boolean objects = isObjects(entries);
      byte[] content = unpack(data, objects || isTable(entries));
      if (objects) {
        checkObjects(content, entries);
      }
    }
    return data;
  }

  private boolean isObjects(Map<String, Place> entries) {
    Place type = entries.get("Type");
    return type != null && text(type).equals("/ObjStm");
  }

  private boolean isTable(Map<String, Place> entries) {
    Place type = entries.get("Type");
    return type != null && text(type).equals("/XRef");
  }

  /** The content of a packed stream; empty unless it is wanted. Counts what all streams hold. */
  private byte[] unpack(Place data, boolean wanted) throws ReportFormException {
    Inflater inflater = new Inflater();
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    byte[] block = new byte[1 << 13];
    try {
      inflater.setInput(bytes, data.from(), data.to() - data.from());
      while (!inflater.finished()) {
        int got = inflater.inflate(block);
        unpacked += got;
        if (unpacked > MOST_UNPACKED) {
          throw new ReportFormException(data.from(), "more in it than any report holds");
        }
        if (got == 0 && !inflater.finished()) {
          throw new ReportFormException(data.from(), "a packed stream without its end");
        }
        if (wanted) {
          content.write(block, 0, got);
        }
      }
      return content.toByteArray();
    } catch (DataFormatException e) {
      throw new ReportFormException(data.from(), "a packed stream that cannot be unpacked");
    } finally {
      inflater.end();
    }
  }

  /** Walks over the objects within a stream, so that none is too deep for who reads them. */
  private void checkObjects(byte[] content, Map<String, Place> entries) throws ReportFormException {
    PdfSyntax inner = new PdfSyntax(content, 0, content.length);
    inner.goTo(Math.min(content.length, number(entries, "First")));
    inner.skipSpace();
    while (!inner.atEnd()) {
      inner.value();
      inner.skipSpace();
    }
  }

  private int number(Map<String, Place> entries, String key) throws ReportFormException {
    Place place = entries.get(key);
    if (place == null) {
      throw new ReportFormException("a stream of objects without the entry " + key);
    }
    return new PdfSyntax(bytes, place.from(), place.to()).number();
  }

  /** Holds the table of a revision to its objects: it leads to each of them and nowhere else. */
  private void checkTable(Revision revision, Item table) throws ReportFormException {
    String before = revisions.isEmpty() ? "" : Integer.toString(revisions.get(0).table);
    if (revisions.size() > 1
        || !text(table, "Prev").equals(before)
        || table.entries.containsKey("Encrypt")
        || !text(table, "W").matches(WIDTHS)) {
      throw new ReportFormException(table.from, "a table of another form");
    }
    Map<Integer, Integer> places = new HashMap<>();
    Set<Integer> streams = new HashSet<>();
    for (Item item : revision.items) {
      if (!item.equals(table) && places.put(item.number, item.from) != null) {
        throw new ReportFormException(item.from, "the object " + item.number + " stands twice");
      }
      if (isObjects(item.entries)) {
        streams.add(item.number);
      }
    }
    byte[] rows = unpack(table.data, true);
    int placeWidth = text(table, "W").charAt(3) - '0';
    int width = 1 + placeWidth + text(table, "W").charAt(5) - '0';
    int row = 0;
    PdfSyntax index = index(table);
    while (!index.accept("]")) {
      int first = index.number();
      int count = index.number();
      for (int number = first; number < first + count; number++, row++) {
        if ((row + 1) * width > rows.length) {
          throw new ReportFormException(table.from, "a table that is too short");
        }
        int value = 0;
        for (int i = 1; i <= placeWidth; i++) {
          value = value << 8 | (rows[row * width + i] & 0xff);
        }
        switch (rows[row * width]) {
          case 0 -> {
            // A free number.
          }
          case 1 -> {
            Integer place = places.remove(number);
            if (place == null || place != value) {
              throw new ReportFormException(value, "the table leads to no object");
            }
          }
          case 2 -> {
            if (!streams.contains(value)) {
              throw new ReportFormException(table.from, "the table leads to no stream of objects");
            }
          }
          default -> throw new ReportFormException(table.from, "a row of another form");
        }
      }
    }
    if (!places.isEmpty()) {
      throw new ReportFormException(table.from, "an object that the table does not lead to");
    }
  }

  private PdfSyntax index(Item table) throws ReportFormException {
    Place place = table.entries.get("Index");
    if (place == null) {
      throw new ReportFormException(table.from, "a table of another form");
    }
    PdfSyntax index = new PdfSyntax(bytes, place.from(), place.to());
    index.expect("[");
    return index;
  }
}
