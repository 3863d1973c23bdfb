package org.relaywitness.cli;

import org.jspecify.annotations.Nullable;
import org.relaywitness.store.DatabaseConfig;
import org.relaywitness.store.EmbeddedDatabase;

/** The database that is configured, reachable but not opened: its schema is left as it is. */
final class Database implements AutoCloseable {
  private final @Nullable EmbeddedDatabase embedded;
  private final DatabaseConfig config;

  private Database(@Nullable EmbeddedDatabase embedded, DatabaseConfig config) {
    this.embedded = embedded;
    this.config = config;
  }

  /** Starts the embedded database where no server is configured. */
  static Database reach(Settings settings) {
    DatabaseConfig server = settings.database();
    if (server != null) {
      return new Database(null, server);
    }
    EmbeddedDatabase embedded = EmbeddedDatabase.open(settings.data());
    return new Database(embedded, embedded.config());
  }

  DatabaseConfig config() {
    return config;
  }

  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }
}
