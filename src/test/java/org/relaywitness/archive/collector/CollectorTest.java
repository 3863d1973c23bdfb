package org.relaywitness.archive.collector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.archive.collector.FaultyServer.drop;
import static org.relaywitness.archive.collector.FaultyServer.status;
import static org.relaywitness.archive.collector.FaultyServer.truncate;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fetching from a server that fails in every way that servers do. */
@Timeout(60) // a bound on hanging, not a claim about speed
class CollectorTest {
  private static final String LIST = "recent/exit-lists/2024-03-05-13-02-00";
  private static final String TARBALL = "archive/exit-lists/exit-list-2024-03.tar.xz";
  private static final byte[] CONTENT = content(1, 300_000);

  @TempDir Path folder = Path.of("");
  private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
  private FaultyServer server = Objects.requireNonNull(start());

  private static FaultyServer start() {
    try {
      return new FaultyServer();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static byte[] content(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @BeforeEach
  void serve() {
    server.put(LIST, CONTENT);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Collector collector() throws IOException {
    return new Collector(server.root(), folder, "relaywitness/test", patience());
  }

  private Patience patience() {
    return Patience.standard().withPause(waits::add);
  }

  private List<FetchResult> fetchAll() throws IOException, InterruptedException {
    try (Collector collector = collector()) {
      return collector.fetch(collector.index().files(), count -> {});
    }
  }

  private FetchResult fetchOne() throws IOException, InterruptedException {
    List<FetchResult> results = fetchAll();
    assertEquals(1, results.size(), results::toString);
    return results.get(0);
  }

  private void assertWhole(FetchResult result) throws IOException {
    assertEquals(FetchResult.Kind.FETCHED, result.kind(), result::message);
    assertArrayEquals(CONTENT, Files.readAllBytes(result.path().orElseThrow()));
    assertEquals(List.of(LIST), files());
  }

  private void assertNothing(FetchResult result, FetchResult.Kind kind) throws IOException {
    assertEquals(kind, result.kind(), result::message);
    assertTrue(result.path().isEmpty());
    assertEquals(List.of(), files());
  }

  /** What there is below the folder but for the lock and the table of digests. */
  private List<String> files() throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .filter(name -> name.contains("/"))
          .sorted()
          .toList();
    }
  }

  @Test
  void file_isFetchedUnderItsPath() throws Exception {
    assertWhole(fetchOne());
    assertEquals(List.of(), waits);
  }

  @Test
  void secondFetch_asksForNothing() throws Exception {
    fetchOne();
    server.forgetRequests();

    assertEquals(FetchResult.Kind.PRESENT, fetchOne().kind());
    assertEquals(List.of(), server.fileRequests());
  }

  @Test
  void connectionDropped_goesOnWhereItStopped() throws Exception {
    server.fail(LIST, drop(100_000));

    assertWhole(fetchOne());
    assertEquals(2, server.fileRequests().size());
    String second = server.fileRequests().get(1);
    assertTrue(second.matches(LIST + " bytes=[1-9][0-9]*-"), second);
  }

  @Test
  void connectionDroppedAndFileRewritten_neverJoinsTheHalves() throws Exception {
    byte[] other = content(2, CONTENT.length);
    server.fail(
        LIST,
        (exchange, content) -> {
          server.put(LIST, other);
          return drop(100_000).answer(exchange, content);
        });

    FetchResult result = fetchOne();

    assertNothing(result, FetchResult.Kind.OTHER_CONTENT);
    FetchResult again = fetchOne();
    assertEquals(FetchResult.Kind.FETCHED, again.kind());
    assertArrayEquals(other, Files.readAllBytes(again.path().orElseThrow()));
  }

  @Test
  void endlessDrops_giveUpAndTheNextRunGoesOn() throws Exception {
    for (int i = 0; i < 6; i++) {
      server.fail(LIST, drop(50_000));
    }

    FetchResult result = fetchOne();

    assertEquals(FetchResult.Kind.FAILED, result.kind());
    assertEquals(5, waits.size());
    assertFalse(Files.exists(folder.resolve(LIST)), "half a file where a whole one should be");
    assertTrue(Files.exists(folder.resolve(LIST + ".part")));
    server.forgetRequests();
    assertWhole(fetchOne());
    assertTrue(server.fileRequests().get(0).contains("bytes="), server.fileRequests()::toString);
  }

  @Test
  void backOff_growsFromTryToTry() throws Exception {
    for (int i = 0; i < 5; i++) {
      server.fail(LIST, status(503));
    }

    assertWhole(fetchOne());
    assertEquals(5, waits.size());
    for (int i = 0; i < waits.size(); i++) {
      long full = 1000L << i;
      long wait = waits.get(i).toMillis();
      assertTrue(wait >= full / 2 && wait <= full * 3 / 2, () -> waits.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void serverAsksToWait_isWaitedFor(int code) throws Exception {
    server.fail(LIST, status(code, "Retry-After", "17"));

    assertWhole(fetchOne());
    assertEquals(List.of(Duration.ofSeconds(17)), waits);
  }

  @Test
  void serverAsksToWaitForEver_isWaitedForToTheBound() throws Exception {
    server.fail(LIST, status(429, "Retry-After", "999999999"));

    assertWhole(fetchOne());
    assertEquals(List.of(Duration.ofMinutes(5)), waits);
  }

  @Test
  void serverAsksToWaitUntilThen_isWaitedFor() throws Exception {
    server.fail(LIST, status(503, "Retry-After", "Fri, 31 Dec 9999 23:59:59 GMT"));
    server.fail(LIST, status(503, "Retry-After", "soon"));

    assertWhole(fetchOne());
    assertEquals(Duration.ofMinutes(5), waits.get(0));
    assertTrue(waits.get(1).compareTo(Duration.ofSeconds(3)) <= 0, waits::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void fileGone_isSkippedAtOnce(int code) throws Exception {
    server.fail(LIST, status(code));

    assertNothing(fetchOne(), FetchResult.Kind.GONE);
    assertEquals(List.of(), waits);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 204})
  void serverRefuses_isNotAskedAgain(int code) throws Exception {
    server.fail(LIST, status(code));

    assertNothing(fetchOne(), FetchResult.Kind.FAILED);
    assertEquals(List.of(), waits);
  }

  @Test
  void bodyCutShortCleanly_isFetchedAnew() throws Exception {
    server.fail(LIST, truncate(1000), truncate(0));

    assertWhole(fetchOne());
    assertEquals(List.of(LIST, LIST, LIST), server.fileRequests());
  }

  @Test
  void wrongDigest_leavesNothing() throws Exception {
    server.listDigest(LIST, new byte[32]);

    FetchResult result = fetchOne();

    assertNothing(result, FetchResult.Kind.OTHER_CONTENT);
    assertTrue(result.message().contains("expected 0000"), result::message);
  }

  @Test
  void bodyLongerThanListed_isNotReadToItsEnd() throws Exception {
    server.fail(
        LIST,
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 3; i++) {
            exchange.getResponseBody().write(content);
          }
          return true;
        });

    assertNothing(fetchOne(), FetchResult.Kind.OTHER_CONTENT);
  }

  @Test
  void announcedLengthOther_isNotRead() throws Exception {
    server.fail(LIST, FaultyServer.before(() -> server.put(LIST, content(3, 10))));

    assertNothing(fetchOne(), FetchResult.Kind.OTHER_CONTENT);
  }

  @Test
  void rangeNotAsAsked_beginsAnew() throws Exception {
    server.fail(
        LIST,
        drop(1000),
        (exchange, content) -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 0-9/10");
          exchange.sendResponseHeaders(206, 10);
          exchange.getResponseBody().write(content, 0, 10);
          return true;
        });

    assertWhole(fetchOne());
  }

  @Test
  void rangeRefused_beginsAnew() throws Exception {
    server.fail(LIST, drop(1000), status(416));

    assertWhole(fetchOne());
  }

  @Test
  void serverFallsSilent_isGivenUpAndAskedAgain() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    server.fail(
        LIST,
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content, 0, 5000);
          exchange.getResponseBody().flush();
          try {
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          throw new IOException("silent on purpose");
        });
    Patience hasty = patience().withSilence(Duration.ofMillis(400));
    try (Collector collector = new Collector(server.root(), folder, "test", hasty)) {
      FetchResult result = collector.fetch(collector.index().files(), count -> {}).get(0);

      assertWhole(result);
      assertEquals(1, waits.size());
    } finally {
      over.countDown();
    }
  }

  @Test
  void redirectOnTheSameHost_isFollowed() throws Exception {
    server.put("elsewhere/list", CONTENT);
    server.fail(LIST, status(302, "Location", "/elsewhere/list"));

    try (Collector collector = collector()) {
      List<CollectorFile> files = collector.index().files();
      assertEquals(1, files.size());
      assertWhole(collector.fetch(files, count -> {}).get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost.example/x",
        "https://elsewhere.example/x",
        "file:///etc/passwd",
        "ftp://127.0.0.1/x",
        "http://127.0.0.1:1/x",
        "::",
        ""
      })
  void redirectElsewhere_isNotFollowed(String location) throws Exception {
    for (int i = 0; i < 10; i++) {
      server.fail(LIST, status(301, "Location", location));
    }

    assertNothing(fetchOne(), FetchResult.Kind.FAILED);
    assertEquals(List.of(), waits);
  }

  @Test
  void indexWithoutDigests_isHeldByWhatWasFetched() throws Exception {
    server.listNoDigests();
    assertWhole(fetchOne());

    try (Collector collector = collector()) {
      CollectorFile file = collector.index().files().get(0);
      String digest = collector.findDigest(file);
      assertEquals(Downloads.sha256(folder.resolve(LIST)), digest);
      assertEquals(
          FetchResult.Kind.PRESENT, collector.fetch(List.of(file), count -> {}).get(0).kind());
    }
    server.put(LIST, content(4, CONTENT.length + 1));
    assertEquals(FetchResult.Kind.FETCHED, fetchOne().kind());
  }

  @Test
  void rewrittenTarball_isFetchedAnew() throws Exception {
    server.remove(LIST);
    server.put(TARBALL, CONTENT);
    fetchOne();
    byte[] longer = content(5, CONTENT.length + 1000);
    server.put(TARBALL, longer);

    FetchResult result = fetchOne();

    assertEquals(FetchResult.Kind.FETCHED, result.kind());
    assertArrayEquals(longer, Files.readAllBytes(folder.resolve(TARBALL)));
  }

  @Test
  void rewrittenTarball_leavesNoPartOfTheFormerOne() throws Exception {
    server.remove(LIST);
    server.put(TARBALL, CONTENT);
    for (int i = 0; i < 6; i++) {
      server.fail(TARBALL, drop(50_000));
    }
    fetchOne();
    assertTrue(Files.exists(folder.resolve(TARBALL + ".part")));
    byte[] longer = content(5, CONTENT.length + 1000);
    server.put(TARBALL, longer);
    server.forgetRequests();

    assertEquals(FetchResult.Kind.FETCHED, fetchOne().kind());
    assertEquals(List.of(TARBALL), server.fileRequests(), "asked for from its start");
    assertArrayEquals(longer, Files.readAllBytes(folder.resolve(TARBALL)));
  }

  @Test
  void damagedPart_isFoundOutAndFetchedAnew() throws Exception {
    for (int i = 0; i < 6; i++) {
      server.fail(LIST, drop(50_000));
    }
    fetchOne();
    Path part = folder.resolve(LIST + ".part");
    byte[] damaged = Files.readAllBytes(part);
    damaged[17] ^= 1;
    Files.write(part, damaged);

    assertWhole(fetchOne());
  }

  @Test
  void damagedWholeFile_isFetchedAnew() throws Exception {
    fetchOne();
    byte[] damaged = CONTENT.clone();
    damaged[17] ^= 1;
    Files.write(folder.resolve(LIST), damaged);

    assertWhole(fetchOne());
  }

  @Test
  void manyFiles_areAskedForFewAtOnce() throws Exception {
    for (int i = 10; i < 60; i++) {
      server.put("recent/exit-lists/2024-03-05-13-02-" + i, content(i, 2000));
      server.fail(
          "recent/exit-lists/2024-03-05-13-02-" + i,
          (exchange, content) -> {
            try {
              Thread.sleep(5);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
            return false;
          });
    }

    assertEquals(51, fetchAll().size());
    assertTrue(server.mostUnderWay() <= 3, () -> "at once: " + server.mostUnderWay());
  }

  @Test
  void serverThatIsDown_isAskedOnceForEachFurtherFile() throws Exception {
    server.remove(LIST);
    for (int i = 10; i < 60; i++) {
      String path = "recent/exit-lists/2024-03-05-13-02-" + i;
      server.put(path, content(i, 2000));
      for (int tries = 0; tries < 6; tries++) {
        server.fail(path, status(503));
      }
    }

    List<FetchResult> results = fetchAll();

    assertEquals(50, results.stream().filter(one -> one.kind() == FetchResult.Kind.FAILED).count());
    // Six times for three in a row and those that were under way meanwhile.
    int requests = server.fileRequests().size();
    assertTrue(requests >= 3 * 6 + 47 && requests <= 5 * 6 + 45, () -> "requests: " + requests);
  }

  @Test
  void filesThatFailForEver_doNotStandInTheWayOfOthers() throws Exception {
    for (int i = 10; i < 20; i++) {
      String path = "recent/exit-lists/2024-03-05-12-02-" + i;
      server.put(path, content(i, 2000));
      for (int tries = 0; tries < 6; tries++) {
        server.fail(path, status(i % 2 == 0 ? 500 : 403));
      }
    }

    List<FetchResult> results = fetchAll();

    assertEquals(11, results.size());
    assertWhole(results.get(10));
  }

  @Test
  void staleParts_goWhenTheFileIsListedNoMore() throws Exception {
    for (int i = 0; i < 6; i++) {
      server.fail(LIST, drop(50_000));
    }
    fetchOne();
    server.remove(LIST);

    try (Collector collector = collector()) {
      collector.discardStaleParts(collector.index().files());
    }

    assertEquals(List.of(), files());
  }

  @Test
  void wholeFiles_areLeftoversWhenListedNoMore() throws Exception {
    fetchOne();
    server.remove(LIST);

    try (Collector collector = collector()) {
      assertEquals(List.of(folder.resolve(LIST)), collector.leftovers(collector.index().files()));
    }
  }

  @Test
  void folder_isOneProcessesAtATime() throws Exception {
    try (Collector first = collector()) {
      assertEquals(1, first.index().files().size());
      assertThrows(CollectorException.class, this::collector);
    }
    collector().close();
  }

  @Test
  void index_isAskedForAgain() throws Exception {
    server.fail("index/index.json", status(503), drop(3), status(500));

    assertWhole(fetchOne());
    assertEquals(3, waits.size());
  }

  @Test
  void index_maybePacked() throws Exception {
    AtomicBoolean asked = new AtomicBoolean();
    server.fail(
        "index/index.json",
        (exchange, content) -> {
          asked.set("gzip".equals(exchange.getRequestHeaders().getFirst("Accept-Encoding")));
          ByteArrayOutputStream packed = new ByteArrayOutputStream();
          try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
          }
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, packed.size());
          exchange.getResponseBody().write(packed.toByteArray());
          return true;
        });

    assertWhole(fetchOne());
    assertTrue(asked.get());
  }

  @Test
  void index_unpackingWithoutEnd_isRefused() throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
      for (int i = 0; i < 65; i++) {
        out.write(spaces);
      }
    }
    server.fail(
        "index/index.json",
        (exchange, content) -> {
          exchange.getResponseHeaders().set("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, packed.size());
          exchange.getResponseBody().write(packed.toByteArray());
          return true;
        });

    CollectorException refused = assertThrows(CollectorException.class, this::fetchOne);
    assertTrue(String.valueOf(refused.getMessage()).contains("bytes"), refused::toString);
  }

  @Test
  void index_missing_isSaidAtOnce() {
    server.fail("index/index.json", status(404));

    CollectorException missing = assertThrows(CollectorException.class, this::fetchOne);
    assertTrue(String.valueOf(missing.getMessage()).contains("404"), missing::toString);
    assertEquals(List.of(), waits);
  }

  @Test
  void server_unreachable_isSaidAfterSixTries() throws Exception {
    server.close();

    CollectorException unreachable = assertThrows(CollectorException.class, this::fetchOne);
    assertTrue(String.valueOf(unreachable.getMessage()).contains("6 tries"), unreachable::toString);
    assertEquals(5, waits.size());
  }
}
