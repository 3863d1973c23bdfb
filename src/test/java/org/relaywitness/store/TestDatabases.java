package org.relaywitness.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** Empty databases for tests, all in one server that ends with the JVM. */
final class TestDatabases {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static final class Server {
    static final EmbeddedDatabase DATABASE = EmbeddedDatabase.temporary();
  }

  private TestDatabases() {}

  static DatabaseConfig fresh() {
    return Server.DATABASE.createDatabase("test_" + NUMBER.incrementAndGet());
  }

  /** A connection of its own, as whoever owns the tables. */
  static Connection connect(DatabaseConfig config) throws SQLException {
    return DriverManager.getConnection(config.url(), config.user(), config.password());
  }
}
