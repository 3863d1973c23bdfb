package org.relaywitness.programme;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.relaywitness.TestFolders;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleDocument;
import org.relaywitness.sample.SampleOptions;
import org.relaywitness.store.EmbeddedDatabase;

/**
 * Imports archives that are bombs, each with the packaged jar in a process with 512 MiB of heap: it
 * must refuse them, say so, and write nothing outside of its data folder. Arguments: MiB that each
 * bomb of zeros unpacks to (10,240), members of the archive of many members (1,000,000).
 *
 * <pre>
 * java -Drelaywitness.jar=target/relaywitness.jar -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.programme.BombProgramme 10240 1000000
 * </pre>
 */
final class BombProgramme {
  private static final int REJECTED = 1;

  private final Path folder;
  private final List<String> lines = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();

  BombProgramme(Path folder) {
    this.folder = folder;
  }

  /** Prints a line for each bomb; ends with an exception when one was not refused. */
  public static void main(String[] arguments) throws Exception {
    long mebibytes = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10_240;
    int members = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_000_000;
    Path folder = Files.createTempDirectory("relaywitness-bombs");
    try {
      BombProgramme programme = new BombProgramme(folder);
      programme.run(mebibytes, members);
      programme.lines.forEach(System.out::println);
      if (!programme.faults.isEmpty()) {
        throw new IllegalStateException(String.join("\n", programme.faults));
      }
    } finally {
      TestFolders.delete(folder);
    }
  }

  List<String> faults() {
    return faults;
  }

  void run(long mebibytes, int members) throws Exception {
    SampleArchive archive =
        new SampleArchive(SampleOptions.of(1, 20, 8, 3, Instant.parse("2024-03-05T00:00:00Z")));
    List<SampleDocument> documents = new ArrayList<>();
    archive.generate(documents::add);
    byte[] consensus =
        documents.stream()
            .filter(document -> document.kind() == SampleDocument.Kind.CONSENSUS)
            .findFirst()
            .orElseThrow()
            .bytes();
    Path bombs = Files.createDirectories(folder.resolve("bombs"));
    Path data = Files.createDirectories(folder.resolve("work")).resolve("data");
    Path authorities =
        Files.write(folder.resolve(SampleArchive.AUTHORITIES_FILE), archive.authoritiesFile());
    Map<String, Path> all = Bombs.all(bombs, mebibytes << 20, members, consensus);
    Set<Path> before = outside(data);
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      if (database.config().url().isEmpty()) {
        throw new IllegalStateException("no database");
      }
      for (Map.Entry<String, Path> bomb : all.entrySet()) {
        Served.Ended ended =
            Served.run(
                "512m",
                "import",
                "--data",
                data.toString(),
                "--authorities",
                authorities.toString(),
                bomb.getValue().toString());
        judge(bomb.getKey(), ended);
      }
    }
    Set<Path> after = outside(data);
    after.removeAll(before);
    if (!after.isEmpty()) {
      faults.add("written outside: " + after);
    }
    lines.add("files written outside of the data folder: " + after.size());
  }

  private void judge(String what, Served.Ended ended) {
    String said =
        ended
            .output()
            .lines()
            .filter(line -> !line.isBlank())
            .limit(3)
            .collect(Collectors.joining(" | "));
    lines.add(
        String.format(
            Locale.ROOT,
            "%-45s exit code %d after %5.1f s with the start of the JVM: %s",
            what,
            ended.exitCode(),
            ended.seconds(),
            said.substring(0, Math.min(200, said.length()))));
    if (ended.exitCode() != REJECTED || ended.output().contains("OutOfMemory")) {
      faults.add(what + ": exit code " + ended.exitCode() + ": " + ended.output());
    }
    Inspection.terminal(ended.output()).ifPresent(fault -> faults.add(what + ": " + fault));
  }

  /** The files around the data folder, where a hostile name could lead. */
  private Set<Path> outside(Path data) throws IOException {
    Set<Path> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files.filter(file -> !file.startsWith(data)).forEach(found::add);
    }
    for (Path near :
        List.of(Path.of("/tmp"), Path.of(""), Path.of(System.getProperty("user.home", "")))) {
      try (Stream<Path> files = Files.list(near.toAbsolutePath())) {
        files.filter(file -> file.toString().contains("escaped")).forEach(found::add);
      }
    }
    return found;
  }
}
