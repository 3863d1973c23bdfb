package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.archive.collector.FaultyServer.drop;
import static org.relaywitness.archive.collector.FaultyServer.status;
import static org.relaywitness.archive.collector.FaultyServer.truncate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.archive.collector.FaultyServer;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.DocumentArchive;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleDocument;
import org.relaywitness.sample.SampleDocument.Kind;
import org.relaywitness.sample.SampleOptions;
import tools.jackson.databind.JsonNode;

/** Synchronising with a server on loopback that fails in the ways that servers do. */
class SyncIT {
  private static final String CONSENSUSES = "recent/relay-descriptors/consensuses/";
  private static final Instant START = Instant.parse("2024-03-30T12:00:00Z"); // a month ends within
  private static final int HOURS = 48;

  @TempDir static Path folder = Path.of("");
  private static final List<SampleDocument> DOCUMENTS = new ArrayList<>();
  private static String digest = "";

  private FaultyServer server = start();

  private static FaultyServer start() {
    try {
      return new FaultyServer();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeAll
  static void importTheSameFromFiles() throws Exception {
    SampleArchive archive = new SampleArchive(SampleOptions.of(2, 300, 60, 5, START));
    archive.generate(DOCUMENTS::add);
    archive.writeFiles(folder.resolve("sample"));
    Program.run(arguments("import", "imported", folder.resolve("sample").toString())).exited(0);
    digest = digestOf("imported");
  }

  @BeforeEach
  void serveRecent() {
    for (SampleDocument document : DOCUMENTS) {
      server.put(document.recentPath(), document.bytes());
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void firstSync_bringsAll_secondFetchesNothing() throws Exception {
    Program.Result first = sync("twice").exited(0);
    JsonNode summary = first.lastLine();

    assertEquals(HOURS, summary.at("/documents/consensuses").intValue());
    assertEquals(HOURS, summary.at("/documents/exit_lists").intValue());
    assertEquals(HOURS, summary.at("/verified").intValue());
    assertEquals(DOCUMENTS.size(), summary.at("/fetched/files").intValue());
    assertEquals("2024-04-01T11:00:00Z", summary.at("/newest_consensus").stringValue());
    assertTrue(
        lastLine(first)
            .matches(
                "new: 48 consensuses, 48 exit lists, [0-9]+ key certificates; newest consensus"
                    + " held: 2024-04-01 11:00 UTC, [0-9]+ days? [0-9]+ hours? ago"),
        first::err);
    assertEquals(digest, digestOf("twice"));
    assertEquals(List.of(), downloads("twice"));
    server.forgetRequests();

    Program.Result second = sync("twice").exited(0);

    assertEquals(List.of(), server.fileRequests());
    assertEquals(0, second.lastLine().at("/fetched/files").intValue());
    assertTrue(lastLine(second).startsWith("new: 0 consensuses, 0 exit lists"), second::err);
  }

  @Test
  void documentsThatCannotBeWritten_keepTheDownloadsUntilTheyCan() throws Exception {
    Path blocked = Path.of(data("blocked")).resolve("documents").resolve("consensus");
    Files.createDirectories(Path.of(data("blocked")).resolve("documents"));
    Files.writeString(blocked, "a file where a folder should be");

    Program.Result first = sync("blocked");

    assertTrue(first.exitCode() != 0, first::err);
    assertEquals(DOCUMENTS.size(), downloads("blocked").size(), "nothing fetched is lost");
    Files.delete(blocked);
    server.forgetRequests();

    sync("blocked").exited(0);

    assertEquals(List.of(), server.fileRequests());
    assertEquals(List.of(), downloads("blocked"));
    assertEquals(digest, digestOf("blocked"));
    DocumentArchive archive = new DocumentArchive(Path.of(data("blocked")).resolve("documents"));
    for (SampleDocument document : DOCUMENTS) {
      if (document.kind() != Kind.CERTIFICATE) {
        byte[] bytes = document.bytes();
        Sha256 sha256 = Sha256.digest(bytes);
        assertArrayEquals(bytes, archive.find(sha256).orElseThrow(), document.name());
      }
    }
  }

  @Test
  void serverThatFails_losesNothing() throws Exception {
    List<String> paths = server.paths();
    server.fail("index/index.json", status(503, "Retry-After", "0"));
    server.fail(paths.get(1), status(429, "Retry-After", "1"));
    server.fail(paths.get(20), status(503));
    server.fail(paths.get(30), drop(10), drop(500));
    server.fail(paths.get(50), truncate(100));
    server.fail(paths.get(70), status(404));

    Program.Result first = sync("faults").exited(0);

    assertEquals(1, first.lastLine().at("/gone").intValue());
    assertTrue(first.err().contains("gone since the index was written"), first::err);
    assertFalse(digest.equals(digestOf("faults")), "one file is missing");
    sync("faults").exited(0);
    assertEquals(digest, digestOf("faults"));
    assertEquals(List.of(), downloads("faults"));
  }

  @Test
  void digestThatIsWrong_isKeptOutAndSaid() throws Exception {
    String one = DOCUMENTS.get(DOCUMENTS.size() - 2).recentPath();
    server.listDigest(one, new byte[32]);

    Program.Result result = sync("wrong").exited(1);

    assertEquals(HOURS - 1, result.lastLine().at("/documents/consensuses").intValue());
    assertEquals(1, result.lastLine().at("/failed").intValue());
    assertTrue(result.err().contains(one + ": found sha256"), result::err);
    assertEquals(List.of(), downloads("wrong"));
  }

  @Test
  void documentThatIsRejected_isSaidEachTimeButFetchedOnce() throws Exception {
    String broken = CONSENSUSES + "2024-04-01-12-00-00-consensus";
    server.put(broken, "@type network-status-consensus-3 1.0\nnetwork-status-version 3\n");

    Program.Result first = sync("rejected").exited(1);
    assertEquals(1, first.lastLine().at("/documents/rejected").intValue());
    assertEquals(HOURS, first.lastLine().at("/documents/consensuses").intValue());
    server.forgetRequests();
    sync("rejected").exited(1);

    assertEquals(List.of(), server.fileRequests());
    assertEquals(List.of(broken), downloads("rejected"));
    server.remove(broken);
    sync("rejected");
    assertEquals(List.of(), downloads("rejected"));
    sync("rejected").exited(0);
  }

  @Test
  void hostileNames_writeNothingOutside() throws Exception {
    server.put("recent/exit-lists/../../../../escaped", "@type tordnsel 1.0\n");

    Program.Result result = sync("hostile").exited(1);

    assertTrue(result.err().contains("not a name that is expected there"), result::err);
    try (Stream<Path> walk = Files.walk(folder)) {
      assertTrue(walk.noneMatch(path -> path.endsWith("escaped")));
    }
  }

  @Test
  void killedHalfWay_nextSyncCompletesIt() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    String last = DOCUMENTS.get(DOCUMENTS.size() - 1).recentPath();
    server.fail(
        last,
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content, 0, content.length / 2);
          exchange.getResponseBody().flush();
          reached.countDown();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new IOException("killed");
        });
    Process process = Program.start(arguments("sync", "killed", "--from", root()));
    assertTrue(reached.await(120, TimeUnit.SECONDS));
    process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    over.countDown();
    assertFalse(downloads("killed").contains(last), "half a file where a whole one should be");
    server.forgetRequests();

    sync("killed").exited(0);

    assertEquals(digest, digestOf("killed"));
    assertEquals(List.of(), downloads("killed"));
    assertEquals(
        server.fileRequests().size(),
        new HashSet<>(server.fileRequests()).size(),
        "each file at most once");
    assertTrue(server.fileRequests().size() < DOCUMENTS.size(), "what was whole is not asked for");
  }

  @Test
  void archivesSinceAMonth_rewrittenInBetween() throws Exception {
    DOCUMENTS.forEach(document -> server.remove(document.recentPath()));
    Instant cut = START.plusSeconds(3600L * 40);
    serveTarballs(cut);

    Program.Result april = sync("archives", "--since", "2024-04").exited(0);
    assertEquals(4, april.lastLine().at("/documents/consensuses").intValue());
    assertEquals(4, april.lastLine().at("/verified").intValue(), "certificates came unasked");
    sync("archives", "--since", "2024-03").exited(0);
    assertFalse(digest.equals(digestOf("archives")));
    serveTarballs(Instant.MAX);
    server.forgetRequests();

    Program.Result rewritten = sync("archives", "--since", "2024-03").exited(0);

    assertEquals(8, rewritten.lastLine().at("/documents/consensuses").intValue());
    assertEquals(
        List.of(
            "archive/exit-lists/exit-list-2024-04.tar.xz",
            "archive/relay-descriptors/consensuses/consensuses-2024-04.tar.xz"),
        server.fileRequests().stream().sorted().toList());
    assertEquals(digest, digestOf("archives"));
    assertEquals(List.of(), downloads("archives"));
  }

  @Test
  void tarballRewrittenWhileFetched_isFetchedByTheNextIndex() throws Exception {
    DOCUMENTS.forEach(document -> server.remove(document.recentPath()));
    serveTarballs(START.plusSeconds(3600L * 40));
    server.fail(
        "archive/relay-descriptors/consensuses/consensuses-2024-04.tar.xz",
        (exchange, content) -> {
          serveTarballs(Instant.MAX);
          return drop(200).answer(exchange, content);
        });

    sync("meanwhile", "--since", "2024-03").exited(0);
    sync("meanwhile", "--since", "2024-03").exited(0);

    assertEquals(digest, digestOf("meanwhile"));
  }

  @Test
  void nothingToReach_isAFault() throws Exception {
    server.fail("index/index.json", status(404));

    Program.Result result = sync("nowhere").exited(3);

    assertTrue(result.err().contains("index/index.json: the server answered 404"), result::err);
  }

  @Test
  void wrongUsage_isSaid() throws Exception {
    Program.run("sync", "--from", "ftp://x.example/", "--data", data("usage")).exited(2);
    Program.run("sync", "--from", "not an address", "--data", data("usage")).exited(2);
    Program.run("sync", "--since", "2024", "--data", data("usage")).exited(2);
  }

  /** Serves the documents up to a time in tarballs by month. */
  private void serveTarballs(Instant until) throws IOException {
    Map<String, List<SampleDocument>> tarballs = new TreeMap<>();
    for (SampleDocument document : DOCUMENTS) {
      if (document.kind() == Kind.CERTIFICATE || document.time().isBefore(until)) {
        tarballs.computeIfAbsent(document.tarballPath(), path -> new ArrayList<>()).add(document);
      }
    }
    for (Map.Entry<String, List<SampleDocument>> tarball : tarballs.entrySet()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (TarArchiveOutputStream tar =
          new TarArchiveOutputStream(new XZCompressorOutputStream(bytes))) {
        for (SampleDocument document : tarball.getValue()) {
          TarArchiveEntry entry = new TarArchiveEntry(document.memberPath());
          entry.setSize(document.bytes().length);
          entry.setModTime(0L);
          tar.putArchiveEntry(entry);
          tar.write(document.bytes());
          tar.closeArchiveEntry();
        }
      }
      server.put(tarball.getKey(), bytes.toByteArray());
    }
  }

  private String root() {
    return server.root().toString();
  }

  private Program.Result sync(String name, String... more)
      throws IOException, InterruptedException {
    List<String> options = new ArrayList<>(List.of("--json", "--from", root()));
    options.addAll(List.of(more));
    return Program.run(arguments("sync", name, options.toArray(String[]::new)));
  }

  private static String[] arguments(String command, String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, "--data", data(name)));
    arguments.addAll(
        List.of("--authorities", folder.resolve("sample").resolve("authorities.tsv").toString()));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private static String data(String name) {
    return folder.resolve("data-" + name).toString();
  }

  private static String digestOf(String name) throws IOException, InterruptedException {
    return Program.run("coverage", "--digest", "--data", data(name)).exited(0).out().strip();
  }

  private static String lastLine(Program.Result result) {
    List<String> lines = result.err().strip().lines().toList();
    return lines.get(lines.size() - 1);
  }

  /** What is left of fetched files, below the root. */
  private static List<String> downloads(String name) throws IOException {
    Path downloads = Path.of(data(name)).resolve("downloads");
    try (Stream<Path> walk = Files.walk(downloads)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> downloads.relativize(file).toString())
          .filter(file -> file.contains("/"))
          .sorted()
          .toList();
    }
  }
}
