package org.relaywitness.evidence.pdf;

import java.util.List;

/** Tables whose heading cells say what they head, as PDF/UA wants. */
final class Tables {
  private Tables() {}

  /** An empty table of facts, one a row. */
  static Tag facts(Tag parent, String cssClass) {
    return parent.add("table", cssClass).add("tbody");
  }

  /** A fact: what it is, and what it says. */
  static void fact(Tag facts, String label, String value) {
    Tag row = facts.add("tr");
    row.addCell("th").set("scope", "row").text(label);
    row.addCell("td").text(value);
  }

  /** An empty table with column headings, which stand again on each sheet that it runs over. */
  static Tag rows(Tag parent, String cssClass, List<String> headings) {
    Tag table = parent.add("table", cssClass);
    Tag head = table.add("thead").add("tr");
    headings.forEach(heading -> head.addCell("th").set("scope", "col").text(heading));
    return table.add("tbody");
  }

  /** A row, cell by cell; the first holds a time, which stays on one line. */
  static Tag row(Tag rows, String time, String... cells) {
    Tag row = rows.add("tr");
    row.addCell("td").set("class", "nowrap").text(time);
    for (String cell : cells) {
      row.addCell("td").text(cell);
    }
    return row;
  }
}
