package org.relaywitness.programme;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.relaywitness.TestFolders;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleOptions;
import org.relaywitness.store.DatabaseLogin;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.ImportSession;
import org.relaywitness.store.Store;
import org.relaywitness.trust.ConsensusSignatures;
import org.relaywitness.trust.KeyCertificates;

/**
 * Takes away what the packaged jar stands on, and gives it back: space on the disk, the right to
 * write, the database, the lock of the import. It must say what is wrong, lose nothing, and go on
 * once it can. Small file systems need the right to mount: root, or user namespaces.
 *
 * <pre>
 * java -Drelaywitness.jar=target/relaywitness.jar -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.programme.FaultProgramme
 * </pre>
 */
final class FaultProgramme {
  static final int FAULT = 3;
  private static final Pattern DIGEST = Pattern.compile("\\b[0-9a-f]{64}\\b");

  private final Path folder;
  private final Path archive;
  private final String authorities;
  private final List<String> lines = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
  private String clean = "";

  FaultProgramme(Path folder) throws IOException {
    this.folder = folder;
    archive = folder.resolve("archive");
    new SampleArchive(SampleOptions.of(3, 250, 60, 9, Instant.parse("2024-03-01T00:00:00Z")))
        .writeFiles(archive);
    authorities = archive.resolve(SampleArchive.AUTHORITIES_FILE).toString();
  }

  /** Prints a line for each fault; ends with an exception when one was borne badly. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Files.createTempDirectory("relaywitness-faults");
    try {
      FaultProgramme programme = new FaultProgramme(folder);
      programme.run();
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

  List<String> lines() {
    return lines;
  }

  void run() throws Exception {
    Path data = folder.resolve("clean");
    require(importing(data).exitCode() == 0, "the import of the sound archive failed");
    clean = digest(Served.run("256m", "coverage", "--digest", "--data", data.toString()).output());
    if (SmallDisks.canMount()) {
      new SmallDisks(this, folder, clean).run();
    } else {
      note("small file systems: LEFT OUT, nothing may be mounted here");
    }
    twoImporters(data);
    databaseGone("its own database", List.of("--data", data.toString()), data);
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      databaseGone("a database server", List.of("--config", settings(database).toString()), data);
    }
  }

  private Served.Ended importing(Path data) throws IOException, InterruptedException {
    return Served.run(importCommand(data));
  }

  List<String> importCommand(Path data) {
    return Served.command(
        "512m",
        "import",
        "--data",
        data.toString(),
        "--authorities",
        authorities,
        archive.toString());
  }

  static boolean isClear(String said) {
    return !said.isBlank() && !said.contains("\tat ") && !said.contains("Exception in thread");
  }

  static String last(String said) {
    String last = said.lines().reduce("", (a, b) -> b.isBlank() ? a : b);
    return last.substring(0, Math.min(300, last.length()));
  }

  static String digest(String output) {
    String found = "";
    for (Matcher matcher = DIGEST.matcher(output); matcher.find(); ) {
      found = matcher.group();
    }
    return found;
  }

  /** A second importer is told so, and does its work once the first is gone. */
  private void twoImporters(Path data) throws Exception {
    Served.Ended second;
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data);
        Store store = Store.open(database.config());
        ImportSession first =
            store.beginImport(
                new ConsensusSignatures(
                    new SampleArchive(SampleOptions.of(1, 20, 5, 9, Instant.EPOCH)).authorities(),
                    new KeyCertificates()))) {
      first.source("held by the programme", 0);
      second = importing(data);
    }
    Served.Ended third = importing(data);
    boolean good = second.exitCode() == FAULT && isClear(second.output()) && third.exitCode() == 0;
    note(
        "two importers at once: "
            + (good ? "the second said \"" + last(second.output()) + "\"" : "BAD"));
    if (!good) {
      faults.add("two importers: " + second + "\n" + third);
    }
  }

  /** A configuration that reads this database as one of a server, as a role that can only read. */
  private Path settings(EmbeddedDatabase database) throws IOException {
    DatabaseLogin reader = database.config().reading();
    Path password = Files.writeString(folder.resolve("password"), reader.password());
    return Files.writeString(
        folder.resolve("settings.properties"),
        "database = %s%ndatabase-user = %s%ndatabase-password-file = %s%nauthorities = %s%n"
            .formatted(reader.url(), reader.user(), password, authorities));
  }

  /**
   * The server of the database is killed under "serve", and started again: by "serve" itself when
   * the database is its own, else by whoever keeps the server. Questions must be refused meanwhile
   * or wait, and be answered again without anyone's help.
   */
  private void databaseGone(String which, List<String> options, Path data) throws Exception {
    try (Served server = Served.start("512m", options.toArray(String[]::new))) {
      String path = "/api/v1/lookup?address=203.0.113.77&at=2024-03-02T12:30:00Z";
      require(status(server, path) == 200, "no answer before");
      crash(data);
      int during = status(server, path);
      int page = status(server, "/?ip=203.0.113.77&at=2024-03-02T12:30:00Z");
      double seconds = untilAnswered(server, path);
      boolean good = isBorne(during) && isBorne(page) && seconds >= 0 && server.process().isAlive();
      String what =
          String.format(
              Locale.ROOT,
              "%s gone and back under serve: status %d and page %d meanwhile, answers again after %.1f s",
              which,
              during,
              page,
              seconds);
      note(what);
      if (!good || server.log().stream().anyMatch(one -> one.contains("203.0.113.77"))) {
        faults.add(what + "\n" + server.log());
      }
    }
  }

  /** Refused for now, or answered because the database was back before the patience ended. */
  private static boolean isBorne(int status) {
    return status == 503 || status == 200;
  }

  void note(String line) {
    lines.add(line);
    System.out.println(line);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }

  private int status(Served server, String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .timeout(Duration.ofSeconds(60))
            .build();
    return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private double untilAnswered(Served server, String path)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(120)) {
      if (status(server, path) == 200) {
        return (System.nanoTime() - begun) / 1e9;
      }
      Thread.sleep(200);
    }
    return -1;
  }

  private static void crash(Path data) throws Exception {
    Path file = data.resolve("postgres/cluster/postmaster.pid");
    ProcessHandle postmaster =
        ProcessHandle.of(Long.parseLong(Files.readAllLines(file).get(0).strip())).orElseThrow();
    postmaster.destroyForcibly();
    postmaster.onExit().get(60, TimeUnit.SECONDS);
  }
}
