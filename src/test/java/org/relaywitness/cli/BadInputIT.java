package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relaywitness.store.EmbeddedDatabase;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;
import tools.jackson.databind.JsonNode;

/** Whatever is typed gets a clear message, the right exit code, and loses nothing. */
class BadInputIT {
  @TempDir static Path folder = Path.of("");
  private static Path archive = Path.of("");
  private static List<Path> consensuses = List.of();
  private static List<Path> exitLists = List.of();

  /** Keeps the database up between the runs, so that each starts quickly. */
  private static EmbeddedDatabase database = EmbeddedDatabase.temporary();

  @BeforeAll
  static void makeDocuments() throws Exception {
    database.close();
    database = EmbeddedDatabase.open(folder.resolve("data"));
    archive = folder.resolve("sample");
    Program.run("sample", "--days", "1", "--relays", "60", "-o", archive.toString()).exited(0);
    try (Stream<Path> walk = Files.walk(archive)) {
      consensuses = walk.filter(file -> file.toString().endsWith("-consensus")).sorted().toList();
    }
    try (Stream<Path> walk = Files.walk(archive.resolve("recent/exit-lists"))) {
      exitLists = walk.filter(Files::isRegularFile).sorted().toList();
    }
    assertEquals(24, consensuses.size());
    assertEquals(24, exitLists.size());
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void lookup_languageNotSpoken_namesThoseThatAre() throws Exception {
    Program.Result result =
        Program.run("lookup", "192.0.2.1", "2024-03-04", "--lang", "tlh", "--data", data())
            .exited(ExitCode.USAGE);
    assertTrue(result.err().contains("--lang: expected one of en, de"), result.err());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 2024-03-04, address",
    "256.1.1.1, 2024-03-04, address",
    "fe80::1%eth0, 2024-03-04, address",
    "010.1.1.1, 2024-03-04, address",
    "example.org, 2024-03-04, address",
    "192.0.2.1, 2024-02-30, date",
    "192.0.2.1, 2999-01-01, date",
    "192.0.2.1, 2024-03-04T12:00:00, at",
    "192.0.2.1, yesterday, at",
  })
  void question_thatCannotBeAsked_namesTheParameter(String address, String when, String parameter)
      throws Exception {
    Program.Result result =
        Program.run("lookup", address, when, "--data", data()).exited(ExitCode.USAGE);

    assertEquals("", result.out());
    assertTrue(result.err().startsWith("relaywitness: "), result.err());
    assertTrue(result.err().contains(parameter + ": "), result.err());
    assertFalse(result.err().contains("Exception"), result.err());
    assertTrue(
        address.isEmpty() || !result.err().contains(address), "messages never repeat the address");
  }

  @Test
  void port_outOfRange_isRefused() throws Exception {
    Program.Result result =
        Program.run("lookup", "192.0.2.1", "2024-03-04", "--port", "70000", "--data", data())
            .exited(ExitCode.USAGE);

    assertTrue(result.err().contains("port: "), result.err());
    assertTrue(result.err().contains("65535"), result.err());
  }

  @Test
  void path_thatDoesNotExist_isWrongUsage() throws Exception {
    Program.Result result =
        Program.run("import", folder.resolve("nowhere").toString(), "--data", data())
            .exited(ExitCode.USAGE);

    assertTrue(result.err().contains("no such file or folder"), result.err());
  }

  @Test
  void truncatedArchive_keepsWhatCameBefore() throws Exception {
    Path whole = tarXz("whole.tar.xz", consensuses.subList(0, 8));
    byte[] bytes = Files.readAllBytes(whole);
    Path cut =
        Files.write(folder.resolve("cut.tar.xz"), Arrays.copyOf(bytes, bytes.length * 2 / 3));

    Program.Result result = importing(cut.toString()).exited(ExitCode.REJECTED);

    JsonNode summary = result.lastLine();
    assertTrue(summary.at("/documents/consensuses").intValue() >= 1, summary.toString());
    assertTrue(summary.at("/documents/consensuses").intValue() < 8, summary.toString());
    assertEquals(1, summary.at("/documents/rejected").intValue());
    assertTrue(result.err().contains("cut.tar.xz"), result.err());
    assertEquals(
        8 - summary.at("/documents/consensuses").intValue(),
        importing(whole.toString()).exited(0).lastLine().at("/documents/consensuses").intValue());
  }

  @Test
  void corruptArchive_keepsNoExitListThatNothingVouchesFor() throws Exception {
    List<Path> documents = new ArrayList<>(exitLists.subList(0, 6));
    documents.addAll(consensuses.subList(14, 20));
    Path whole = tarXz("sound.tar.xz", documents);
    byte[] bytes = Files.readAllBytes(whole);
    bytes[bytes.length * 3 / 4] ^= 0x10;
    Path damaged = Files.write(folder.resolve("damaged.tar.xz"), bytes);

    Program.Result result = importing(damaged.toString()).exited(ExitCode.REJECTED);
    JsonNode again = importing(whole.toString()).exited(ExitCode.DONE).lastLine();

    assertEquals(0, result.lastLine().at("/documents/exit_lists").intValue());
    assertTrue(result.lastLine().at("/documents/consensuses").intValue() >= 1);
    assertTrue(result.err().contains("kept out 6 exit lists"), result.err());
    assertEquals(0, result.lastLine().at("/scans").intValue());
    assertEquals(6, again.at("/documents/exit_lists").intValue());
    assertTrue(again.at("/scans").intValue() > 0, again.toString());
  }

  @Test
  void hostileMemberName_isRefusedAndTheRestImported() throws Exception {
    Path file = folder.resolve("hostile.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(file))) {
      member(tar, "../../escaped-consensus", consensuses.get(8));
      member(tar, "good-consensus", consensuses.get(9));
    }

    Program.Result result = importing(file.toString()).exited(ExitCode.REJECTED);

    assertEquals(1, result.lastLine().at("/documents/consensuses").intValue());
    assertEquals(1, result.lastLine().at("/documents/rejected").intValue());
    assertFalse(Files.exists(folder.resolve("../../escaped-consensus")));
    assertTrue(result.err().contains("hostile.tar"), result.err());
  }

  @Test
  void fileOfZeros_namedIsRejectedButInAFolderSkipped() throws Exception {
    Path inside = Files.createDirectories(folder.resolve("zeros"));
    Path zeros = Files.write(inside.resolve("zeros.bin"), new byte[100_000]);

    Program.Result named = importing(zeros.toString()).exited(ExitCode.REJECTED);
    Program.Result found = importing(inside.toString()).exited(ExitCode.DONE);

    assertEquals(1, named.lastLine().at("/documents/rejected").intValue());
    assertTrue(named.err().contains("zeros.bin"), named.err());
    assertEquals(1, found.lastLine().at("/documents/skipped").intValue());
  }

  @Test
  void damagedDocument_isNamedWithItsLineAndTheRestImported() throws Exception {
    String text = Files.readString(consensuses.get(10), StandardCharsets.US_ASCII);
    Path mixed = Files.createDirectories(folder.resolve("mixed"));
    Files.writeString(
        mixed.resolve("a-consensus"),
        text.replaceFirst("valid-after .*", "valid-after 2024-02-30 10:00:00"));
    Files.copy(consensuses.get(11), mixed.resolve("b-consensus"));

    Program.Result result = importing(mixed.toString()).exited(ExitCode.REJECTED);

    assertEquals(1, result.lastLine().at("/documents/consensuses").intValue());
    assertEquals(1, result.lastLine().at("/documents/rejected").intValue());
    assertTrue(result.err().contains("a-consensus, line "), result.err());
    assertTrue(result.err().contains("2024-02-30"), result.err());
  }

  @Test
  void forgedDocument_isKeptButNeitherListsNorCovers() throws Exception {
    String text = Files.readString(consensuses.get(12), StandardCharsets.US_ASCII);
    Path forged = folder.resolve("forged-consensus");
    Files.writeString(forged, text.replaceFirst("198\\.51\\.100\\.40 ", "203.0.113.250 "));
    Program.run(
            "import",
            archive.resolve("recent/relay-descriptors/certs").toString(),
            "--authorities",
            archive.resolve("authorities.tsv").toString(),
            "--data",
            data())
        .exited(0);

    Program.Result result = importing(forged.toString()).exited(ExitCode.REJECTED);
    JsonNode answer =
        Program.run(
                "lookup",
                "203.0.113.250",
                "2024-03-04T12:30:00Z",
                "--format",
                "json",
                "--data",
                data())
            .exited(0)
            .json();

    assertTrue(result.err().contains("signature"), result.err());
    assertEquals("inconclusive", answer.at("/verdict").asString());
    assertTrue(answer.at("/coverage/consensuses/missing").toString().contains("2024-03-04T12:00"));
  }

  @Test
  void standardInput_isImported() throws Exception {
    Program.Result result =
        Program.run(
                consensuses.get(13),
                "import",
                "-",
                "--json",
                "--authorities",
                archive.resolve("authorities.tsv").toString(),
                "--data",
                data())
            .exited(0);

    assertEquals(1, result.lastLine().at("/documents/consensuses").intValue());
  }

  @Test
  void optionThatDoesNotExist_isWrongUsage() throws Exception {
    Program.Result result =
        Program.run("lookup", "192.0.2.1", "2024-03-04", "--prot", "80").exited(ExitCode.USAGE);

    assertTrue(result.err().contains("--prot"), result.err());
    assertTrue(result.err().contains("--help"), result.err());
  }

  @Test
  void database_thatCannotBeReached_isAFault() throws Exception {
    Program.Result result =
        Program.run(
                "lookup",
                "192.0.2.1",
                "2024-03-04",
                "--database",
                "jdbc:postgresql://127.0.0.1:1/none?user=x")
            .exited(ExitCode.FAULT);

    assertEquals("", result.out());
    assertFalse(result.err().contains("192.0.2.1"), result.err());
  }

  @Test
  void password_inTheUrlOfADatabase_isWrongUsageAndNotRepeated() throws Exception {
    Program.Result result =
        Program.run(
                "coverage",
                "--database",
                "jdbc:postgresql://127.0.0.1:1/none?user=x&password=hunter2")
            .exited(ExitCode.USAGE);

    assertTrue(result.err().contains("database-password-file"), result.err());
    assertFalse(result.err().contains("hunter2"), result.err());
  }

  private static String data() {
    return folder.resolve("data").toString();
  }

  private static Program.Result importing(String path) throws IOException, InterruptedException {
    return Program.run(
        "import",
        "--json",
        "--data",
        data(),
        "--authorities",
        archive.resolve("authorities.tsv").toString(),
        path);
  }

  private static Path tarXz(String name, List<Path> files) throws IOException {
    Path file = folder.resolve(name);
    // Small blocks, so that a cut loses only what is behind it.
    try (OutputStream out = Files.newOutputStream(file);
        XZOutputStream xz = new XZOutputStream(out, new LZMA2Options(1));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(xz)) {
      for (Path one : files) {
        member(tar, "consensuses-2024-03/04/" + one.getFileName(), one);
        xz.endBlock();
      }
    }
    return file;
  }

  private static void member(TarArchiveOutputStream tar, String name, Path file)
      throws IOException {
    byte[] content = Files.readAllBytes(file);
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }
}
