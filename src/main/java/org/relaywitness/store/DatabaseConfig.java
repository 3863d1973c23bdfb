package org.relaywitness.store;

import java.time.Duration;

/**
 * Where the database is, and how readers may use it.
 *
 * @param url JDBC URL: {@code jdbc:postgresql://host:5432/name}
 * @param readers how many connections may read at the same time
 * @param readTimeout how long one statement of a reader may take; zero: without limit
 * @param readOnly whether nothing may be written, the schema included: for replicas
 */
public record DatabaseConfig(
    String url, String user, String password, int readers, Duration readTimeout, boolean readOnly) {
  public DatabaseConfig {
    if (readers < 1) {
      throw new IllegalArgumentException("at least one connection must be able to read");
    }
    if (readTimeout.isNegative()) {
      throw new IllegalArgumentException("a time limit is zero or more");
    }
  }

  /** A database that is read and written, eight readers, 30 seconds for a statement. */
  public static DatabaseConfig of(String url, String user, String password) {
    return new DatabaseConfig(url, user, password, 8, Duration.ofSeconds(30), false);
  }

  /** The same database, for reading only. */
  public DatabaseConfig forReading() {
    return new DatabaseConfig(url, user, password, readers, readTimeout, true);
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "DatabaseConfig[url=" + url.replaceAll("\\?.*", "") + ", user=" + user + "]";
  }
}
