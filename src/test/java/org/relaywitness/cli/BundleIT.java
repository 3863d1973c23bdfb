package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.sample.SampleDemo;
import org.relaywitness.store.EmbeddedDatabase;
import org.tukaani.xz.XZInputStream;

/** An evidence bundle from import to verdict, each step a command as its user types it. */
class BundleIT {
  @TempDir static Path folder = Path.of("");
  private static Path archive = Path.of("");
  private static Path authorities = Path.of("");
  private static Path bundle = Path.of("");

  /** Keeps the database up between the runs, so that each starts quickly. */
  private static EmbeddedDatabase database = EmbeddedDatabase.temporary();

  @BeforeAll
  static void makeBundle() throws Exception {
    database.close();
    database = EmbeddedDatabase.open(folder.resolve("data"));
    archive = folder.resolve("demo.tar.xz");
    try (InputStream sample = SampleDemo.open()) {
      Files.copy(sample, archive);
    }
    authorities = folder.resolve("authorities.tsv");
    try (TarArchiveInputStream members =
        new TarArchiveInputStream(
            new XZInputStream(new BufferedInputStream(SampleDemo.open())),
            StandardCharsets.UTF_8.name())) {
      assertEquals("authorities.tsv", members.getNextEntry().getName());
      Files.write(authorities, members.readAllBytes());
    }
    importing("data").exited(0);
    bundle = folder.resolve("bundle.zip");
    asking("data", bundle).exited(0);
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  private static Program.Result importing(String data, String... more) throws Exception {
    String[] arguments = {
      "import",
      archive.toString(),
      "--data",
      folder.resolve(data).toString(),
      "--authorities",
      authorities.toString()
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return Program.run(all);
  }

  private static Program.Result asking(String data, Path file) throws Exception {
    return Program.run(
        "lookup",
        SampleDemo.EXAMPLE_ADDRESS,
        SampleDemo.EXAMPLE_TIME,
        "--format",
        "bundle",
        "-o",
        file.toString(),
        "--data",
        folder.resolve(data).toString());
  }

  private static Program.Result verifying(Path file, String... more) throws Exception {
    String[] all = new String[2 + more.length];
    all[0] = "verify";
    all[1] = file.toString();
    System.arraycopy(more, 0, all, 2, more.length);
    return Program.run(all);
  }

  @Test
  void verify_bundle_holdsWithTheAuthoritiesNamed() throws Exception {
    Program.Result result = verifying(bundle, "--authorities", authorities.toString()).exited(0);
    assertTrue(result.out().contains("the answer is the same: exit_observed"), result.out());
    assertTrue(result.out().contains("This bundle proves its answer"), result.out());
    assertEquals(9, result.out().split("(?m)^trusted  authority ", -1).length - 1, result.out());

    Program.Result demo = verifying(bundle, "--demo", "--format", "json").exited(0);
    assertTrue(demo.json().at("/holds").asBoolean(), demo.out());
    assertTrue(demo.out().contains("this proves nothing about Tor"), demo.out());
  }

  @Test
  void verify_otherAuthorities_doesNotHold() throws Exception {
    Program.Result result = verifying(bundle).exited(ExitCode.REJECTED);
    assertTrue(result.out().contains("does NOT prove its answer"), result.out());
    assertTrue(result.out().contains("--demo"), result.out());
    verifying(bundle, "--demo", "--authorities", authorities.toString()).exited(ExitCode.USAGE);
  }

  @Test
  void verify_flippedByte_doesNotHold() throws Exception {
    byte[] bytes = Files.readAllBytes(bundle);
    bytes[bytes.length / 2] ^= 1;
    Path changed = Files.write(folder.resolve("changed.zip"), bytes);
    Program.Result result = verifying(changed, "--demo").exited(ExitCode.REJECTED);
    assertTrue(result.out().contains("DIFFERS"), result.out());
  }

  @Test
  void verify_noBundle_isWrongUsage() throws Exception {
    Program.Result archived = verifying(archive).exited(ExitCode.USAGE);
    assertTrue(
        archived.err().contains("this is neither an evidence bundle nor a report in PDF"),
        archived.err());
    Program.Result absent = verifying(folder.resolve("nowhere.zip")).exited(ExitCode.USAGE);
    assertTrue(absent.err().contains("there is no such file"), absent.err());
  }

  @Test
  void lookup_sameQuestion_givesSameBundle() throws Exception {
    Path again = folder.resolve("again.zip");
    asking("data", again).exited(0);
    assertArrayEquals(Files.readAllBytes(bundle), Files.readAllBytes(again));
  }

  @Test
  void lookup_withoutDocuments_writesNoBundleAndSaysWhy() throws Exception {
    importing("bare", "--no-documents").exited(0);
    Path none = folder.resolve("none.zip");
    Program.Result result = asking("bare", none).exited(ExitCode.USAGE);
    assertTrue(result.err().contains("the raw documents are not kept here"), result.err());
    assertFalse(Files.exists(none));
  }
}
