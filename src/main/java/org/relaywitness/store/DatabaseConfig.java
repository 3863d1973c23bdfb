package org.relaywitness.store;

import java.time.Duration;

/**
 * Where the database is, and how it may be used.
 *
 * @param writing for migrations and imports; not used where {@code readOnly}
 * @param reading for everything else; its role need not be able to write
 * @param readers how many connections may read at the same time
 * @param readOnly whether nothing may be written, the schema included: for replicas
 * @param superuserRefused whether a login that the server lets do anything is refused
 */
public record DatabaseConfig(
    DatabaseLogin writing,
    DatabaseLogin reading,
    int readers,
    DatabaseTimeouts timeouts,
    boolean readOnly,
    boolean superuserRefused) {
  /** As many readers as a small server bears beside others. */
  public static final int DEFAULT_READERS = 8;

  public DatabaseConfig {
    if (readers < 1) {
      throw new IllegalArgumentException("at least one connection must be able to read");
    }
  }

  /** A database that is read and written by one user, eight readers, 30 seconds for a statement. */
  public static DatabaseConfig of(String url, String user, String password) {
    DatabaseLogin login = new DatabaseLogin(url, user, password);
    return new DatabaseConfig(
        login, login, DEFAULT_READERS, DatabaseTimeouts.DEFAULT, false, false);
  }

  /** The same database, for reading only. */
  public DatabaseConfig forReading() {
    return new DatabaseConfig(writing, reading, readers, timeouts, true, superuserRefused);
  }

  /** The same database, read with another login. */
  public DatabaseConfig readBy(DatabaseLogin reader) {
    return new DatabaseConfig(writing, reader, readers, timeouts, readOnly, superuserRefused);
  }

  /** The same database, with other limits. */
  public DatabaseConfig within(DatabaseTimeouts limits) {
    return new DatabaseConfig(writing, reading, readers, limits, readOnly, superuserRefused);
  }

  /** The URL for writing. */
  public String url() {
    return writing.url();
  }

  /** The user who writes. */
  public String user() {
    return writing.user();
  }

  /** The password of the user who writes. */
  public String password() {
    return writing.password();
  }

  /** How long one statement of a reader may take; zero: without limit. */
  public Duration readTimeout() {
    return timeouts.statement();
  }
}
