package org.relaywitness.store;

import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.postgresql.PGConnection;
import org.relaywitness.directory.Sha256;

/**
 * The filling of an empty database from a backup, in one transaction that holds the import lock:
 * until {@link #commit} nothing is there, and nothing stays when it is closed without.
 */
public final class TableLoad implements AutoCloseable {
  private final DatabaseConfig config;
  private final Connection connection;

  private TableLoad(DatabaseConfig config, Connection connection) {
    this.config = config;
    this.connection = connection;
  }

  /**
   * Brings an empty database's schema to the backup's version, and begins.
   *
   * @param schema as {@link TableDump#schema()} gave it
   * @throws NotEmptyException when anything is in the database
   * @throws ImportInProgressException when an import runs on it
   * @throws StoreException when the schema is later than this software, or the database fails
   */
  public static TableLoad begin(DatabaseConfig config, String schema) throws NotEmptyException {
    Schema.bringTo(config, schema);
    Connection connection = TableDump.connect(config, "relaywitness restore");
    boolean begun = false;
    try {
      connection.setAutoCommit(false);
      lock(connection);
      String found = TableDump.schemaVersion(connection);
      if (!found.equals(schema)) {
        throw new StoreException(
            "restore",
            "the backup is of schema "
                + schema
                + ", and this database has "
                + found
                + " already; name a new, empty database or folder",
            null);
      }
      TableLoad load = new TableLoad(config, connection);
      load.requireEmpty();
      begun = true;
      return load;
    } catch (SQLException e) {
      throw new StoreException("begin to restore", e);
    } finally {
      if (!begun) {
        TableDump.closeQuietly(connection);
      }
    }
  }

  /** There are records in the database already; nothing was changed. */
  public static final class NotEmptyException extends Exception {
    private static final long serialVersionUID = 1L;

    NotEmptyException(String table) {
      super("the database holds records already (table " + table + ")");
    }
  }

  private static void lock(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
      select.setLong(1, ImportConnection.LOCK);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next() || !row.getBoolean(1)) {
          throw new ImportInProgressException();
        }
      }
    }
  }

  private void requireEmpty() throws SQLException, NotEmptyException {
    for (BackedTable table : tables()) {
      try (Statement statement = connection.createStatement();
          ResultSet row =
              statement.executeQuery("select 1 from " + table.quotedName() + " limit 1")) {
        if (row.next()) {
          throw new NotEmptyException(table.name());
        }
      }
    }
  }

  /** The tables that there are to be filled. */
  public List<BackedTable> tables() {
    try {
      return BackedTable.all(connection);
    } catch (SQLException e) {
      throw new StoreException("list the tables", e);
    }
  }

  /**
   * Fills a table with rows as {@link TableDump#copy} wrote them.
   *
   * @return how many rows
   */
  public long fill(BackedTable table, InputStream rows) throws IOException {
    try {
      return connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "copy "
                  + table.quotedName()
                  + " ("
                  + table.columnList()
                  + ") from stdin (encoding 'UTF8')",
              rows);
    } catch (SQLException e) {
      throw new StoreException("fill the table " + table.name(), e);
    }
  }

  /** The digest of what was filled in, as {@link Store#digest()}. */
  public Sha256 digest() {
    try {
      return new ContentDigest(connection, Instant.MIN, Instant.MAX).compute();
    } catch (SQLException e) {
      throw new StoreException("compute the digest", e);
    }
  }

  /** Keeps all of it, tells the planner, and brings the schema to this software's version. */
  public void commit() {
    try {
      connection.commit();
      connection.setAutoCommit(true);
      try (Statement statement = connection.createStatement()) {
        for (BackedTable table : tables()) {
          statement.execute("vacuum (analyze) " + table.quotedName());
        }
      }
    } catch (SQLException e) {
      throw new StoreException("restore", e);
    }
    Store.open(config).close();
  }

  @Override
  public void close() {
    TableDump.closeQuietly(connection);
  }
}
