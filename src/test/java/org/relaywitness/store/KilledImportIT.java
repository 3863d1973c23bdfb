package org.relaywitness.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.directory.Sha256;

/** Imports that are killed, and begun again, end with the same content. */
class KilledImportIT {
  private static final int KILLS = 6;

  private static Sha256 cleanDigest() {
    try (Store clean = Store.open(TestDatabases.fresh())) {
      ImportProcess.importAll(clean, 1_000);
      return clean.digest();
    }
  }

  @Test
  void process_killedAgainAndAgain_leavesWholeBatches(
      @TempDir(cleanup = CleanupMode.ALWAYS) Path data) throws IOException, InterruptedException {
    Random random = new Random();
    int killed = 0;
    for (int i = 0; i < KILLS; i++) {
      Process process = ImportProcess.start(data);
      Thread.sleep(random.nextInt(900));
      killed += process.isAlive() ? 1 : 0;
      process.destroyForcibly().waitFor();
    }
    assertTrue(killed >= KILLS / 2, killed + " processes were still at work when killed");

    try (EmbeddedDatabase database = EmbeddedDatabase.open(data);
        Store store = Store.open(database.config())) {
      ImportProcess.importAll(store, 50);
      assertEquals(cleanDigest(), store.digest());
    }
  }

  @Test
  void connection_endedByTheServer_failsTheImportAndLeavesWholeBatches()
      throws SQLException, InterruptedException {
    DatabaseConfig config = TestDatabases.fresh();
    try (Store store = Store.open(config)) {
      Thread killer = new Thread(() -> endImport(config));
      killer.start();
      assertThrows(StoreException.class, () -> ImportProcess.importAll(store, 2));
      killer.join();

      ImportProcess.importAll(store, 50);
      assertEquals(cleanDigest(), store.digest());
    }
  }

  /** Waits until an import has written something, and ends its connection. */
  private static void endImport(DatabaseConfig config) {
    try (Connection connection = TestDatabases.connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          do $$ begin
            while (select count(*) from consensus) < 40 loop
              perform pg_sleep(0.01);
            end loop;
            perform pg_terminate_backend(pid) from pg_stat_activity
             where application_name = 'relaywitness import' and datname = current_database();
          end $$
          """);
    } catch (SQLException e) {
      throw new StoreException("end an import", e);
    }
  }
}
