package org.relaywitness.store;

import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
  private final DatabaseConfig config;
  private final ReaderPool readers;
  private final KeptRecords kept = new KeptRecords();

  private Store(DatabaseConfig config, ReaderPool readers) {
    this.config = config;
    this.readers = readers;
  }

  /**
   * Opens a database; unless it is for reading only, brings its schema up to date first.
   *
   * @throws StoreException when the database cannot be reached or used, with the reason
   */
  public static Store open(DatabaseConfig config) {
    try {
      if (!config.readOnly()) {
        Schema.migrate(config);
      }
      ReaderPool readers = ReaderPool.open(config);
      boolean opened = false;
      try {
        readers.check(config);
        opened = true;
        return new Store(config, readers);
      } finally {
        if (!opened) {
          readers.close();
        }
      }
    } catch (SQLException e) {
      throw new StoreException("open the database", e);
    }
  }

  @Override
  public <T> T read(Function<Snapshot, T> reading) {
    try {
      SnapshotReader first = new SnapshotReader(readers, kept);
      try (first) {
        T result = reading.apply(first);
        if (!first.movedOn()) {
          return result;
        }
      } catch (RuntimeException e) {
        if (!first.movedOn()) {
          throw e;
        }
      }
      // An import has committed between two round trips: once more, in one transaction.
      try (SnapshotReader whole = new SnapshotReader(readers, kept, readers.begin(kept))) {
        return reading.apply(whole);
      }
    } catch (SQLException e) {
      throw new StoreException("read the records", e);
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
    try {
      Connection connection =
          new ConnectionSource(config.writing(), "relaywitness import", config.timeouts().connect())
              .getConnection();
      try (Statement limits = connection.createStatement()) {
        limits.execute(config.timeouts().importSession());
      }
      return new ImportSession(connection, verifier, version());
    } catch (SQLException e) {
      throw new StoreException("begin an import", e);
    }
  }

  /** Counts and times the readers' connections in this registry too; to be called once. */
  public void watch(MeterRegistry registry) {
    readers.watch(registry);
  }

  private static String version() {
    String version = Store.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }

  /** All key certificates held, in order of identity and time. */
  public List<KeyCertificate> certificates() {
    try (Connection connection = readers.connection()) {
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
    try (Reading state = readers.beginUnlimited()) {
      return new ContentDigest(state.connection(), from, to).compute();
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
    try (Connection connection = readers.connection();
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
    try (Connection connection = readers.connection();
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
