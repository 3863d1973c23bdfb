package org.relaywitness.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.relaywitness.directory.Sha256;

/**
 * Kills imports (SIGKILL), some with a process of the PostgreSQL server or the whole server, and
 * finishes each: the content must be that of an import that nobody disturbed. Arguments: kills
 * (1,000), minutes at most (60).
 *
 * <pre>
 * java -cp target/test-classes:target/relaywitness.jar org.relaywitness.store.KillProgramme 1000 60
 * </pre>
 */
final class KillProgramme {
  private final Path data;
  private final Random random;
  private int importers;
  private int backends;
  private int servers;

  KillProgramme(Path data, long seed) {
    this.data = data;
    random = new Random(seed);
  }

  /** Prints what was done; ends with an exception when the content differs. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    int kills = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    long minutes = arguments.length > 1 ? Long.parseLong(arguments[1]) : 60;
    Path folder = Files.createTempDirectory("relaywitness-kills");
    KillProgramme programme = new KillProgramme(folder, System.nanoTime());
    programme.run(kills, System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes));
    System.out.println(programme);
    PostgresPrograms.Folders.delete(folder);
  }

  @Override
  public String toString() {
    return "%d kills: %d of the importer alone, %d with a process of the server, %d with the server"
        .formatted(kills(), importers, backends, servers);
  }

  int kills() {
    return importers + backends + servers;
  }

  /** Kills so often, or until {@link System#nanoTime} reaches the deadline. */
  void run(int kills, long deadline) throws IOException, InterruptedException, SQLException {
    Sha256 clean = clean();
    while (kills() < kills && System.nanoTime() < deadline) {
      kill(ImportProcess.start(data));
      try (EmbeddedDatabase database = EmbeddedDatabase.open(data);
          Store store = Store.open(database.config())) {
        ImportProcess.importAll(store, 50);
        Sha256 found = store.digest();
        if (!found.equals(clean)) {
          throw new IllegalStateException(
              "after " + this + ": found " + found + ", expected " + clean);
        }
        empty(database.config());
      }
    }
  }

  private static Sha256 clean() {
    try (EmbeddedDatabase database = EmbeddedDatabase.temporary();
        Store store = Store.open(database.createDatabase("clean"))) {
      ImportProcess.importAll(store, 1_000);
      return store.digest();
    }
  }

  private void kill(Process importer) throws IOException, InterruptedException {
    Thread.sleep(random.nextInt(1_500));
    ProcessHandle postmaster = postmaster();
    int kind = random.nextInt(10);
    if (kind == 0) {
      servers++;
      postmaster.destroyForcibly();
    } else if (kind == 1) {
      backends++;
      List<ProcessHandle> children = postmaster.children().toList();
      if (!children.isEmpty()) {
        children.get(random.nextInt(children.size())).destroyForcibly();
      }
    } else {
      importers++;
    }
    importer.destroyForcibly().waitFor();
    if (kind == 0) {
      // Its processes end by themselves once it is gone; a new server waits for none of them.
      postmaster.onExit().join();
    }
  }

  private ProcessHandle postmaster() throws IOException {
    Path file = data.resolve("postgres").resolve("cluster").resolve("postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    return process.orElseThrow(() -> new IOException("no server " + pid));
  }

  /** Leaves the tables empty, so that the next import has everything to do. */
  private static void empty(DatabaseConfig config) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(config.url(), config.user(), config.password());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "truncate source, relay, policy, consensus, consensus_document, consensus_entries, run,"
              + " exit_list, exit_scan, key_certificate, rejected_document");
    }
  }
}
