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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleOptions;
import org.relaywitness.store.DatabaseConfig;
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
  private static final int FAULT = 3;
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
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
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
    if (canMount()) {
      documentsFull();
      documentsReadOnly();
      dataFull();
      dataReadOnly();
    } else {
      note("small file systems: LEFT OUT, nothing may be mounted here");
    }
    twoImporters(data);
    databaseGone(data);
  }

  static boolean canMount() throws IOException, InterruptedException {
    return Served.run(shell("mount -t tmpfs -o size=1m none /mnt && umount /mnt")).exitCode() == 0;
  }

  /** A shell that may mount, and whose mounts end with it. */
  private static List<String> shell(String script) {
    boolean root = "root".equals(System.getProperty("user.name"));
    return List.of("unshare", root ? "-m" : "-Urm", "sh", "-c", script);
  }

  private Served.Ended importing(Path data) throws IOException, InterruptedException {
    return Served.run(importCommand(data));
  }

  private List<String> importCommand(Path data) {
    return Served.command(
        "512m",
        "import",
        "--data",
        data.toString(),
        "--authorities",
        authorities,
        archive.toString());
  }

  private String line(List<String> command) {
    StringBuilder line = new StringBuilder();
    command.forEach(part -> line.append('\'').append(part).append("' "));
    return line.toString();
  }

  /** Fails, is mended, and is done again; then the content must be that of a clean import. */
  private void mended(String what, Path data, String spoil, String mend)
      throws IOException, InterruptedException {
    String run = line(importCommand(data));
    String digest = line(Served.command("256m", "coverage", "--digest", "--data", data.toString()));
    Served.Ended ended =
        Served.run(
            shell(
                String.join(
                    "\n",
                    spoil,
                    run,
                    "echo \"first $?\"",
                    mend,
                    run,
                    "echo \"second $?\"",
                    digest,
                    "echo \"third $?\"")));
    String output = ended.output();
    int second = output.indexOf("first ");
    String said = second < 0 ? output : output.substring(0, second).strip();
    boolean good =
        output.contains("first " + FAULT)
            && output.contains("second 0")
            && digest(output.substring(Math.max(0, second))).equals(clean)
            && isClear(said);
    note(what + ": " + (good ? "said \"" + last(said) + "\"; whole after it was mended" : "BAD"));
    if (!good) {
      faults.add(what + ":\n" + output);
    }
  }

  private static boolean isClear(String said) {
    return !said.isBlank() && !said.contains("\tat ") && !said.contains("Exception in thread");
  }

  private static String last(String said) {
    String last = said.lines().reduce("", (a, b) -> b.isBlank() ? a : b);
    return last.substring(0, Math.min(300, last.length()));
  }

  private static String digest(String output) {
    String found = "";
    for (Matcher matcher = DIGEST.matcher(output); matcher.find(); ) {
      found = matcher.group();
    }
    return found;
  }

  private void documentsFull() throws IOException, InterruptedException {
    Path data = folder.resolve("documents-full");
    Path documents = Files.createDirectories(data.resolve("documents"));
    mended(
        "disk of the documents full",
        data,
        "mount -t tmpfs -o size=256k none '" + documents + "'",
        "mount -o remount,size=200m '" + documents + "'");
  }

  private void documentsReadOnly() throws IOException, InterruptedException {
    Path data = folder.resolve("documents-read-only");
    Path documents = Files.createDirectories(data.resolve("documents"));
    mended(
        "disk of the documents read-only",
        data,
        "mount -t tmpfs -o size=200m,ro none '" + documents + "'",
        "mount -o remount,rw '" + documents + "'");
  }

  private void dataFull() throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder.resolve("data-full"));
    String start = line(Served.command("256m", "coverage", "--data", data.toString()));
    mended(
        "disk of the database full",
        data,
        "mount -t tmpfs -o size=400m none '"
            + data
            + "'\n"
            + start
            + " >/dev/null 2>&1\n"
            + "dd if=/dev/zero of='"
            + data
            + "/filler' bs=64k 2>/dev/null\n"
            + "truncate -s -2m '"
            + data
            + "/filler'",
        "rm '" + data + "/filler'");
  }

  private void dataReadOnly() throws IOException, InterruptedException {
    Path data = Files.createDirectories(folder.resolve("data-read-only"));
    mended(
        "disk of the database read-only",
        data,
        "mount -t tmpfs -o size=400m,ro none '" + data + "'",
        "mount -o remount,rw '" + data + "'");
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

  /** The server of the database is killed under "serve", and started again on its port. */
  private void databaseGone(Path data) throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.open(data)) {
      DatabaseConfig config = database.config();
      Path password = Files.writeString(folder.resolve("password"), config.password());
      Path settings =
          Files.writeString(
              folder.resolve("settings.properties"),
              "database = %s%ndatabase-user = %s%ndatabase-password-file = %s%nauthorities = %s%n"
                  .formatted(config.url(), config.user(), password, authorities));
      try (Served server = Served.start("512m", "--config", settings.toString())) {
        String path = "/api/v1/lookup?address=203.0.113.77&at=2024-03-02T12:30:00Z";
        require(status(server, path) == 200, "no answer before");
        crash(data);
        int during = status(server, path);
        int page = status(server, "/?ip=203.0.113.77&at=2024-03-02T12:30:00Z");
        startAgain(data);
        double seconds = untilAnswered(server, path);
        boolean good = during == 503 && page == 503 && seconds >= 0 && server.process().isAlive();
        String what =
            String.format(
                Locale.ROOT,
                "database gone and back under serve: status %d and page %d meanwhile, answers again after %.1f s",
                during,
                page,
                seconds);
        note(what);
        if (!good || server.log().stream().anyMatch(one -> one.contains("203.0.113.77"))) {
          faults.add(what + "\n" + server.log());
        }
      }
    }
  }

  private void note(String line) {
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

  private static void startAgain(Path data) throws IOException, InterruptedException {
    Path programs;
    try (Stream<Path> found = Files.list(data.resolve("postgres"))) {
      programs =
          found
              .filter(one -> String.valueOf(one.getFileName()).startsWith("programs-"))
              .findFirst()
              .orElseThrow();
    }
    // What is left of the dead server must not be taken for a live one.
    Files.deleteIfExists(data.resolve("postgres/cluster/postmaster.pid"));
    List<String> command = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(
        List.of(
            programs.resolve("bin/pg_ctl").toString(),
            "start",
            "--wait",
            "--pgdata=" + data.resolve("postgres/cluster"),
            "--log=" + data.resolve("postgres/server.log")));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    require(process.waitFor() == 0, "the database server does not start again");
  }
}
