package org.relaywitness.store;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.postgresql.PGConnection;
import org.relaywitness.directory.Sha256;

/**
 * All tables at one moment, to be copied out while imports go on: one REPEATABLE READ transaction
 * on a connection of its own, begun when this is. Reads only, so it may be a replica's.
 */
public final class TableDump implements AutoCloseable {
  private final Connection connection;
  private final String schema;

  private TableDump(Connection connection, String schema) {
    this.connection = connection;
    this.schema = schema;
  }

  /**
   * Begins; what is committed later is not in it.
   *
   * @throws StoreException when the database cannot be read, or its schema is not this version's
   */
  public static TableDump begin(DatabaseConfig config) {
    // Refuses a schema that is not this version's, and changes none.
    Store.open(config.forReading()).close();
    Connection connection = connect(config, "relaywitness backup");
    boolean begun = false;
    try {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      TableDump dump = new TableDump(connection, schemaVersion(connection));
      begun = true;
      return dump;
    } catch (SQLException e) {
      throw new StoreException("begin a backup", e);
    } finally {
      if (!begun) {
        closeQuietly(connection);
      }
    }
  }

  static Connection connect(DatabaseConfig config, String name) {
    Properties properties = new Properties();
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    properties.setProperty("ApplicationName", name);
    properties.setProperty("tcpKeepAlive", "true");
    try {
      Connection connection = DriverManager.getConnection(config.url(), properties);
      try (Statement statement = connection.createStatement()) {
        // Whole tables take their time; and what they look like must not hang on a server's ways.
        statement.execute("set statement_timeout = 0; set timezone = 'UTC'; set datestyle = 'ISO'");
      }
      return connection;
    } catch (SQLException e) {
      throw new StoreException("open the database", e);
    }
  }

  static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new StoreException("close a connection", e);
    }
  }

  /** The version of the newest migration. */
  static String schemaVersion(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                select version from flyway_schema_history
                 where success and version is not null
                 order by string_to_array(version, '.')::int[] desc limit 1
                """);
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new StoreException("read the schema's version", "no migration is on record", null);
      }
      return row.getString(1);
    }
  }

  /** The version of the schema: the newest migration's. */
  public String schema() {
    return schema;
  }

  /** The tables, in the order in which they can be filled again. */
  public List<BackedTable> tables() {
    try {
      return BackedTable.all(connection);
    } catch (SQLException e) {
      throw new StoreException("list the tables", e);
    }
  }

  /**
   * Writes all rows of a table in PostgreSQL's text format, one a line, UTF-8.
   *
   * @return how many rows
   */
  public long copy(BackedTable table, OutputStream out) throws IOException {
    try {
      return connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              "copy (select "
                  + table.columnList()
                  + " from "
                  + table.quotedName()
                  + ") to stdout (encoding 'UTF8')",
              out);
    } catch (SQLException e) {
      throw new StoreException("copy the table " + table.name(), e);
    }
  }

  /** The digest of the content, as {@link Store#digest()}. */
  public Sha256 digest() {
    try {
      return new ContentDigest(connection, Instant.MIN, Instant.MAX).compute();
    } catch (SQLException e) {
      throw new StoreException("compute the digest", e);
    }
  }

  /** The digests of all consensuses and exit lists. */
  public Set<Sha256> documents() {
    try {
      return DocumentTable.heldListings(connection);
    } catch (SQLException e) {
      throw new StoreException("read the digests of documents", e);
    }
  }

  @Override
  public void close() {
    closeQuietly(connection);
  }
}
