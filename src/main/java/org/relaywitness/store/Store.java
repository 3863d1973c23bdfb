package org.relaywitness.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.RelayHistory;

/**
 * The records in a PostgreSQL database. Thread-safe; readers never wait for an import.
 *
 * <p>All methods throw {@link StoreException} on a fault of the storage.
 */
public final class Store implements RelayHistory, AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final DatabaseConfig config;
  private final HikariDataSource readers;
  private final KeptRecords kept = new KeptRecords();

  private Store(DatabaseConfig config, HikariDataSource readers) {
    this.config = config;
    this.readers = readers;
  }

  /**
   * Opens a database; unless it is for reading only, brings its schema up to date first.
   *
   * @throws StoreException when the database cannot be reached or used, with the reason
   */
  public static Store open(DatabaseConfig config) {
    HikariConfig pool = new HikariConfig();
    pool.setPoolName("readers");
    pool.setJdbcUrl(config.url());
    pool.setUsername(config.user());
    pool.setPassword(config.password());
    pool.setMaximumPoolSize(config.readers());
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
    pool.setInitializationFailTimeout(1);
    pool.addDataSourceProperty("ApplicationName", "relaywitness");
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    // Set once a connection, not once a read: each change would be a round trip.
    pool.setAutoCommit(false);
    pool.setReadOnly(true);
    pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    HikariDataSource readers;
    try {
      readers = new HikariDataSource(pool);
    } catch (PoolInitializationException e) {
      throw new StoreException("open the database", reason(e), e);
    } catch (RuntimeException e) {
      throw new StoreException("open the database at " + plain(config.url()), e);
    }
    boolean opened = false;
    try {
      Schema.prepare(writing(config), config.readOnly());
      opened = true;
      return new Store(config, readers);
    } catch (SQLException e) {
      throw new StoreException("open the database", e);
    } finally {
      if (!opened) {
        readers.close();
      }
    }
  }

  private static DataSource writing(DatabaseConfig config) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(config.url());
    database.setUser(config.user());
    database.setPassword(config.password());
    database.setApplicationName("relaywitness schema");
    return database;
  }

  /** A URL without its parameters, which may hold a password. */
  private static String plain(String url) {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  private static String reason(Exception exception) {
    Throwable cause = exception.getCause();
    return String.valueOf((cause == null ? exception : cause).getMessage());
  }

  @Override
  public <T> T read(Function<Snapshot, T> reading) {
    try (Connection connection = readers.getConnection()) {
      try {
        return reading.apply(new SnapshotReader(connection, state(connection), kept));
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new StoreException("read the records", e);
    }
  }

  /**
   * Begins the transaction, limits the time of its statements, and reads the version of what it
   * sees: all in one round trip.
   */
  private UUID state(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select version, set_config('statement_timeout', ?, true) from record_state")) {
      select.setString(1, Long.toString(config.readTimeout().toMillis()));
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new StoreException("read the records", "the table record_state is empty", null);
        }
        return row.getObject(1, UUID.class);
      }
    }
  }

  /**
   * Begins an import, on a connection of its own.
   *
   * @param verifier checks consensuses again of which copies come or go
   * @throws ImportInProgressException when another one runs on this database
   */
  public ImportSession beginImport(ConsensusVerifier verifier) {
    if (config.readOnly()) {
      throw new StoreException("import", "the database was opened for reading only", null);
    }
    Properties properties = new Properties();
    properties.setProperty("user", config.user());
    properties.setProperty("password", config.password());
    properties.setProperty("ApplicationName", "relaywitness import");
    properties.setProperty("tcpKeepAlive", "true");
    try {
      return new ImportSession(
          DriverManager.getConnection(config.url(), properties), verifier, version());
    } catch (SQLException e) {
      throw new StoreException("begin an import", e);
    }
  }

  private static String version() {
    String version = Store.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }

  /** All key certificates held, in order of identity and time. */
  public List<KeyCertificate> certificates() {
    try (Connection connection = readers.getConnection()) {
      return CertificateTable.all(connection);
    } catch (SQLException e) {
      throw new StoreException("read certificates", e);
    }
  }

  /**
   * The digest of everything that is held: equal for equal sets of documents, however they came and
   * however they are stored.
   */
  public Sha256 digest() {
    return digest(Instant.MIN, Instant.MAX);
  }

  /**
   * The digest of what is held in [from, to): consensuses by valid-after, scans and exit lists by
   * their times. {@link Instant#MIN} and {@link Instant#MAX} stand for no bound.
   */
  public Sha256 digest(Instant from, Instant to) {
    try (Connection connection = readers.getConnection()) {
      try {
        return new ContentDigest(connection, from, to).compute();
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new StoreException("compute the digest", e);
    }
  }

  /**
   * A document that was not taken in.
   *
   * @param path where it stood in its source
   * @param source the file or URL it came from
   */
  public record Rejected(Sha256 sha256, String path, String source, String reason, Instant at) {}

  /** The documents that were not taken in, the latest first. */
  public List<Rejected> rejected(int limit) {
    try (Connection connection = readers.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                """
                select d.sha256, d.path, s.location, d.reason, d.rejected_at
                  from rejected_document d join source s on s.id = d.source_id
                 order by d.rejected_at desc, d.sha256 limit ?
                """)) {
      select.setInt(1, limit);
      List<Rejected> rejected = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rejected.add(
              new Rejected(
                  Sha256.ofBytes(row.getBytes(1)),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  Times.instant(row, 5)));
        }
      }
      return rejected;
    } catch (SQLException e) {
      throw new StoreException("read rejected documents", e);
    }
  }

  /** How many bytes the database takes on disk. */
  public long sizeInBytes() {
    try (Connection connection = readers.getConnection();
        PreparedStatement select =
            connection.prepareStatement("select pg_database_size(current_database())");
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new StoreException("measure the database", e);
    }
  }

  @Override
  public void close() {
    readers.close();
  }
}
