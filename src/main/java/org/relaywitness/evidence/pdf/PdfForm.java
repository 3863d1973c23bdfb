package org.relaywitness.evidence.pdf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

  private static final Set<String> BAD_KEYS =
      Set.of("F", "FFilter", "FDecodeParms", "DecodeParms", "DP", "Encrypt", "Crypt");

  private static final Place NO_DATA = new Place(0, 0);

  private final byte[] bytes;
  private final PackedStreams packed;
  private final List<Revision> revisions = new ArrayList<>();

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
    packed = new PackedStreams(bytes);
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
        // That more follows shows in where the last revision ends.
        position = bytes.length;
      }
    } while (position < bytes.length);
    return form;
  }

  /** The revisions that are in the form, from the first. */
  List<Revision> revisions() {
    return revisions;
  }

  /** The text of a value. */
  String text(Place place) {
    return new String(bytes, place.from(), place.to() - place.from(), StandardCharsets.ISO_8859_1);
  }

  /** The text of an entry; empty when there is none. */
  String text(Item item, String key) {
    return text(item.entries, key);
  }

  private String text(Map<String, Place> entries, String key) {
    Place place = entries.get(key);
    return place == null ? "" : text(place);
  }

  /** At the beginning of a value, with its end for the end of all. */
  PdfSyntax syntax(Place place) {
    return new PdfSyntax(bytes, place.from(), place.to());
  }

  /** Whether these are the entries of a stream of objects (ISO 32000-1, 7.5.7). */
  boolean holdsObjects(Map<String, Place> entries) {
    return text(entries, "Type").equals("/ObjStm");
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
    ObjectTable.check(revision, last, this, packed);
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
    String length = text(entries, "Length");
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
      boolean objects = holdsObjects(entries);
      byte[] content = packed.unpack(data, objects);
      if (objects) {
        checkObjects(content, entries);
      }
    }
    return data;
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
    return syntax(place).number();
  }
}
