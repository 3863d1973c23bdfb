package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.watch.Metrics;

/** More questions at once than are answered at once, over real HTTP. */
class TurnsTest {
  private static final String LOOKUP =
      "/api/v1/lookup?address=198.51.100.7&at=2024-03-05T13:07:00Z";
  private static final String PAGE = "/?ip=198.51.100.7&at=2024-03-05T13:07:00Z&lang=de";
  private static final int AT_ONCE = 2;
  private static final int WAITING = 3;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Semaphore begun = new Semaphore(0);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private WebServer server = started(Duration.ofMinutes(1));

  /** Records that are slow to read: until {@code goOn}. */
  private WebServer started(Duration patience) {
    RelayHistory slow =
        new RelayHistory() {
          @Override
          public <T> T read(Function<Snapshot, T> reading) {
            begun.release();
            try {
              assertTrue(goOn.await(2, TimeUnit.MINUTES));
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return ExampleRecords.history().read(reading);
          }
        };
    return new WebServer(
        slow,
        Documents.NONE,
        ExampleRecords.CLOCK,
        FairUse.OFF,
        Site.UNNAMED,
        new Metrics(),
        SlowClients.Limits.DEFAULT,
        new Turns.Limits(AT_ONCE, WAITING, patience));
  }

  @BeforeEach
  void start() {
    server.start("127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    goOn.countDown();
    server.close();
  }

  private CompletableFuture<HttpResponse<String>> ask(String path) {
    URI address = URI.create("http://127.0.0.1:" + server.port() + path);
    return client.sendAsync(
        HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  private List<CompletableFuture<HttpResponse<String>>> askAtOnce(int count) throws Exception {
    List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      asked.add(ask(LOOKUP));
    }
    assertTrue(begun.tryAcquire(AT_ONCE, 1, TimeUnit.MINUTES), "as many as may think do");
    return asked;
  }

  @Test
  void questions_beyondThoseThatWait_areRefusedAtOnce_andTheRestIsAnswered() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> asked = askAtOnce(AT_ONCE + WAITING);
    // Those that wait are not seen from here: ask until one is told to go.
    while (asked.stream().noneMatch(CompletableFuture::isDone)) {
      asked.add(ask(LOOKUP));
      Thread.sleep(50);
    }
    HttpResponse<String> refused = ask(LOOKUP).get(1, TimeUnit.MINUTES);
    HttpResponse<String> page = ask(PAGE).get(1, TimeUnit.MINUTES);
    HttpResponse<String> health = ask("/health/live").get(1, TimeUnit.MINUTES);

    assertEquals(503, refused.statusCode());
    assertEquals("2", refused.headers().firstValue("Retry-After").orElse(""));
    assertTrue(refused.body().contains("neither a yes nor a no"), refused.body());
    assertTrue(refused.body().contains("/api#busy"), refused.body());
    assertEquals("nosniff", refused.headers().firstValue("X-Content-Type-Options").orElse(""));
    assertEquals(503, page.statusCode());
    assertEquals("de", page.headers().firstValue("Content-Language").orElse(""));
    assertTrue(page.body().contains("weder ein Ja noch ein Nein"), page.body());
    assertEquals(200, health.statusCode());
    assertEquals(0, begun.availablePermits(), "nobody else thinks meanwhile");

    goOn.countDown();
    int answered = 0;
    for (CompletableFuture<HttpResponse<String>> one : asked) {
      int status = one.get(1, TimeUnit.MINUTES).statusCode();
      assertTrue(status == 200 || status == 503, "status " + status);
      answered += status == 200 ? 1 : 0;
    }
    assertTrue(answered >= AT_ONCE + WAITING, "answered " + answered + " of " + asked.size());
    assertEquals(200, ask(LOOKUP).get(1, TimeUnit.MINUTES).statusCode(), "all is as before");
  }

  @Test
  void questions_thatWaitTooLong_areRefused() throws Exception {
    server.close();
    server = started(Duration.ofMillis(200));
    start();
    List<CompletableFuture<HttpResponse<String>>> asked = askAtOnce(AT_ONCE);

    assertEquals(503, ask(LOOKUP).get(1, TimeUnit.MINUTES).statusCode());

    goOn.countDown();
    for (CompletableFuture<HttpResponse<String>> one : asked) {
      assertEquals(200, one.get(1, TimeUnit.MINUTES).statusCode());
    }
  }
}
