package org.relaywitness.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.Coverage.Replica;

/**
 * One consistent state of the records, over one connection, until it is closed.
 *
 * <p>Statements that are sent together are a transaction by themselves. While nothing else is read
 * no other one begins, as to end it would be another round trip; each tells the version of the
 * records that it saw ({@code sql/V002}), so that what comes from several of them is of one state
 * for sure. Anything else is read in a transaction that sees that version too.
 */
final class Reading implements AutoCloseable {
  /**
   * Limits the statements of a transaction, reads the version of what it sees, and asks how far
   * behind a replica is. It is not behind at all where it has replayed all it received and still
   * receives; otherwise since the last transaction that it has replayed, which is null where there
   * was none since it started. Until there was one, what it received may end with the empty rest of
   * a page, in which there is nothing to replay.
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

  private final Connection connection;
  private final String limit;
  private boolean begun;
  private boolean movedOn;
  private @Nullable UUID version;
  private @Nullable Replica replica;

  /** What is made of the results of statements that were sent together. */
  interface Results<T> {
    T read(PreparedStatement executed) throws SQLException;
  }

  /**
   * The state that is found with the first query.
   *
   * @param connection one that commits by itself, repeatable read; closed with this
   * @param limit milliseconds for each statement; 0: none
   */
  Reading(Connection connection, String limit) {
    this.connection = connection;
    this.limit = limit;
  }

  /** The state that the records are in now. */
  static Reading begin(Connection connection, String limit) throws SQLException {
    Reading reading = new Reading(connection, limit);
    reading.begin();
    return reading;
  }

  private void begin() throws SQLException {
    connection.setAutoCommit(false);
    begun = true;
    try (PreparedStatement select = connection.prepareStatement(BEGIN)) {
      select.setString(1, limit);
      select.execute();
      enter(select);
    }
  }

  /** Sees to it that the transaction of these results sees the state that was read first. */
  private void enter(PreparedStatement executed) throws SQLException {
    try (ResultSet row = executed.getResultSet()) {
      row.next();
      UUID seen = row.getObject(4, UUID.class);
      if (seen == null) {
        throw new StoreException("read the records", "the table record_state is empty", null);
      }
      if (version == null) {
        version = seen;
        replica = row.getBoolean(2) ? replica(row) : null;
      } else if (!version.equals(seen)) {
        movedOn = true;
        throw new StateGoneException();
      }
    }
  }

  private static Replica replica(ResultSet row) throws SQLException {
    long seconds = row.getLong(3);
    return new Replica(row.wasNull() ? null : Duration.ofSeconds(Math.max(0, seconds)));
  }

  /** Reads in one round trip. */
  <T> T together(PairQuery<?> query, Results<T> results) throws SQLException {
    if (begun) {
      try (PreparedStatement select = connection.prepareStatement(query.sql())) {
        query.bind(select, 1);
        select.execute();
        return results.read(select);
      }
    }
    try (PreparedStatement select = connection.prepareStatement(BEGIN + ";" + query.sql())) {
      select.setString(1, limit);
      query.bind(select, 2);
      select.execute();
      enter(select);
      select.getMoreResults();
      return results.read(select);
    }
  }

  /** The connection, in a transaction that sees this state. */
  Connection connection() throws SQLException {
    if (!begun) {
      begin();
    }
    return connection;
  }

  /** A statement in that transaction. */
  PreparedStatement prepare(String sql) throws SQLException {
    return connection().prepareStatement(sql);
  }

  /** An array for the statements of that transaction. */
  Array array(String type, Object[] elements) throws SQLException {
    return connection().createArrayOf(type, elements);
  }

  /** The version of the consensuses and exit lists in this state. */
  UUID version() {
    if (version == null) {
      throw new IllegalStateException("nothing was read yet");
    }
    return version;
  }

  /** How far behind its server is, where that is a replica. */
  Optional<Replica> replica() {
    return Optional.ofNullable(replica);
  }

  /** Whether more was asked for when the state was gone; what was read is to be read again. */
  boolean movedOn() {
    return movedOn;
  }

  @Override
  public void close() throws SQLException {
    try {
      if (begun) {
        connection.rollback();
      }
    } finally {
      connection.close();
    }
  }
}
