package org.relaywitness.export;

import java.util.List;
import java.util.Locale;

/**
 * The tables of the data set, the same in SQLite and CSV. Times are text, {@code
 * 2024-03-05T13:00:00Z}, always UTC and of one length, so they sort; flags are 0 or 1.
 */
enum DataTable {
  ABOUT(
      "What this data set is: one line a fact.",
      Column.ofText("key", "name of the fact"),
      Column.ofText("value", "the fact; empty period_from or period_to: not limited on that side")),
  DATA_DICTIONARY(
      "Each column of each table and view, in words.",
      Column.ofText("table_name", "table or view"),
      Column.ofText("column_name", "column; empty: the table or view as a whole"),
      Column.ofText("type", "text or integer; empty for a table or view"),
      Column.ofText("description", "what it holds")),
  CONSENSUS(
      "Every consensus held, of both flavours and every status.",
      Column.integer("id", "number within this file, in order of valid_after and flavor"),
      Column.ofText("flavor", "ns or microdesc (which carries no exit policies)"),
      Column.integer("method", "consensus method"),
      Column.ofText("valid_after", "start of the hour it speaks for"),
      Column.ofText("fresh_until", "when the next one is due"),
      Column.ofText("valid_until", "end of the time in which it is in force"),
      Column.integer(
          "answers",
          "1: it answers for its valid_after and flavor; 0: bad signature, or lost a conflict"),
      Column.integer("conflict", "1: another one with other signed content exists for this hour"),
      Column.integer("entries", "how many relays it lists"),
      Column.ofText("sha256", "SHA-256 of the document, hex"),
      Column.ofText("signed_digest", "digest that the authorities sign, hex"),
      Column.ofText("verification", "verified, certificate_missing, insufficient or bad_signature"),
      Column.integer("good_signatures", "authorities whose signature verifies"),
      Column.integer("needed", "good signatures that make a majority at that date"),
      Column.integer("authorities", "authorities recognised at that date"),
      Column.integer("weak_keys", "1: a good signature is by a key retired on 2008-05-13"),
      Column.ofText("path", "where it stood: file name, or name in its archive"),
      Column.ofText("source", "the file or URL it came from, as its importer named it")),
  EXIT_LIST(
      "Every exit list held.",
      Column.integer("id", "number within this file, in order of time"),
      Column.ofText("time", "when it was made"),
      Column.ofText("sha256", "SHA-256 of the document, hex"),
      Column.ofText("path", "where it stood: file name, or name in its archive"),
      Column.ofText("source", "the file or URL it came from, as its importer named it")),
  RUN(
      "One OR address of one relay as every answering consensus of this flavor from"
          + " first_valid_after to last_valid_after lists it. Hours without a consensus may lie"
          + " between: read it against consensus, or use the view listed.",
      Column.ofText("address", "OR address"),
      Column.ofText("address_key", "the address in a form that sorts: 4 or 6, then hex digits"),
      Column.integer("or_port", "OR port at that address"),
      Column.ofText("fingerprint", "identity of the relay, 40 hex digits"),
      Column.ofText("nickname", "name its operator chose; anyone may choose any"),
      Column.integer("exit_flag", "1: the authorities gave it the Exit flag"),
      Column.integer("bad_exit_flag", "1: the authorities gave it the BadExit flag"),
      Column.optional("policy", "exit policy summary; null: none is given, exiting is unknown"),
      Column.ofText("flavor", "ns or microdesc"),
      Column.ofText("first_valid_after", "first consensus of the run in this file"),
      Column.ofText("last_valid_after", "last consensus of the run in this file")),
  SCAN(
      "Each test of an exit scanner: traffic sent into the relay left from the address.",
      Column.integer("id", "number within this file, in order of time"),
      Column.ofText("time", "when the traffic arrived"),
      Column.ofText("fingerprint", "identity of the relay, 40 hex digits"),
      Column.ofText("address", "address from which the traffic left"),
      Column.ofText("address_key", "the address in a form that sorts: 4 or 6, then hex digits"),
      Column.ofText("exit_list", "SHA-256 of the earliest exit list that reports it"));

  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // List.of cannot change.
  private final List<Column> columns;

  DataTable(String description, Column... columns) {
    this.description = description;
    this.columns = List.of(columns);
  }

  /**
   * A column.
   *
   * @param type {@code text} or {@code integer}
   */
  record Column(String name, String type, boolean nullable, String description) {
    static Column ofText(String name, String description) {
      return new Column(name, "text", false, description);
    }

    static Column optional(String name, String description) {
      return new Column(name, "text", true, description);
    }

    static Column integer(String name, String description) {
      return new Column(name, "integer", false, description);
    }
  }

  /** The name in SQL, and of the CSV file without its ending. */
  String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  String description() {
    return description;
  }

  List<Column> columns() {
    return columns;
  }
}
