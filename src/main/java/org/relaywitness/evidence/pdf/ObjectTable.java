package org.relaywitness.evidence.pdf;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relaywitness.evidence.pdf.PdfForm.Item;
import org.relaywitness.evidence.pdf.PdfForm.Revision;
import org.relaywitness.evidence.pdf.PdfSyntax.Place;

/**
 * The table of one revision (a cross-reference stream; ISO 32000-1, 7.5.8), held to its objects: it
 * leads to each of them and nowhere else.
 */
final class ObjectTable {
  /** A byte for the kind, two or three for the place by the file's length, one or none more. */
  private static final String WIDTHS = "\\[1 [23] [01]\\]";

  private final PdfForm form;
  private final Item table;

  /** Where the objects begin that no row has led to yet, by their numbers. */
  private final Map<Integer, Integer> places = new HashMap<>();

  /** The numbers of the streams that hold objects. */
  private final Set<Integer> streams = new HashSet<>();

  private ObjectTable(PdfForm form, Item table) {
    this.form = form;
    this.table = table;
  }

  /**
   * Checks the table of a revision.
   *
   * @param form with the revisions before it
   * @throws ReportFormException when it is not just what the revision holds
   */
  static void check(Revision revision, Item table, PdfForm form, PackedStreams packed)
      throws ReportFormException {
    ObjectTable checked = new ObjectTable(form, table);
    checked.checkEntries();
    checked.note(revision.items());
    checked.checkRows(packed.unpack(table.data(), true));
  }

  private void checkEntries() throws ReportFormException {
    List<Revision> earlier = form.revisions();
    String before = earlier.isEmpty() ? "" : Integer.toString(earlier.get(0).table());
    if (earlier.size() > 1
        || !form.text(table, "Prev").equals(before)
        || table.entries().containsKey("Encrypt")
        || !form.text(table, "W").matches(WIDTHS)) {
      throw new ReportFormException(table.from(), "a table of another form");
    }
  }

  private void note(List<Item> items) throws ReportFormException {
    for (Item item : items) {
      if (!item.equals(table) && places.put(item.number(), item.from()) != null) {
        throw new ReportFormException(item.from(), "the object " + item.number() + " stands twice");
      }
      if (form.holdsObjects(item.entries())) {
        streams.add(item.number());
      }
    }
  }

  private void checkRows(byte[] rows) throws ReportFormException {
    int placeWidth = form.text(table, "W").charAt(3) - '0';
    int width = 1 + placeWidth + form.text(table, "W").charAt(5) - '0';
    int row = 0;
    PdfSyntax index = index();
    while (!index.accept("]")) {
      int first = index.number();
      int count = index.number();
      for (int number = first; number < first + count; number++, row++) {
        if ((row + 1) * width > rows.length) {
          throw new ReportFormException(table.from(), "a table that is too short");
        }
        int value = 0;
        for (int i = 1; i <= placeWidth; i++) {
          value = value << 8 | (rows[row * width + i] & 0xff);
        }
        checkRow(rows[row * width], number, value);
      }
    }
    if (!places.isEmpty()) {
      throw new ReportFormException(table.from(), "an object that the table does not lead to");
    }
  }

  private void checkRow(byte kind, int number, int value) throws ReportFormException {
    switch (kind) {
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
          throw new ReportFormException(table.from(), "the table leads to no stream of objects");
        }
      }
      default -> throw new ReportFormException(table.from(), "a row of another form");
    }
  }

  private PdfSyntax index() throws ReportFormException {
    Place place = table.entries().get("Index");
    if (place == null) {
      throw new ReportFormException(table.from(), "a table of another form");
    }
    PdfSyntax index = form.syntax(place);
    index.expect("[");
    return index;
  }
}
