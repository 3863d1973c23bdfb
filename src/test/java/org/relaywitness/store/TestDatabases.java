package org.relaywitness.store;

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
}
