package org.relaywitness.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.lookup.Span;

/**
 * Answers from an offline data set alone. The file is opened for reading only and taken to stay as
 * it is: no lock, no journal, no temporary file comes to be.
 */
public final class SqliteHistory implements RelayHistory, AutoCloseable {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  private final Connection connection;
  private final Span span;

  private SqliteHistory(Connection connection, Span span) {
    this.connection = connection;
    this.span = span;
  }

  /**
   * Opens a file.
   *
   * @throws NoSuchFileException when there is none
   * @throws OfflineFileException when it is no data set of this product and version, or not whole
   */
  public static SqliteHistory open(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    requireSqlite(file);
    Connection connection;
    try {
      connection =
          DriverManager.getConnection(
              "jdbc:sqlite:" + file.toAbsolutePath().toUri() + "?mode=ro&immutable=1");
    } catch (SQLException e) {
      throw new OfflineFileException(file + ": cannot be opened: " + e.getMessage());
    }
    boolean opened = false;
    try {
      Span span = check(file, connection);
      opened = true;
      return new SqliteHistory(connection, span);
    } catch (SQLException | DateTimeException e) {
      throw new OfflineFileException(file + ": damaged: " + e.getMessage());
    } finally {
      if (!opened) {
        close(connection);
      }
    }
  }

  private static void requireSqlite(Path file) throws IOException {
    byte[] head;
    if (Files.isDirectory(file)) {
      head = new byte[0];
    } else {
      try (var in = Files.newInputStream(file)) {
        head = in.readNBytes(MAGIC.length);
      }
    }
    if (!Arrays.equals(head, MAGIC)) {
      throw new OfflineFileException(
          file + ": not an offline data set (expected the SQLite file that \"export\" writes)");
    }
  }

  private static Span check(Path file, Connection connection)
      throws SQLException, OfflineFileException {
    execute(connection, "pragma temp_store = memory");
    execute(connection, "pragma query_only = on");
    if (number(connection, "pragma application_id") != SqliteSink.APPLICATION_ID) {
      throw new OfflineFileException(
          file + ": a SQLite file, but not an offline data set that \"export\" wrote");
    }
    long version = number(connection, "pragma user_version");
    if (version != SqliteSink.FORMAT_VERSION) {
      throw new OfflineFileException(
          file
              + ": an offline data set of format version "
              + version
              + "; this program reads version "
              + SqliteSink.FORMAT_VERSION);
    }
    Map<String, String> about = about(connection);
    for (DataTable table :
        List.of(DataTable.CONSENSUS, DataTable.EXIT_LIST, DataTable.RUN, DataTable.SCAN)) {
      long rows = number(connection, "select count(*) from " + table.tableName());
      String stated = about.getOrDefault(About.rows(table), "none");
      // A lost row would read as "was not listed".
      if (!stated.equals(Long.toString(rows))) {
        throw new OfflineFileException(
            file + ": damaged: " + rows + " rows in " + table.tableName() + ", stated " + stated);
      }
    }
    return span(about);
  }

  /** Beyond the time of the export nothing can have been held, whatever period was asked for. */
  private static Span span(Map<String, String> about) {
    String from = about.getOrDefault(About.PERIOD_FROM, "absent");
    String to = about.getOrDefault(About.PERIOD_TO, "absent");
    Instant exported = Instant.parse(about.getOrDefault(About.EXPORTED_AT, "absent"));
    Instant end = to.isEmpty() ? exported : Instant.parse(to);
    return new Span(
        from.isEmpty() ? Instant.MIN : Instant.parse(from), end.isAfter(exported) ? exported : end);
  }

  private static Map<String, String> about(Connection connection) throws SQLException {
    Map<String, String> about = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement("select key, value from about");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        about.put(row.getString(1), row.getString(2));
      }
    }
    return about;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql);
        ResultSet row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : -1;
    }
  }

  /** The period that the file states, cut at the time of its export. */
  public Span span() {
    return span;
  }

  @Override
  public synchronized <T> T read(Function<Snapshot, T> reading) {
    return reading.apply(new SqliteSnapshot(connection, span));
  }

  @Override
  public void close() throws IOException {
    close(connection);
  }

  private static void close(Connection connection) throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IOException("the offline data set cannot be closed", e);
    }
  }
}
