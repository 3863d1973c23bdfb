package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Importing, as an archivist types it: any order, any time, killed half-way, again and again. */
class ImportIT {
  private static final String START = "2024-02-29T00:00:00Z"; // so that a month ends within

  @TempDir static Path folder = Path.of("");
  private static Path archive = Path.of("");
  private static String digest = "";

  @BeforeAll
  static void importOnce() throws Exception {
    archive = folder.resolve("sample");
    Program.run(
            "sample",
            "--days",
            "3",
            "--relays",
            "1000",
            "--seed",
            "7",
            "--start",
            START,
            "--gap",
            "5,30,31",
            "--microdesc",
            "-o",
            archive.toString())
        .exited(0);
    JsonNode summary = importing("forward", archive.toString()).exited(0).lastLine();

    assertEquals(2 * 69, summary.at("/documents/consensuses").intValue());
    assertEquals(72, summary.at("/documents/exit_lists").intValue());
    assertEquals(2 * 69, summary.at("/verified").intValue());
    assertEquals(0, summary.at("/documents/rejected").intValue());
    digest = digestOf("forward");
    assertTrue(digest.matches("[0-9a-f]{64}"), digest);
  }

  @Test
  void sameArchiveAgain_changesNothing() throws Exception {
    JsonNode again = importing("forward", archive.toString()).exited(0).lastLine();

    assertEquals(0, again.at("/documents/consensuses").intValue());
    assertEquals(2 * 69 + 72 + 10, again.at("/documents/known").intValue());
    assertEquals(0, again.at("/runs/added").intValue());
    assertEquals(digest, digestOf("forward"));
  }

  @Test
  void filesInReverse_decodeToTheSame() throws Exception {
    List<String> files = new ArrayList<>(files());
    Collections.reverse(files);

    importing("reverse", files.toArray(String[]::new)).exited(0);

    assertEquals(digest, digestOf("reverse"));
  }

  @Test
  void filesShuffledInTwoParts_decodeToTheSame() throws Exception {
    List<String> files = new ArrayList<>(files());
    Collections.shuffle(files, new Random(42));

    importing("shuffled", files.subList(0, files.size() / 3).toArray(String[]::new)).exited(0);
    importing("shuffled", files.toArray(String[]::new)).exited(0);

    assertEquals(digest, digestOf("shuffled"));
  }

  @Test
  void tarballs_decodeToTheSame() throws Exception {
    Path tarballs = folder.resolve("tarballs");
    Program.run(
            "sample",
            "--days",
            "3",
            "--relays",
            "1000",
            "--seed",
            "7",
            "--start",
            START,
            "--gap",
            "5,30,31",
            "--microdesc",
            "--tar",
            "-o",
            tarballs.toString())
        .exited(0);

    importing("tarballs", tarballs.toString()).exited(0);

    assertEquals(digest, digestOf("tarballs"));
  }

  @Test
  void killedHalfWay_runAgainCompletesIt() throws Exception {
    Random random = new Random(11);
    for (int round = 0; round < 4; round++) {
      Process process = Program.start(command("killed", archive.toString()));
      // From before the database stands until the last batches.
      Thread.sleep(1_000 + random.nextInt(4_000));
      process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    }

    importing("killed", archive.toString()).exited(0);

    assertEquals(digest, digestOf("killed"));
  }

  @Test
  void twoImportersAtOnce_secondIsToldAndNothingIsLost() throws Exception {
    Process first = Program.start(command("twice", archive.toString()));
    Program.Result second = importing("twice", archive.toString());
    assertTrue(first.waitFor(120, TimeUnit.SECONDS));

    assertTrue(
        second.exitCode() == 0 || (second.exitCode() == 3 && second.err().contains("import")),
        second::err);
    importing("twice", archive.toString()).exited(0);
    assertEquals(digest, digestOf("twice"));
  }

  @Test
  void forgottenAndImportedAgain_isAsBefore() throws Exception {
    Path one =
        Path.of(
            files().stream().filter(file -> file.contains("2024-02-29-12-00")).findFirst().get());
    String sha256 = org.relaywitness.directory.Sha256.digest(Files.readAllBytes(one)).toString();
    importing("forget", archive.toString()).exited(0);

    Program.run("forget", sha256, "--data", data("forget")).exited(0);
    assertTrue(!digest.equals(digestOf("forget")), "forgetting must show");
    Program.run("forget", sha256, "--data", data("forget")).exited(1);
    importing("forget", archive.toString()).exited(0);

    assertEquals(digest, digestOf("forget"));
  }

  private static Program.Result importing(String name, String... paths)
      throws IOException, InterruptedException {
    return Program.run(command(name, paths));
  }

  private static String[] command(String name, String... paths) {
    List<String> command = new ArrayList<>(List.of("import", "--json", "--data", data(name)));
    command.addAll(List.of("--authorities", archive.resolve("authorities.tsv").toString()));
    command.addAll(List.of(paths));
    return command.toArray(String[]::new);
  }

  private static String data(String name) {
    return folder.resolve("data-" + name).toString();
  }

  private static String digestOf(String name) throws IOException, InterruptedException {
    return Program.run("coverage", "--digest", "--data", data(name)).exited(0).out().strip();
  }

  private static List<String> files() throws IOException {
    try (Stream<Path> walk = Files.walk(archive)) {
      return walk.filter(Files::isRegularFile)
          .filter(file -> !file.endsWith("authorities.tsv"))
          .map(Path::toString)
          .sorted()
          .toList();
    }
  }
}
