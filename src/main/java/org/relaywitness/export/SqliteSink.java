package org.relaywitness.export;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.relaywitness.export.DataTable.Column;

/** Writes the tables into a new SQLite file, which no one else has open. */
final class SqliteSink implements RowSink, AutoCloseable {
  /** In the file's header: "RWit", the mark of this product. */
  static final int APPLICATION_ID = 0x52576974;

  /** In the file's header: the version of this form. */
  static final int FORMAT_VERSION = 1;

  private static final int BATCH = 10_000;

  private static final List<String> INDEXES =
      List.of(
          "create index consensus_valid_after on consensus (valid_after, flavor, answers)",
          "create index exit_list_time on exit_list (time)",
          "create index run_address on run (address_key, last_valid_after)",
          "create index run_fingerprint on run (fingerprint, last_valid_after)",
          "create index run_first on run (first_valid_after)",
          "create index scan_time on scan (time)",
          "create index scan_address on scan (address_key, time)",
          "create index scan_fingerprint on scan (fingerprint, time)");

  private final Connection connection;
  private @Nullable PreparedStatement insert;
  private int waiting;

  /** A sink into a file that does not exist yet. */
  SqliteSink(Path file) throws IOException {
    try {
      connection = DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath().toUri());
    } catch (SQLException e) {
      throw failed(e);
    }
    // The file gets its name only when it is whole, so a journal could save nothing.
    execute("pragma journal_mode = off");
    execute("pragma synchronous = off");
    execute("pragma temp_store = memory");
    execute("pragma application_id = " + APPLICATION_ID);
    execute("pragma user_version = " + FORMAT_VERSION);
    try {
      connection.setAutoCommit(false);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static IOException failed(SQLException cause) {
    return new IOException("the SQLite file cannot be written: " + cause.getMessage(), cause);
  }

  private void execute(String sql) throws IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void begin(DataTable table) throws IOException {
    endTable();
    String columns =
        table.columns().stream().map(SqliteSink::definition).collect(Collectors.joining(",\n  "));
    execute("create table " + table.tableName() + " (\n  " + columns + "\n)");
    String marks = String.join(", ", Collections.nCopies(table.columns().size(), "?"));
    try {
      insert =
          connection.prepareStatement(
              "insert into " + table.tableName() + " values (" + marks + ")");
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static String definition(Column column) {
    if (column.name().equals("id")) {
      return "id integer primary key";
    }
    return column.name() + " " + column.type() + (column.nullable() ? "" : " not null");
  }

  @Override
  public void row(@Nullable Object... values) throws IOException {
    PreparedStatement into = insert;
    if (into == null) {
      throw new IllegalStateException("no table was begun");
    }
    try {
      for (int i = 0; i < values.length; i++) {
        into.setObject(i + 1, values[i]);
      }
      into.addBatch();
      if (++waiting == BATCH) {
        waiting = 0;
        into.executeBatch();
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private void endTable() throws IOException {
    try (PreparedStatement into = insert) {
      if (into != null && waiting > 0) {
        into.executeBatch();
      }
    } catch (SQLException e) {
      throw failed(e);
    } finally {
      waiting = 0;
      insert = null;
    }
  }

  /** Ends the last table, adds indexes and views. */
  void finish() throws IOException {
    endTable();
    for (String index : INDEXES) {
      execute(index);
    }
    for (DataView view : DataView.values()) {
      execute("create view " + view.viewName() + " as\n" + view.query());
    }
    execute("analyze");
    try {
      connection.commit();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
