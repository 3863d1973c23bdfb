package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.backup.BackupException;
import org.relaywitness.backup.BackupReader;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.DocumentArchive;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleOptions;
import org.relaywitness.store.DatabaseConfig;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.TableDump;

/** Backups are taken beside imports, brought back elsewhere, damaged, and broken off. */
class BackupIT {
  private static final String NOTHING =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  private static final SampleArchive SAMPLE =
      new SampleArchive(SampleOptions.of(6, 400, 80, 7, Instant.parse("2024-02-27T00:00:00Z")));

  @TempDir static Path folder = Path.of("");

  /** Of the first two days. */
  private static Path small = Path.of("");

  @BeforeAll
  static void writeArchive() throws Exception {
    SAMPLE.writeFiles(folder.resolve("archive"));
    small = folder.resolve("small.zip");
    Program.run(importing("small", days("2024-02-27", "2024-02-28"))).exited(0);
    Program.run("backup", "-o", small.toString(), "--data", data("small").toString()).exited(0);
  }

  @Test
  void backupBesideAnImport_restoredElsewhere_isThatMomentAndGoesOn() throws Exception {
    Program.run(importing("live", days("2024-02-27"))).exited(0);
    Process importing = Program.start(importing("live", List.of(archive())));
    Path file = folder.resolve("beside.zip");
    boolean beside = importing.isAlive();
    Program.Result backup =
        Program.run("backup", "-o", file.toString(), "--data", data("live").toString()).exited(0);
    assertTrue(beside, "the import was over before the backup began");
    assertTrue(importing.waitFor(240, TimeUnit.SECONDS));
    assertEquals(0, importing.exitValue());

    Program.run("restore", file.toString(), "--data", data("beside").toString()).exited(0);

    assertTrue(backup.err().contains("content " + digest("beside")), backup::err);
    assertTrue(requireAllKept("beside") >= 2 * 24);
    assertFalse(Files.exists(data("beside").resolve("documents/restoring")));
    Program.run(importing("beside", List.of(archive()))).exited(0);
    assertEquals(digest("live"), digest("beside"));
  }

  @Test
  void restoredIntoAServer_answersTheSame() throws Exception {
    try (EmbeddedDatabase server = EmbeddedDatabase.temporary()) {
      DatabaseConfig database = server.createDatabase("restored");
      Path password = Files.writeString(folder.resolve("password"), database.password());
      Path config =
          Files.writeString(
              folder.resolve("server.properties"),
              "data = "
                  + data("server")
                  + "\ndatabase = "
                  + database.url()
                  + "\ndatabase-user = "
                  + database.user()
                  + "\ndatabase-password-file = "
                  + password
                  + "\nallow-superuser = true\n");

      Program.run("restore", small.toString(), "--config", config.toString()).exited(0);

      String[] question = {"lookup", "203.0.113.77", "2024-02-28T10:30:00Z", "--format", "json"};
      assertEquals(
          Program.run(with(question, "--data", data("small").toString())).exited(0).json(),
          Program.run(with(question, "--config", config.toString())).exited(0).json());
      assertEquals(
          digest("small"),
          Program.run("coverage", "--digest", "--config", config.toString())
              .exited(0)
              .out()
              .strip());
      Path again = folder.resolve("again.zip");
      Program.run("backup", "-o", again.toString(), "--config", config.toString()).exited(0);
      try (BackupReader one = BackupReader.open(small);
          BackupReader two = BackupReader.open(again)) {
        assertEquals(one.summary().rows(), two.summary().rows());
        assertEquals(one.summary().content(), two.summary().content());
        assertEquals(0, two.summary().missing());
      }
    }
  }

  @Test
  void restore_whereRecordsAre_isRefused() throws Exception {
    Program.Result refused =
        Program.run("restore", small.toString(), "--data", data("small").toString()).exited(2);

    assertTrue(refused.err().contains("holds records already"), refused::err);
  }

  @Test
  void restore_whereOtherDocumentsAre_isRefusedAndChangesNothing() throws Exception {
    Path pack = data("other").resolve("documents/consensus/2024-02/2024-02-28.pack");
    Files.createDirectories(pack.getParent());
    Files.writeString(pack, "other");

    Program.Result refused =
        Program.run("restore", small.toString(), "--data", data("other").toString()).exited(3);

    assertTrue(refused.err().contains("2024-02-28.pack"), refused::err);
    assertEquals("other", Files.readString(pack));
    assertEquals(NOTHING, digest("other"));
    assertEquals(1, packs("other"));
  }

  @Test
  void damaged_anywhere_isNeverTakenForWhole() throws Exception {
    byte[] whole = Files.readAllBytes(small);
    Random random = new Random(11);
    Path file = folder.resolve("damaged.zip");
    int refused = 0;
    for (int round = 0; round < 300; round++) {
      byte[] bytes = whole.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      refused += isRefused(file, bytes) ? 1 : 0;
    }
    for (int round = 0; round < 100; round++) {
      assertTrue(isRefused(file, Arrays.copyOf(whole, random.nextInt(whole.length))));
    }
    // What is passed over is in fields that nothing reads: the times in the members' heads.
    assertTrue(refused >= 290, "refused " + refused + " of 300");
  }

  private static boolean isRefused(Path file, byte[] bytes) throws IOException {
    Files.write(file, bytes);
    try (BackupReader whole = BackupReader.open(small);
        BackupReader read = BackupReader.open(file)) {
      read.check();
      assertEquals(whole.summary(), read.summary());
      return false;
    } catch (BackupException e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith(file.toString()), e.getMessage());
      return true;
    }
  }

  @Test
  void cutShort_isNamedAndNothingIsMade() throws Exception {
    Path file = folder.resolve("short.zip");
    Files.write(file, Arrays.copyOf(Files.readAllBytes(small), 100_000));

    Program.Result refused =
        Program.run("restore", file.toString(), "--data", data("short").toString()).exited(1);

    assertTrue(refused.err().contains("short.zip: this is no backup, or it was cut"), refused::err);
    assertFalse(Files.exists(data("short")));
  }

  @Test
  void killedRestore_leavesNothing_andIsDoneAgain() throws Exception {
    Random random = new Random();
    int killed = 0;
    for (int round = 0; round < 5; round++) {
      Process process =
          Program.start("restore", small.toString(), "--data", data("killed").toString());
      while (process.isAlive() && !Files.exists(data("killed").resolve("documents/lock"))) {
        Thread.sleep(5);
      }
      // It has begun to fill the tables, or will in a moment.
      Thread.sleep(random.nextInt(400));
      killed += process.isAlive() ? 1 : 0;
      process.destroyForcibly().waitFor();
      String found = digest("killed");
      if (!found.equals(NOTHING)) {
        assertEquals(digest("small"), found);
        break;
      }
    }
    assertTrue(killed > 0, "every restore was over before it was killed");

    int last =
        Program.run("restore", small.toString(), "--data", data("killed").toString()).exitCode();

    assertTrue(last == 0 || last == 2, "exit code " + last);
    assertEquals(digest("small"), digest("killed"));
    assertEquals(requireAllKept("small"), requireAllKept("killed"));
    assertEquals(packs("small"), packs("killed"));
  }

  /** How many consensuses and exit lists the database names; each is on the disk. */
  private static int requireAllKept(String name) {
    Set<Sha256> held;
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data(name));
        TableDump tables = TableDump.begin(database.config())) {
      held = tables.documents();
    }
    DocumentArchive archive = new DocumentArchive(data(name).resolve("documents"));
    for (Sha256 sha256 : held) {
      byte[] bytes = archive.find(sha256).orElseThrow();
      assertEquals(sha256, Sha256.digest(bytes));
    }
    return held.size();
  }

  private static long packs(String name) throws IOException {
    try (Stream<Path> files = Files.walk(data(name).resolve("documents"))) {
      return files.filter(file -> file.toString().endsWith(".pack")).count();
    }
  }

  private static String digest(String name) throws IOException, InterruptedException {
    return Program.run("coverage", "--digest", "--data", data(name).toString())
        .exited(0)
        .out()
        .strip();
  }

  private static String[] importing(String name, List<Path> paths) {
    return with(
        paths.stream().map(Path::toString).toArray(String[]::new),
        "import",
        "--data",
        data(name).toString(),
        "--authorities",
        folder.resolve("archive").resolve(SampleArchive.AUTHORITIES_FILE).toString());
  }

  private static Path archive() {
    return folder.resolve("archive");
  }

  /** The documents of these days, and the certificates. */
  private static List<Path> days(String... days) throws IOException {
    try (Stream<Path> walk = Files.walk(archive())) {
      return walk.filter(Files::isRegularFile)
          .filter(
              file -> {
                String name = String.valueOf(file.getFileName());
                return file.toString().contains("certs")
                    || Arrays.stream(days).anyMatch(name::startsWith);
              })
          .toList();
    }
  }

  private static String[] with(String[] arguments, String... more) {
    List<String> all = new ArrayList<>(List.of(more));
    if (more[0].startsWith("--")) {
      all.addAll(0, List.of(arguments));
    } else {
      all.addAll(List.of(arguments));
    }
    return all.toArray(String[]::new);
  }

  private static Path data(String name) {
    return folder.resolve("data-" + name);
  }
}
