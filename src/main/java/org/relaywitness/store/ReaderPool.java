package org.relaywitness.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.Coverage.Replica;
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

  /**
   * Begins a transaction's snapshot, limits its statements, reads the version of what it sees, and
   * asks how far behind a replica is, all in one round trip. It is not behind at all where it has
   * replayed all it received and still receives; otherwise since the last transaction that it has
   * replayed, which is null where there was none since it started. Until there was one, what it
   * received may end with the empty rest of a page, in which there is nothing to replay.
   */
  private static final String BEGIN =
      """
      select set_config('statement_timeout', ?, true),
             pg_is_in_recovery(),
             case when not pg_is_in_recovery() then null
                  when exists (select from pg_stat_wal_receiver)
                       and pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn())
                           < case when pg_last_xact_replay_timestamp() is null then 8192 else 1 end
                       then 0
                  else extract(epoch from
                         clock_timestamp() - pg_last_xact_replay_timestamp())::bigint end,
             (select version from record_state)
      """;

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
    settings.setAutoCommit(false);
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

  /**
   * One consistent state, until it is closed.
   *
   * @param replica how far behind its server is; {@code null}: it is no replica
   * @param version that of the consensuses and exit lists in it
   */
  record Reading(Connection connection, @Nullable Replica replica, UUID version)
      implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      try {
        connection.rollback();
      } finally {
        connection.close();
      }
    }
  }

  /** A transaction that has begun with a query, and what that found. */
  record Begun<T>(ReadTransaction transaction, T found) {}

  private interface Binding {
    void bind(PreparedStatement select) throws SQLException;
  }

  /** What is read with what begins the transaction. */
  private interface Opening<T> {
    T read(Reading reading, PreparedStatement executed) throws SQLException;
  }

  /**
   * Begins to read one consistent state, within the time limits.
   *
   * @param kept what was read before, by whatever transaction
   */
  ReadTransaction begin(KeptRecords kept) throws SQLException {
    return begin(
        statementMillis,
        BEGIN,
        select -> {},
        (reading, executed) -> new ReadTransaction(reading, kept));
  }

  /** As {@link #begin(KeptRecords)}, and reads in the same round trip. */
  <T> Begun<T> begin(PairQuery<T> query, KeptRecords kept) throws SQLException {
    return begin(
        statementMillis,
        BEGIN + ";" + query.sql(),
        select -> query.bind(select, 2),
        (reading, executed) -> {
          executed.getMoreResults();
          ReadTransaction transaction = new ReadTransaction(reading, kept);
          return new Begun<>(transaction, query.read(executed, transaction));
        });
  }

  /** As {@link #begin(KeptRecords)}, for work that takes as long as it takes. */
  Reading beginUnlimited() throws SQLException {
    Reading reading = begin("0", BEGIN, select -> {}, (begun, executed) -> begun);
    reading.connection().setNetworkTimeout(Runnable::run, 0);
    return reading;
  }

  private <T> T begin(String limit, String sql, Binding binding, Opening<T> opening)
      throws SQLException {
    try {
      return tryToBegin(limit, sql, binding, opening);
    } catch (SQLException e) {
      if (!isOfTheConnection(e)) {
        throw e;
      }
      LOG.info("the database has closed a connection ({}); connecting again", e.getSQLState());
      Objects.requireNonNull(pool.getHikariPoolMXBean()).softEvictConnections();
      return tryToBegin(limit, sql, binding, opening);
    }
  }

  private <T> T tryToBegin(String limit, String sql, Binding binding, Opening<T> opening)
      throws SQLException {
    Connection connection = pool.getConnection();
    boolean begun = false;
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, limit);
      binding.bind(select);
      select.execute();
      T opened = opening.read(reading(connection, select), select);
      begun = true;
      return opened;
    } finally {
      if (!begun) {
        connection.close();
      }
    }
  }

  /** The reading that has begun, by the first result. */
  private static Reading reading(Connection connection, PreparedStatement executed)
      throws SQLException {
    try (ResultSet row = executed.getResultSet()) {
      row.next();
      UUID version = row.getObject(4, UUID.class);
      if (version == null) {
        throw new StoreException("read the records", "the table record_state is empty", null);
      }
      return new Reading(connection, row.getBoolean(2) ? replica(row) : null, version);
    }
  }

  private static Replica replica(ResultSet row) throws SQLException {
    long seconds = row.getLong(3);
    return new Replica(row.wasNull() ? null : Duration.ofSeconds(Math.max(0, seconds)));
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
