package org.relaywitness.importer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.relaywitness.TestFolders;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.DocumentArchive;
import org.relaywitness.sample.SampleOptions;
import org.relaywitness.store.DatabaseConfig;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;
import org.relaywitness.store.StoreException;
import org.relaywitness.trust.AuthorityList;

/**
 * Kills imports (SIGKILL): the importer, a process of the PostgreSQL server, or the whole server.
 * Then the same archives are imported once more to their end, and the decoded content must be that
 * of an import that nobody disturbed, with every raw document kept byte for byte. Arguments: kills
 * of the importer (1,000), of the server (200, half of them of one of its processes), minutes at
 * most (90).
 *
 * <pre>
 * java -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.importer.KillProgramme 1000 200 90
 * </pre>
 */
final class KillProgramme {
  /** Who is killed. */
  private enum Victim {
    IMPORTER,
    BACKEND,
    SERVER
  }

  private static final int SECONDS_TO_END = 60;

  private final Path data;
  private final Path archives;
  private final List<Path> tars;
  private final AuthorityList authorities;
  private final List<Sha256> raw = new ArrayList<>();
  private final Random random;
  private final Map<Victim, Integer> done = new EnumMap<>(Victim.class);
  private List<String> options = List.of();
  private int between;
  private double mostMillis = 300;
  private @Nullable EmbeddedDatabase database;
  private @Nullable Store store;

  /**
   * Writes the archives into this folder.
   *
   * @param folder empty
   */
  KillProgramme(Path folder, long seed) throws Exception {
    random = new Random(seed);
    data = folder.resolve("data");
    archives = Files.createDirectories(folder.resolve("archives"));
    SampleTars.write(
        SampleOptions.of(1, 24, 8, 7, Instant.parse("2024-02-29T12:00:00Z")), archives, 4, raw);
    tars = KilledImporter.tars(archives);
    authorities = KilledImporter.authorities(archives);
  }

  /** Prints what was done; ends with an exception when the content differs. */
  public static void main(String[] arguments) throws Exception {
    int importers = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    int servers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
    long minutes = arguments.length > 2 ? Long.parseLong(arguments[2]) : 90;
    Path folder = Files.createTempDirectory("relaywitness-kills");
    try {
      KillProgramme programme = new KillProgramme(folder, System.nanoTime());
      programme.shareClasses(folder);
      programme.run(importers, servers, System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes));
      System.out.println(programme);
    } finally {
      TestFolders.delete(folder);
    }
  }

  @Override
  public String toString() {
    return "%d kills: %d of the importer, %d of a process of the server, %d of the server; %d of them with a part of the documents held: 0 lost, 0 doubled"
        .formatted(
            kills(), done(Victim.IMPORTER), done(Victim.BACKEND), done(Victim.SERVER), between);
  }

  int kills() {
    return done.values().stream().mapToInt(Integer::intValue).sum();
  }

  private int done(Victim victim) {
    return done.getOrDefault(victim, 0);
  }

  /** How many of the kills left a part of the documents: those that show something. */
  int between() {
    return between;
  }

  /** Kills so often, mixed, or until {@link System#nanoTime} reaches the deadline. */
  void run(int importers, int servers, long deadline) throws Exception {
    try {
      open();
      Sha256 clean = complete();
      int total = importers + servers;
      while (kills() < total && System.nanoTime() < deadline) {
        empty();
        kill(victim(importers, servers));
        between += isPart() ? 1 : 0;
        Sha256 found = complete();
        if (!found.equals(clean)) {
          throw new IllegalStateException(
              "after " + this + ": found " + found + ", expected " + clean);
        }
        if (kills() % 10 == 0) {
          System.out.println(Instant.now() + " " + this);
        }
      }
    } finally {
      close();
    }
  }

  private Victim victim(int importers, int servers) {
    int left = importers + servers - kills();
    int serversLeft = servers - done(Victim.BACKEND) - done(Victim.SERVER);
    if (random.nextInt(left) >= serversLeft) {
      return Victim.IMPORTER;
    }
    return done(Victim.BACKEND) <= done(Victim.SERVER) ? Victim.BACKEND : Victim.SERVER;
  }

  /** Imports all there is, checks that each raw document is there, and returns the digest. */
  private Sha256 complete() throws IOException, InterruptedException {
    Store open = store();
    KilledImporter.importing(open, data, authorities, tars);
    DocumentArchive documents = new DocumentArchive(data.resolve("documents"));
    for (Sha256 sha256 : raw) {
      byte[] bytes =
          documents
              .find(sha256)
              .orElseThrow(() -> new IllegalStateException(this + ": lost document " + sha256));
      if (!Sha256.digest(bytes).equals(sha256)) {
        throw new IllegalStateException(this + ": another document for " + sha256);
      }
    }
    return open.digest();
  }

  private void kill(Victim victim) throws Exception {
    ProcessHandle postmaster = postmaster();
    Process importer =
        KilledImporter.start(data, archives, 1 + random.nextInt(tars.size()), options);
    // As long as one archive takes, which depends on what else the machine does.
    Thread.sleep(random.nextInt((int) mostMillis));
    mostMillis = Math.min(5_000, Math.max(40, mostMillis * (importer.isAlive() ? 1.04 : 0.9)));
    switch (victim) {
      case IMPORTER -> importer.destroyForcibly();
      case BACKEND -> {
        List<ProcessHandle> children = postmaster.children().toList();
        if (!children.isEmpty()) {
          children.get(random.nextInt(children.size())).destroyForcibly();
        }
      }
      case SERVER -> postmaster.destroyForcibly();
    }
    // An importer whose server went must end by itself; every other time it is killed as well.
    if (victim != Victim.IMPORTER && random.nextBoolean()) {
      importer.destroyForcibly();
    }
    if (!importer.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
      importer.destroyForcibly().waitFor();
      throw new IllegalStateException(this + ": the importer hangs without its server");
    }
    done.merge(victim, 1, Integer::sum);
    if (victim != Victim.IMPORTER) {
      if (victim == Victim.SERVER) {
        // Its processes end by themselves once it is gone; a new server waits for none of them.
        postmaster.onExit().get(SECONDS_TO_END, TimeUnit.SECONDS);
      }
      close();
      open();
    }
  }

  /** Whether some of the documents are held, and not all. */
  private boolean isPart() throws SQLException {
    try (Connection connection = connect(config());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select (select count(*) from consensus_document) + (select count(*) from exit_list)")) {
      row.next();
      return row.getLong(1) > 0 && row.getLong(1) < raw.size();
    }
  }

  /** Leaves the tables and the folder of documents empty, so that all is to be done again. */
  private void empty() throws SQLException, IOException {
    try (Connection connection = connect(config());
        Statement statement = connection.createStatement()) {
      statement.execute(
          "truncate source, relay, policy, consensus, consensus_document, consensus_entries, run,"
              + " exit_list, exit_scan, key_certificate, rejected_document");
    }
    Path documents = data.resolve("documents");
    if (Files.exists(documents)) {
      TestFolders.delete(documents);
    }
  }

  /**
   * Has the importer's classes loaded from an archive, which halves its start; only where the class
   * path is of jars.
   */
  private void shareClasses(Path folder) throws Exception {
    boolean jars =
        Arrays.stream(System.getProperty("java.class.path", "").split(":", -1))
            .allMatch(part -> part.endsWith(".jar"));
    if (!jars) {
      return;
    }
    Path shared = folder.resolve("classes.jsa");
    open();
    try {
      Process process =
          KilledImporter.start(data, archives, 1, List.of("-XX:ArchiveClassesAtExit=" + shared));
      if (process.waitFor() == 0 && Files.exists(shared)) {
        options = List.of("-XX:SharedArchiveFile=" + shared);
      }
      empty();
    } finally {
      close();
    }
  }

  private void open() {
    database = EmbeddedDatabase.open(data);
    store = Store.open(database.config());
  }

  private Store store() {
    if (store == null) {
      throw new StoreException("kill imports", "the database is not open", null);
    }
    return store;
  }

  private DatabaseConfig config() {
    if (database == null) {
      throw new StoreException("kill imports", "the database is not open", null);
    }
    return database.config();
  }

  private void close() {
    if (store != null) {
      store.close();
      store = null;
    }
    if (database != null) {
      database.close();
      database = null;
    }
  }

  private static Connection connect(DatabaseConfig config) throws SQLException {
    return DriverManager.getConnection(config.url(), config.user(), config.password());
  }

  private ProcessHandle postmaster() throws IOException {
    Path file = data.resolve("postgres").resolve("cluster").resolve("postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
    return ProcessHandle.of(pid).orElseThrow(() -> new IOException("no server " + pid));
  }
}
