package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.Coverage;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.watch.Metrics;
import org.relaywitness.watch.Readiness;
import org.relaywitness.watch.RecordsState;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AdminServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  private static final RelayHistory AWAY =
      new RelayHistory() {
        @Override
        public <T> T read(Function<Snapshot, T> reading) {
          throw new IllegalStateException("the database is away");
        }
      };

  private static HttpResponse<String> ask(int port, String method, String path)
      throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static AdminServer start(
      RelayHistory history, Clock clock, Readiness rule, Metrics metrics) {
    RecordsState records = new RecordsState(history, clock);
    return AdminServer.start(
        "127.0.0.1", 0, metrics.withRecords(records, clock), records, rule, clock);
  }

  private static JsonNode ready(RelayHistory history, Clock clock, Readiness rule, int status)
      throws IOException, InterruptedException {
    try (Metrics metrics = new Metrics();
        AdminServer server = start(history, clock, rule, metrics)) {
      assertEquals(200, ask(server.port(), "GET", "/health/live").statusCode());
      HttpResponse<String> response = ask(server.port(), "GET", "/health/ready");
      assertEquals(status, response.statusCode(), response::body);
      return JSON.readTree(response.body());
    }
  }

  private static List<String> problems(JsonNode ready) {
    return ready.get("problems").valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void ready_byTheAgeOfTheNewestConsensus() throws Exception {
    Instant newest = ExampleRecords.history().read(snapshot -> snapshot.extent().lastConsensus());
    Readiness rule = new Readiness(Duration.ofHours(3), null);

    JsonNode fresh = ready(ExampleRecords.history(), at(newest, 3 * 3600), rule, 200);
    assertEquals(newest.toString(), fresh.get("newest_consensus").asString());
    assertEquals(3 * 3600, fresh.get("newest_consensus_age_seconds").intValue());
    assertFalse(fresh.get("replica").booleanValue());
    JsonNode old = ready(ExampleRecords.history(), at(newest, 3 * 3600 + 1), rule, 503);
    assertEquals(List.of("consensus_too_old"), problems(old));
    ready(ExampleRecords.history(), at(newest, 3 * 3600 + 1), Readiness.REACHABLE, 200);
  }

  private static Clock at(Instant newest, int later) {
    return Clock.fixed(newest.plusSeconds(later), ZoneOffset.UTC);
  }

  @Test
  void ready_withoutADatabase_isNot() throws Exception {
    JsonNode away = ready(AWAY, ExampleRecords.CLOCK, Readiness.REACHABLE, 503);

    assertEquals(List.of("database_unreachable"), problems(away));
    assertTrue(away.get("newest_consensus").isNull());
  }

  @Test
  void ready_ofAReplica_byItsDelay() throws Exception {
    Readiness rule = new Readiness(null, Duration.ofSeconds(60));
    Clock clock = ExampleRecords.CLOCK;

    assertEquals(
        60,
        ready(new Behind(Optional.of(60)), clock, rule, 200)
            .get("replica_delay_seconds")
            .intValue());
    for (Optional<Integer> tooFar : List.of(Optional.of(61), Optional.<Integer>empty())) {
      assertEquals(
          List.of("replica_too_far_behind"), problems(ready(new Behind(tooFar), clock, rule, 503)));
    }
  }

  /** The example records, as a copy that is so many seconds behind. */
  private record Behind(Optional<Integer> seconds) implements RelayHistory {
    @Override
    public <T> T read(Function<Snapshot, T> reading) {
      return ExampleRecords.history().read(snapshot -> reading.apply(copy(snapshot)));
    }

    private Snapshot copy(Snapshot snapshot) {
      Coverage.Replica replica =
          new Coverage.Replica(seconds.map(Duration::ofSeconds).orElse(null));
      return (Snapshot)
          Proxy.newProxyInstance(
              Snapshot.class.getClassLoader(),
              new Class<?>[] {Snapshot.class},
              (proxy, method, arguments) ->
                  method.getName().equals("replica")
                      ? Optional.of(replica)
                      : method.invoke(snapshot, arguments));
    }
  }

  @Test
  void metrics_afterQuestions_countThemByRouteAndVerdictAndHoldNoAddress() throws Exception {
    try (Metrics metrics = new Metrics();
        WebServer server =
            new WebServer(
                ExampleRecords.history(),
                Documents.NONE,
                ExampleRecords.CLOCK,
                FairUse.OFF,
                Site.UNNAMED,
                metrics);
        AdminServer admin =
            start(ExampleRecords.history(), ExampleRecords.CLOCK, Readiness.REACHABLE, metrics)) {
      server.start("127.0.0.1", 0);
      String question = "?address=" + ExampleRecords.OBSERVED + "&at=2024-03-05T13:07:00Z";
      ask(server.port(), "GET", "/api/v1/lookup" + question);
      ask(server.port(), "GET", "/api/v1/lookup?address=192.0.2.1x&at=y");
      ask(server.port(), "GET", "/nowhere/" + ExampleRecords.OBSERVED);
      ask(server.port(), "DELETE", "/api/v1/networks/192.0.2.0/24");
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket
            .getOutputStream()
            .write(
                "GET /192.0.2.77 HTTP/1.1\r\nHost: a\0b\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        socket.getInputStream().readAllBytes();
      }
      CLIENT.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + BulkServlet.PATH))
              .header("Content-Type", "text/csv")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      "address,at\n" + ExampleRecords.ABSENT + ",2024-03-05T13:07:00Z\nx,y\n"))
              .build(),
          HttpResponse.BodyHandlers.ofString());

      String scraped = ask(admin.port(), "GET", "/metrics").body();
      for (String line :
          List.of(
              requests("/api/v1/lookup", 200),
              requests("/api/v1/lookup", 400),
              requests("not_found", 404),
              requests("/api/v1/networks/*", 405),
              requests("none", 400),
              requests(BulkServlet.PATH, 200),
              "relaywitness_answers_total{door=\"web\",verdict=\"exit_observed\"} 1.0",
              "relaywitness_answers_total{door=\"bulk\",verdict=\"not_listed\"} 1.0",
              "relaywitness_bulk_errors_total 1.0",
              "relaywitness_database_up 1.0",
              "relaywitness_replica_delay_seconds 0.0")) {
        assertTrue(scraped.contains(line + "\n"), () -> line + " is not in\n" + scraped);
      }
      assertFalse(scraped.contains(ExampleRecords.OBSERVED), scraped);
      assertFalse(scraped.contains("192.0.2"), scraped);
    }
  }

  private static String requests(String route, int status) {
    return "relaywitness_http_requests_seconds_count{route=\""
        + route
        + "\",status=\""
        + status
        + "\"} 1";
  }

  @Test
  void metrics_withoutADatabase_areStillThere() throws Exception {
    try (Metrics metrics = new Metrics();
        AdminServer admin = start(AWAY, ExampleRecords.CLOCK, Readiness.REACHABLE, metrics)) {
      String scraped = ask(admin.port(), "GET", "/metrics").body();

      assertTrue(scraped.contains("relaywitness_database_up 0.0\n"), scraped);
      assertTrue(scraped.contains("relaywitness_newest_consensus_age_seconds NaN\n"), scraped);
    }
  }

  @Test
  void other_pathsAndMethods_areRefused() throws Exception {
    try (Metrics metrics = new Metrics();
        AdminServer admin =
            start(ExampleRecords.history(), ExampleRecords.CLOCK, Readiness.REACHABLE, metrics)) {
      assertEquals(404, ask(admin.port(), "GET", "/").statusCode());
      assertEquals(404, ask(admin.port(), "GET", "/metrics/x").statusCode());
      assertEquals(405, ask(admin.port(), "POST", "/metrics").statusCode());
      assertEquals(405, ask(admin.port(), "DELETE", "/health/ready").statusCode());
      assertEquals(200, ask(admin.port(), "HEAD", "/health/ready").statusCode());
    }
  }
}
