package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.DocumentArchive;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleOptions;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.ImportSession;
import org.relaywitness.store.Store;
import org.relaywitness.trust.ConsensusSignatures;
import org.relaywitness.trust.KeyCertificates;

/** The raw documents beside the database: the database believes in none that the disk lacks. */
class DocumentsIT {
  private static final int KILLS = 8;
  private static final int HOURS = 5 * 24;

  @TempDir static Path folder = Path.of("");
  private static SampleArchive sample = new SampleArchive(options());

  private static SampleOptions options() {
    // Large enough for several batches.
    return SampleOptions.of(5, 1500, 400, 7, Instant.parse("2024-02-27T00:00:00Z"));
  }

  @BeforeAll
  static void writeArchive() throws IOException {
    sample.writeFiles(folder.resolve("archive"));
  }

  @Test
  void killedAgainAndAgain_everyDocumentOfTheDatabaseIsOnTheDisk() throws Exception {
    Random random = new Random();
    int believed = 0;
    for (int round = 0; round < KILLS; round++) {
      Process process = Program.start(command("killed", shuffled(round)));
      awaitPack("killed", process);
      Thread.sleep(random.nextInt(1_500));
      process.destroyForcibly().waitFor();
      believed = requireAllKept("killed");
    }
    assertTrue(believed < 2 * HOURS, "the kills came too late to tell anything");

    Program.run(command("killed", archive())).exited(0);

    assertEquals(2 * HOURS, requireAllKept("killed"));
  }

  /** Waits until an import has begun to write raw documents, or is over. */
  private static void awaitPack(String name, Process process)
      throws IOException, InterruptedException {
    Path documents = data(name).resolve("documents");
    long before = packs(documents);
    while (process.isAlive() && packs(documents) == before) {
      Thread.sleep(5);
    }
  }

  private static long packs(Path documents) throws IOException {
    if (!Files.isDirectory(documents)) {
      return 0;
    }
    try (Stream<Path> walk = Files.walk(documents)) {
      return walk.filter(file -> file.toString().endsWith(".pack")).count();
    } catch (java.io.UncheckedIOException e) {
      // A file was renamed while the folders were listed.
      return 0;
    }
  }

  @Test
  void importedWithoutDocuments_importedAgainWithThem_fillsIn() throws Exception {
    Program.run(command("later", archive(), "--no-documents")).exited(0);
    assertFalse(Files.exists(data("later").resolve("documents")));

    Program.run(command("later", archive())).exited(0);

    assertEquals(2 * HOURS, requireAllKept("later"));
  }

  @Test
  void damagedPack_sameArchiveAgain_mendsIt() throws Exception {
    Program.run(command("damaged", archive())).exited(0);
    Path pack = data("damaged").resolve("documents/consensus/2024-02/2024-02-28.pack");
    Files.write(pack, java.util.Arrays.copyOf(Files.readAllBytes(pack), 2_000));

    Program.Result again = Program.run(command("damaged", archive())).exited(0);

    assertTrue(again.err().contains("2024-02-28.pack"), again::err);
    assertEquals(2_000, Files.size(pack.resolveSibling("2024-02-28.pack.damaged-1")));
    assertEquals(2 * HOURS, requireAllKept("damaged"));
  }

  @Test
  void forgotten_isOffTheDiskToo() throws Exception {
    Program.run(command("forget", archive())).exited(0);
    Path one = files().stream().filter(file -> file.toString().contains("-12-00")).toList().get(0);
    Sha256 sha256 = digest(Files.readAllBytes(one));
    Path documents = data("forget").resolve("documents");
    assertTrue(new DocumentArchive(documents).find(sha256).isPresent());

    Program.run("forget", sha256.toString(), "--data", data("forget").toString()).exited(0);

    assertTrue(new DocumentArchive(documents).find(sha256).isEmpty());
    assertEquals(2 * HOURS - 1, requireAllKept("forget"));
  }

  /** How many consensuses and exit lists the database believes in; each is on the disk. */
  private static int requireAllKept(String name) {
    Set<Sha256> held;
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data(name));
        Store store = Store.open(database.config());
        ImportSession session =
            store.beginImport(
                new ConsensusSignatures(sample.authorities(), new KeyCertificates()))) {
      held = session.heldListings();
    }
    DocumentArchive archive = new DocumentArchive(data(name).resolve("documents"));
    for (Sha256 sha256 : held) {
      assertEquals(sha256, digest(archive.find(sha256).orElseThrow()));
    }
    return held.size();
  }

  private static Sha256 digest(byte[] bytes) {
    return Sha256.digest(bytes, 0, bytes.length);
  }

  private static List<String> archive() {
    return List.of(folder.resolve("archive").toString());
  }

  /** The certificates first, and the rest in another order each time. */
  private static List<String> shuffled(int seed) throws IOException {
    List<Path> files = new ArrayList<>(files());
    Collections.shuffle(files, new Random(seed));
    files.sort(java.util.Comparator.comparing(file -> !file.toString().contains("certs")));
    return files.stream().map(Path::toString).toList();
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(folder.resolve("archive"))) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith(SampleArchive.AUTHORITIES_FILE))
          .sorted()
          .toList();
    }
  }

  private static String[] command(String name, List<String> paths, String... options) {
    List<String> command = new ArrayList<>(List.of("import", "--data", data(name).toString()));
    command.addAll(
        List.of(
            "--authorities",
            folder.resolve("archive").resolve(SampleArchive.AUTHORITIES_FILE).toString()));
    command.addAll(List.of(options));
    command.addAll(paths);
    return command.toArray(String[]::new);
  }

  private static Path data(String name) {
    return folder.resolve("data-" + name);
  }
}
