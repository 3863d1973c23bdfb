package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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
import tools.jackson.databind.JsonNode;

/** The raw documents beside the database: the database believes in none that the disk lacks. */
class DocumentsIT {
  private static final int KILLS = 8;
  private static final int HOURS = 5 * 24;

  @TempDir static Path folder = Path.of("");
  private static final SampleArchive SAMPLE = new SampleArchive(options());

  private static SampleOptions options() {
    return SampleOptions.of(5, 300, 80, 7, Instant.parse("2024-02-27T00:00:00Z"));
  }

  @BeforeAll
  static void writeArchive() throws IOException {
    SAMPLE.writeFiles(folder.resolve("archive"));
  }

  @Test
  void killedAgainAndAgain_everyDocumentOfTheDatabaseIsOnTheDisk() throws Exception {
    Random random = new Random();
    List<Path> files = files();
    files.sort(Comparator.comparing(file -> String.valueOf(file.getFileName())));
    int part = files.size() / (KILLS + 2);
    int killed = 0;
    for (int round = 0; round < KILLS; round++) {
      // Some hours more each time, so that packs on the disk are replaced by longer ones.
      List<String> some =
          files.subList(0, part * (round + 1)).stream().map(Path::toString).toList();
      Set<String> before = packs("killed");
      Process process = Program.start(command("killed", some));
      while (process.isAlive() && packs("killed").equals(before)) {
        Thread.sleep(5);
      }
      // A pack is there: its batch commits about now.
      Thread.sleep(random.nextInt(200));
      killed += process.isAlive() ? 1 : 0;
      process.destroyForcibly().waitFor();
      requireAllKept("killed");
    }
    assertTrue(killed > 0, "all imports were over when they were killed");

    Program.run(command("killed", archive())).exited(0);

    assertEquals(2 * HOURS, requireAllKept("killed"));
  }

  /** The packs on the disk, each with what tells it from the one that it replaced. */
  private static Set<String> packs(String name) throws IOException {
    Path documents = data(name).resolve("documents");
    Set<String> packs = new TreeSet<>();
    if (!Files.isDirectory(documents)) {
      return packs;
    }
    try (Stream<Path> walk = Files.walk(documents)) {
      for (Path file : walk.filter(file -> file.toString().endsWith(".pack")).toList()) {
        packs.add(file + " " + Files.readAttributes(file, BasicFileAttributes.class).fileKey());
      }
    } catch (NoSuchFileException | UncheckedIOException e) {
      // A file was renamed while the folders were listed: so something changed.
      packs.add(e.toString());
    }
    return packs;
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
    Files.write(pack, Arrays.copyOf(Files.readAllBytes(pack), 2_000));

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

  @Test
  void votes_bringTheCertificatesThatVerify() throws Exception {
    Path votes = Files.createDirectories(folder.resolve("votes"));
    List<String> consensuses = new ArrayList<>();
    int certificates = 0;
    for (Path file : files()) {
      String text = Files.readString(file, StandardCharsets.ISO_8859_1);
      if (text.contains("\ndir-key-certificate-version 3\n")) {
        String certificate = text.substring(text.indexOf("dir-key-certificate-version"));
        Files.writeString(
            votes.resolve("2024-02-29-12-00-00-vote-" + certificates++),
            "@type network-status-vote-3 1.0\nnetwork-status-version 3\nvote-status vote\n"
                + certificate
                + "r one AAAA BBBB 2024-02-29 11:00:00 192.0.2.1 9001 0\ndirectory-footer\n",
            StandardCharsets.ISO_8859_1);
      } else if (String.valueOf(file.getFileName()).startsWith("2024-02-29-1")
          && file.toString().endsWith("-consensus")) {
        consensuses.add(file.toString());
      }
    }
    assertTrue(certificates >= 5 && consensuses.size() == 10, certificates + " " + consensuses);

    JsonNode without = Program.run(command("votes", consensuses, "--json")).exited(0).lastLine();
    assertEquals(0, without.at("/verified").intValue());
    JsonNode votesAlone =
        Program.run(command("votes", List.of(votes.toString()), "--json")).exited(0).lastLine();
    assertEquals(certificates, votesAlone.at("/documents/certificates").intValue());
    assertEquals(0, votesAlone.at("/documents/rejected").intValue());
    consensuses.add(votes.toString());
    JsonNode both = Program.run(command("both", consensuses, "--json")).exited(0).lastLine();
    assertEquals(10, both.at("/verified").intValue());
    assertEquals(digestOf("both"), digestOf("votes"), "certificates that come late count the same");
  }

  @Test
  void realVotes_bringOneCertificateEach() throws Exception {
    Path votes = Path.of(System.getProperty("real.data", "")).resolve("votes");
    assumeTrue(
        Files.isDirectory(votes.toAbsolutePath()) && System.getProperty("real.data") != null,
        "skipped: no real documents, name their folder with -Dreal.data");
    long files;
    try (Stream<Path> list = Files.list(votes)) {
      files = list.count();
    }

    JsonNode summary =
        Program.run("import", "--json", "--data", data("real").toString(), votes.toString())
            .exited(0)
            .lastLine();

    assertEquals(files, summary.at("/documents/certificates").longValue());
  }

  private static String digestOf(String name) throws IOException, InterruptedException {
    return Program.run("coverage", "--digest", "--data", data(name).toString())
        .exited(0)
        .out()
        .strip();
  }

  /** How many consensuses and exit lists the database believes in; each is on the disk. */
  private static int requireAllKept(String name) {
    Set<Sha256> held;
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data(name));
        Store store = Store.open(database.config());
        ImportSession session =
            store.beginImport(
                new ConsensusSignatures(SAMPLE.authorities(), new KeyCertificates()))) {
      held = session.heldListings();
    }
    DocumentArchive archive = new DocumentArchive(data(name).resolve("documents"));
    for (Sha256 sha256 : held) {
      assertEquals(sha256, digest(archive.find(sha256).orElseThrow()));
    }
    return held.size();
  }

  private static Sha256 digest(byte[] bytes) {
    return Sha256.digest(bytes);
  }

  private static List<String> archive() {
    return List.of(folder.resolve("archive").toString());
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> walk = Files.walk(folder.resolve("archive"))) {
      return new ArrayList<>(
          walk.filter(Files::isRegularFile)
              .filter(file -> !file.endsWith(SampleArchive.AUTHORITIES_FILE))
              .sorted()
              .toList());
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
