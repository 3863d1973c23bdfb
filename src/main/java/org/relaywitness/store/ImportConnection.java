package org.relaywitness.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of an import, which holds the database's import lock, and its transactions.
 * The lock and the writing share it: an import that lost the lock cannot write any more. Used by
 * one thread at a time.
 */
final class ImportConnection implements AutoCloseable {
  /** The lock's number in the database; any fixed one would do. */
  static final long LOCK = 0x52656c61_79576974L;

  private static final Logger LOG = LoggerFactory.getLogger(ImportConnection.class);
  private static final int LOCK_ATTEMPTS = 10;
  private static final Duration LOCK_PAUSE = Duration.ofMillis(200);

  private final Connection connection;
  private final Runnable afterRollback;
  private boolean wrote;

  /** What is done within one transaction. */
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Over a connection that is closed with this.
   *
   * @param afterRollback forgets what was remembered of a transaction that came to nothing
   */
  ImportConnection(Connection connection, Runnable afterRollback) {
    this.connection = connection;
    this.afterRollback = afterRollback;
  }

  /** Takes the lock; returns the number for the next source. Closes the connection on a fault. */
  int begin() {
    boolean begun = false;
    try {
      if (!lock()) {
        throw new ImportInProgressException();
      }
      connection.setAutoCommit(false);
      int nextSource = Dictionary.nextId(connection, "source");
      connection.commit();
      begun = true;
      return nextSource;
    } catch (SQLException e) {
      throw new StoreException("begin an import", e);
    } finally {
      if (!begun) {
        closeQuietly();
      }
    }
  }

  /**
   * Tries for a short while: the server may take a moment to notice that the process of an import
   * that was killed is gone.
   */
  private boolean lock() throws SQLException {
    for (int attempt = 0; attempt < LOCK_ATTEMPTS; attempt++) {
      if (ask("select pg_try_advisory_lock(?)")) {
        return true;
      }
      try {
        Thread.sleep(LOCK_PAUSE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return false;
  }

  private boolean ask(String question) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(question)) {
      select.setLong(1, LOCK);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  /** Reads within a transaction. */
  <T> T read(String operation, Work<T> work) {
    return transact(operation, work);
  }

  /** Writes within a transaction. */
  <T> T write(String operation, Work<T> work) {
    wrote = true;
    return transact(operation, work);
  }

  private <T> T transact(String operation, Work<T> work) {
    boolean committed = false;
    try {
      T result = work.run(connection);
      connection.commit();
      committed = true;
      return result;
    } catch (SQLException e) {
      throw new StoreException(operation, e);
    } finally {
      if (!committed) {
        rollback();
      }
    }
  }

  private void rollback() {
    afterRollback.run();
    try {
      connection.rollback();
    } catch (SQLException e) {
      LOG.warn("cannot roll back: {}", e.getMessage());
    }
  }

  /** Tidies the tables if anything was written, and releases the lock. */
  @Override
  public void close() {
    try {
      if (!connection.isClosed()) {
        connection.rollback();
        connection.setAutoCommit(true);
        if (wrote) {
          tidy();
        }
        // The server frees the lock with the connection too, but only a moment later.
        ask("select pg_advisory_unlock(?)");
      }
    } catch (SQLException e) {
      LOG.warn("cannot tidy the tables after an import: {}", e.getMessage());
    } finally {
      closeQuietly();
    }
  }

  /**
   * Closed runs leave dead rows behind, and the planner needs to know what came, in the columns
   * that are asked for. Readers come first: workers beside this connection would take their
   * processors. None of it needs to outlive a crash, so nobody waits for the disk after each table.
   */
  private void tidy() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set synchronous_commit = off");
      statement.execute(
          "vacuum (analyze, parallel 0)"
              + " run (address, relay_id, first_valid_after, last_valid_after, microdesc),"
              + " exit_scan (address, relay_id, week), consensus, consensus_document,"
              + " consensus_entries, exit_list, relay, policy, source, key_certificate,"
              + " record_state, record_day");
    }
  }

  private void closeQuietly() {
    try {
      connection.close();
    } catch (SQLException e) {
      LOG.warn("cannot close the import's connection: {}", e.getMessage());
    }
  }
}
