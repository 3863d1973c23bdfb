package org.relaywitness.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database with real processes. */
class EmbeddedDatabaseIT {
  @TempDir Path data;

  private static String ask(DatabaseConfig config, String question) throws SQLException {
    try (Connection connection = TestDatabases.connect(config);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      row.next();
      return row.getString(1);
    }
  }

  private static void execute(DatabaseConfig config, String command) throws SQLException {
    try (Connection connection = TestDatabases.connect(config);
        Statement statement = connection.createStatement()) {
      statement.execute(command);
    }
  }

  private Path cluster() {
    return data.resolve("postgres").resolve("cluster");
  }

  private long postmaster() throws IOException {
    return Long.parseLong(Files.readAllLines(cluster().resolve("postmaster.pid")).get(0).strip());
  }

  /** Asks a process to end, as the user's Ctrl-C or the system's shutdown does. */
  private static void end(Process process) throws InterruptedException {
    process.destroy();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertTrue(ended);
  }

  private static boolean isAlive(long process) {
    return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
  }

  @Test
  void data_afterCloseAndOpen_isThere() throws SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      execute(database.config(), "create table kept as select 42 as answer");
    }
    assertFalse(Files.exists(cluster().resolve("postmaster.pid")));

    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      assertEquals("42", ask(database.config(), "select answer from kept"));
    }
  }

  @Test
  void server_ofAUsersFolder_isSafe() throws SQLException, IOException {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      DatabaseConfig config = database.config();
      assertEquals("on", ask(config, "show fsync"));
      assertEquals("on", ask(config, "show synchronous_commit"));
      assertEquals("on", ask(config, "show data_checksums"));
      assertEquals("127.0.0.1", ask(config, "show listen_addresses"));
      assertEquals(
          "0",
          ask(
              config,
              "select count(*) from pg_hba_file_rules where auth_method <> 'scram-sha-256'"));
      assertEquals(
          "rwx------",
          PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("postgres"))));
      assertThrows(
          SQLException.class,
          () -> ask(DatabaseConfig.of(config.url(), config.user(), "guess"), "select 1"));
    }
  }

  @Test
  void secondProcess_onTheSameFolder_joinsAndLeavesTheServerRunning()
      throws IOException, InterruptedException, SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      Process other = ImportProcess.start(data, "hold");
      end(other);

      assertEquals("1", ask(database.config(), "select 1"));
    }
    assertFalse(Files.exists(cluster().resolve("postmaster.pid")));
  }

  @Test
  void firstProcess_leavingBeforeTheSecond_leavesTheServerToIt()
      throws IOException, InterruptedException, SQLException {
    Process first = ImportProcess.start(data, "hold");
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      end(first);

      assertEquals("1", ask(database.config(), "select 1"));
    }
  }

  @Test
  void server_thatOutlivedItsKilledProcess_isJoinedAndStopped()
      throws IOException, InterruptedException, SQLException {
    Process first = ImportProcess.start(data, "hold");
    first.destroyForcibly().waitFor();
    long server = postmaster();
    assertTrue(isAlive(server));

    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      assertEquals("1", ask(database.config(), "select 1"));
      assertEquals(server, postmaster());
    }
    assertFalse(Files.exists(cluster().resolve("postmaster.pid")));
  }

  @Test
  void server_thatWasKilled_startsAgainWithItsData() throws IOException, SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      execute(database.config(), "create table kept as select 42 as answer");
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      ask(database.config(), "select 1");
      ProcessHandle server = ProcessHandle.of(postmaster()).orElseThrow();
      server.destroyForcibly();
      server.onExit().orTimeout(60, TimeUnit.SECONDS).join();
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      assertEquals("42", ask(database.config(), "select answer from kept"));
    }
  }

  @Test
  void server_thatDiesInUse_isStartedAgainOnItsPort() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      execute(database.config(), "create table kept as select 1 as one");
      ProcessHandle server = ProcessHandle.of(postmaster()).orElseThrow();
      server.destroyForcibly();
      server.onExit().get(60, TimeUnit.SECONDS);

      String found = null;
      for (int i = 0; i < 600 && found == null; i++) {
        Thread.sleep(100);
        try {
          found = ask(database.config(), "select one from kept");
        } catch (SQLException e) {
          assertTrue(database.config().url().startsWith("jdbc:"), e::getMessage);
        }
      }

      assertEquals("1", found);
    }
  }

  @Test
  void server_thatRecoversFromAKilledProcess_isWaitedFor() throws IOException, SQLException {
    EmbeddedDatabase first = EmbeddedDatabase.open(data);
    execute(first.config(), "create table kept as select 1 as one");
    for (int round = 0; round < 3; round++) {
      ProcessHandle server = ProcessHandle.of(postmaster()).orElseThrow();
      server.children().findFirst().orElseThrow().destroyForcibly();

      first.close();
      first = EmbeddedDatabase.open(data);

      assertEquals("1", ask(first.config(), "select one from kept"));
    }
    first.close();
  }

  @Test
  void server_thatRecoversFromAKilledProcess_isJoinedByAnother() throws Exception {
    try (EmbeddedDatabase first = EmbeddedDatabase.open(data)) {
      ProcessHandle server = ProcessHandle.of(postmaster()).orElseThrow();
      server.children().findFirst().orElseThrow().destroyForcibly();

      Process second = ImportProcess.start(data, "hold");

      assertEquals("1", ask(first.config(), "select 1"));
      assertEquals(server.pid(), postmaster(), "the same server goes on");
      end(second);
    }
  }

  @Test
  void lock_whoseProcessNumberIsAnothers_doesNotStopTheStart() throws IOException, SQLException {
    EmbeddedDatabase.open(data).close();
    Files.writeString(
        cluster().resolve("postmaster.pid"),
        ProcessHandle.current().pid()
            + "\n"
            + cluster()
            + "\n1700000000\n1\n\n127.0.0.1\n  1   1\nready   \n");

    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      assertEquals("1", ask(database.config(), "select 1"));
    }
  }

  @Test
  void data_ofAnotherMajorVersion_areRefusedWithBothVersions() throws IOException {
    EmbeddedDatabase.open(data).close();
    Files.writeString(cluster().resolve("PG_VERSION"), "13\n");

    StoreException fault =
        assertThrows(StoreException.class, () -> EmbeddedDatabase.open(data).close());
    assertTrue(String.valueOf(fault.getMessage()).contains("written by PostgreSQL 13"));
  }

  @Test
  void initialisation_brokenOff_isBegunAgain() throws IOException, SQLException {
    Files.createDirectories(data.resolve("postgres").resolve("cluster.new"));
    Files.writeString(data.resolve("postgres").resolve("cluster.new").resolve("half"), "");

    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      assertEquals("1", ask(database.config(), "select 1"));
    }
  }

  @Test
  void temporary_afterClose_isGone() throws SQLException {
    EmbeddedDatabase database = EmbeddedDatabase.temporary();
    Path folder = Path.of(ask(database.config(), "show data_directory"));
    database.close();

    assertFalse(Files.exists(folder));
  }
}
