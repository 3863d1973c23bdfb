package org.relaywitness.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings a database's schema to this software's version, or says why it is not. */
final class Schema {
  private static final int OLDEST_SERVER = 14;

  private Schema() {}

  /** Migrates with the login that writes, and lets the one that reads read. */
  static void migrate(DatabaseConfig config) throws SQLException {
    ConnectionSource source =
        new ConnectionSource(config.writing(), "relaywitness", config.timeouts().connect());
    try (Connection connection = source.getConnection()) {
      requireServer(connection);
      DatabaseRole.of(connection).requireWriter(config.superuserRefused());
      Flyway flyway = flyway(source);
      try {
        refuseNewer(flyway);
        flyway.migrate();
      } catch (FlywayException e) {
        throw new StoreException("prepare the database's schema", e);
      }
      if (!config.reading().user().equals(config.writing().user())) {
        ReadingRights.grant(connection, config.reading().user());
      }
    }
  }

  /** Requires what a reader needs; changes nothing. */
  static void requireCurrent(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      requireServer(connection);
    }
    try {
      Flyway flyway = flyway(database);
      refuseNewer(flyway);
      MigrationInfo[] pending = flyway.info().pending();
      if (pending.length > 0) {
        throw new StoreException(
            "open the database",
            "its schema lacks "
                + pending[0].getScript()
                + "; run an import with this version, as the role that may write",
            null);
      }
    } catch (FlywayException e) {
      throw new StoreException("read the version of the database's schema", e);
    }
  }

  private static FluentConfiguration configured() {
    return Flyway.configure(Schema.class.getClassLoader())
        .locations("classpath:sql")
        .validateMigrationNaming(true);
  }

  /** Brings a schema that is older, or not there yet, to a version that may not be the newest. */
  static void bringTo(DatabaseConfig config, String version) {
    ConnectionSource source =
        new ConnectionSource(config.writing(), "relaywitness", config.timeouts().connect());
    try {
      MigrationVersion wanted = MigrationVersion.fromVersion(version);
      boolean known = false;
      for (MigrationInfo migration : flyway(source).info().all()) {
        known |=
            migration.isVersioned()
                && migration.getVersion().equals(wanted)
                && migration.getState().isResolved();
      }
      if (!known) {
        throw new StoreException(
            "restore",
            "the backup is of schema "
                + version
                + ", which this version does not know; use the"
                + " version that wrote it or a later one",
            null);
      }
      refuseNewer(flyway(source));
      Flyway flyway = configured().dataSource(source).target(version).load();
      MigrationInfo current = flyway.info().current();
      if (current == null || current.getVersion().compareTo(wanted) < 0) {
        flyway.migrate();
      }
    } catch (FlywayException e) {
      throw new StoreException("prepare the database's schema", e);
    }
  }

  private static void requireServer(Connection connection) throws SQLException {
    int version = connection.getMetaData().getDatabaseMajorVersion();
    if (version < OLDEST_SERVER) {
      throw new StoreException(
          "open the database",
          "the server is PostgreSQL "
              + connection.getMetaData().getDatabaseProductVersion()
              + "; version "
              + OLDEST_SERVER
              + " or later is needed",
          null);
    }
  }

  private static Flyway flyway(DataSource database) {
    return configured().dataSource(database).load();
  }

  private static void refuseNewer(Flyway flyway) {
    for (MigrationInfo applied : flyway.info().applied()) {
      if (!applied.getState().isResolved()) {
        throw new StoreException(
            "open the database",
            "a later version of this software wrote its schema ("
                + applied.getDescription()
                + "); use that version",
            null);
      }
    }
  }
}
