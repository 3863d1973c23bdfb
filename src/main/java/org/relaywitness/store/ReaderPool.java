package org.relaywitness.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that read. Their sessions cannot write, whatever the role may, and have time
 * limits. A connection whose server has gone is replaced before anything is read over it: after a
 * failover the next reader meets the server that took over.
 */
final class ReaderPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReaderPool.class);
  private static final Duration WAIT = Duration.ofSeconds(5);

  private final HikariDataSource pool;
  private final String statementMillis;

  private ReaderPool(HikariDataSource pool, Duration statement) {
    this.pool = pool;
    statementMillis = Long.toString(statement.toMillis());
  }

  /** Opens the pool, and its first connection. */
  static ReaderPool open(DatabaseConfig config) {
    DatabaseLogin login = config.reading();
    DatabaseTimeouts timeouts = config.timeouts();
    Duration wait = login.loginTimeout(timeouts.connect()).plus(WAIT);
    HikariConfig settings = new HikariConfig();
    settings.setPoolName("readers");
    settings.setJdbcUrl(login.url());
    settings.setMaximumPoolSize(config.readers());
    settings.setMinimumIdle(1);
    settings.setConnectionTimeout(wait.toMillis());
    settings.setInitializationFailTimeout(1);
    // Set once a connection, not once a read: each change would be a round trip.
    settings.setReadOnly(true);
    settings.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    settings.setConnectionInitSql(timeouts.readerSession());
    settings.setDataSourceProperties(login.properties("relaywitness", timeouts.connect()));
    settings.addDataSourceProperty("socketTimeout", Long.toString(timeouts.readerSocketSeconds()));
    try {
      return new ReaderPool(new HikariDataSource(settings), timeouts.statement());
    } catch (PoolInitializationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new StoreException("open the database", String.valueOf(cause.getMessage()), cause);
    } catch (RuntimeException e) {
      throw new StoreException("open the database at " + login.plainUrl(), e);
    }
  }

  /** Refuses what may not be used: a superuser, a schema of another version. */
  void check(DatabaseConfig config) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      DatabaseRole role = DatabaseRole.of(connection);
      if (config.superuserRefused()) {
        role.refuseSuperuser();
        if (role.writes() && !role.replica()) {
          LOG.warn("the role \"{}\" reads the records, and could change them too", role.name());
        }
      }
    }
    if (config.readOnly()) {
      Schema.requireCurrent(pool);
    }
  }

  /** A state that was found with a query, and what that found. */
  record Begun<T>(ReadTransaction state, T found) {}

  private interface Opening<T> {
    T open(Connection connection) throws SQLException;
  }

  /**
   * Begins to read the records as they are now, within the time limits.
   *
   * @param kept what was read before, of whatever state
   */
  ReadTransaction begin(KeptRecords kept) throws SQLException {
    return open(
        connection -> new ReadTransaction(Reading.begin(connection, statementMillis), kept));
  }

  /**
   * As {@link #begin(KeptRecords)}, and reads in the same round trip.
   *
   * @throws StateGoneException when more of that state had to be read than this, and it was gone
   */
  <T> Begun<T> begin(PairQuery<T> query, KeptRecords kept) throws SQLException {
    return open(
        connection -> {
          Reading reading = new Reading(connection, statementMillis);
          return reading.together(
              query,
              executed -> {
                ReadTransaction state = new ReadTransaction(reading, kept);
                return new Begun<>(state, query.read(executed, state));
              });
        });
  }

  /** As {@link #begin(KeptRecords)}, for work that takes as long as it takes. */
  Reading beginUnlimited() throws SQLException {
    Reading reading = open(connection -> Reading.begin(connection, "0"));
    reading.connection().setNetworkTimeout(Runnable::run, 0);
    return reading;
  }

  private <T> T open(Opening<T> opening) throws SQLException {
    try {
      return tryToOpen(opening);
    } catch (SQLException e) {
      if (!isOfTheConnection(e)) {
        throw e;
      }
      LOG.info("the database has closed a connection ({}); connecting again", e.getSQLState());
      Objects.requireNonNull(pool.getHikariPoolMXBean()).softEvictConnections();
      return tryToOpen(opening);
    }
  }

  private <T> T tryToOpen(Opening<T> opening) throws SQLException {
    Connection connection = pool.getConnection();
    boolean opened = false;
    try {
      T result = opening.open(connection);
      opened = true;
      return result;
    } finally {
      if (!opened) {
        connection.close();
      }
    }
  }

  /** Class 08: the connection; 57P01 to 57P03: the server ends, or does not take any yet. */
  private static boolean isOfTheConnection(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  /** A connection for a single statement. */
  Connection connection() throws SQLException {
    return pool.getConnection();
  }

  void watch(MeterRegistry registry) {
    pool.setMetricRegistry(registry);
  }

  @Override
  public void close() {
    pool.close();
  }
}
