package org.relaywitness.store;

import java.time.Duration;

/**
 * How long the database may take. Zero: without limit.
 *
 * @param connect for a connection to a host
 * @param statement for one statement of a reader; those of an import have no limit
 * @param lock for waiting on a lock
 * @param idleInTransaction how long a transaction may stay open without doing anything
 */
public record DatabaseTimeouts(
    Duration connect, Duration statement, Duration lock, Duration idleInTransaction) {
  /** 5 s to connect, 30 s for a statement, 10 s for a lock, a minute of idleness. */
  public static final DatabaseTimeouts DEFAULT =
      new DatabaseTimeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(10),
          Duration.ofMinutes(1));

  /** An import computes while its transaction is open, for minutes at most. */
  private static final Duration LEAST_IDLENESS_OF_IMPORTS = Duration.ofMinutes(15);

  /** How much longer than the server's own limit the network is waited for. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  public DatabaseTimeouts {
    for (Duration limit : new Duration[] {connect, statement, lock, idleInTransaction}) {
      if (limit.isNegative()) {
        throw new IllegalArgumentException("a time limit is zero or more");
      }
    }
  }

  /** Puts the limits of readers on a session, and makes it one that cannot write. */
  String readerSession() {
    return "set session characteristics as transaction read only;"
        + " set idle_in_transaction_session_timeout = "
        + idleInTransaction.toMillis()
        + "; set lock_timeout = "
        + lock.toMillis()
        + "; set statement_timeout = "
        + statement.toMillis();
  }

  /** Puts the limits of imports on a session. */
  String importSession() {
    Duration idle =
        idleInTransaction.isZero() || idleInTransaction.compareTo(LEAST_IDLENESS_OF_IMPORTS) > 0
            ? idleInTransaction
            : LEAST_IDLENESS_OF_IMPORTS;
    return "set idle_in_transaction_session_timeout = "
        + idle.toMillis()
        + "; set lock_timeout = "
        + lock.toMillis();
  }

  /** Seconds after which a reader gives a silent network up. */
  long readerSocketSeconds() {
    return statement.isZero() ? 0 : statement.plus(GRACE).toSeconds();
  }
}
