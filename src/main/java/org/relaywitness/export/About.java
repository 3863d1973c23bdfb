package org.relaywitness.export;

/** The facts that a data set tells about itself. */
final class About {
  static final String FORMAT = "Relay Witness offline data";
  static final String EXPORTED_AT = "exported_at";
  static final String PERIOD_FROM = "period_from";
  static final String PERIOD_TO = "period_to";

  private About() {}

  /** The key under which a table's number of rows stands. */
  static String rows(DataTable table) {
    return "rows_" + table.tableName();
  }
}
