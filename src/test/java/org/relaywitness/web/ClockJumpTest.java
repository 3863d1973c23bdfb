package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server whose clock jumps: no faults, no invented answers, and all is as before afterwards. */
class ClockJumpTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Instant RIGHT = ExampleRecords.NOW;
  private static final AtomicReference<Instant> NOW = new AtomicReference<>(RIGHT);
  private static final InstantSource SOURCE = NOW::get;
  private static final Clock CLOCK = SOURCE.withZone(ZoneOffset.UTC);

  @AutoClose
  private static final ExampleSite SITE =
      new ExampleSite(
          new WebServer(ExampleRecords.history(), new ExampleDocuments(), CLOCK, FairUse.OFF));

  private static final List<String> PATHS =
      List.of(
          "/",
          "/?ip=198.51.100.7&at=2024-03-05T13:07:00Z",
          "/?ip=192.0.2.1&at=2024-03-15T06:30:00Z",
          "/evidence.json?ip=198.51.100.7&at=2024-03-05T13:07:00Z",
          "/api/v1/lookup?address=192.0.2.1&date=2024-03-10",
          "/api/v1/exits?at=2024-03-05T13:07:00Z",
          "/api/v1/coverage?from=2024-03-01T00:00:00Z&to=2024-03-20T00:00:00Z",
          "/coverage",
          "/coverage?month=2024-03",
          "/query.json?ip=198.51.100.7&timestamp=2024-03-05");

  @Test
  void everyPath_whereverTheClockJumps_answersWithoutAFault() throws Exception {
    for (Instant jump :
        List.of(
            RIGHT.minus(Duration.ofDays(366)),
            ExampleRecords.AT.plusSeconds(1),
            ExampleRecords.AT,
            ExampleRecords.AT.minusSeconds(1),
            Instant.EPOCH,
            RIGHT.plus(Duration.ofDays(366)),
            RIGHT.plus(Duration.ofDays(36_600)))) {
      NOW.set(jump);
      for (String path : PATHS) {
        int status = SITE.get(path).statusCode();
        assertTrue(status == 200 || status == 400, () -> path + " at " + jump + ": " + status);
      }
    }
    NOW.set(RIGHT);
    for (String path : PATHS) {
      assertEquals(200, SITE.get(path).statusCode(), path);
    }
  }

  @Test
  void question_afterAClockThatWentBackAYear_isRefusedAsOfTheFuture() throws Exception {
    NOW.set(RIGHT.minus(Duration.ofDays(366)));

    HttpResponse<String> answer =
        SITE.get("/api/v1/lookup?address=192.0.2.1&at=2024-03-10T12:00:00Z");

    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("future"), answer::body);
  }

  @Test
  void answer_whileNewerRecordsThanTheClockAreHeld_isNoDifferentNo() throws Exception {
    NOW.set(RIGHT);
    JsonNode right =
        JSON.readTree(SITE.get("/api/v1/lookup?address=192.0.2.1&date=2024-03-10").body());
    NOW.set(Instant.parse("2024-03-11T00:30:00Z"));

    JsonNode early =
        JSON.readTree(SITE.get("/api/v1/lookup?address=192.0.2.1&date=2024-03-10").body());

    assertEquals(right.at("/verdict"), early.at("/verdict"));
    assertTrue(early.at("/provisional").booleanValue(), early::toString);
  }
}
