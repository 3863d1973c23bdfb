package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.IpNetwork;

/** Limits for each client, over real HTTP. */
class FairUseTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final List<IpNetwork> LOOPBACK =
      List.of(Objects.requireNonNull(IpNetwork.findCidr("127.0.0.0/8")));
  private static final List<IpNetwork> NOWHERE = List.of();

  /** A bucket holds ten seconds' worth, leaks one a second, and is full with the tenth. */
  private static final int NEVER_TOO_MUCH = 9;

  /** More than a bucket and what leaks from it while a slow machine asks. */
  private static final int MANY = 400;

  private static HttpResponse<String> ask(WebServer server, String forwardedFor)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/health/live"));
    if (!forwardedFor.isEmpty()) {
      request.header("X-Forwarded-For", forwardedFor);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The first refusal among many requests. */
  private static HttpResponse<String> refusal(WebServer server, String forwardedFor)
      throws IOException, InterruptedException {
    for (int i = 0; i < MANY; i++) {
      HttpResponse<String> response = ask(server, forwardedFor);
      if (response.statusCode() != 200) {
        assertTrue(i >= NEVER_TOO_MUCH, "refused after " + i);
        return response;
      }
    }
    throw new AssertionError("never refused");
  }

  /** Whether this client's bucket was full: with an empty one, so few are never refused. */
  private static boolean isRefusedAgain(WebServer server, String forwardedFor)
      throws IOException, InterruptedException {
    int refused = 0;
    for (int i = 0; i < NEVER_TOO_MUCH; i++) {
      refused += ask(server, forwardedFor).statusCode() == 429 ? 1 : 0;
    }
    return refused > 0;
  }

  private static WebServer started(FairUse fairUse) {
    WebServer server =
        new WebServer(ExampleRecords.history(), Documents.NONE, ExampleRecords.CLOCK, fairUse);
    server.start("127.0.0.1", 0);
    return server;
  }

  @Test
  void client_asksTooMuch_isToldToWait() throws Exception {
    try (WebServer server = started(new FairUse(1, 0, NOWHERE, NOWHERE))) {
      HttpResponse<String> refused = refusal(server, "");

      assertEquals(429, refused.statusCode());
      assertEquals("1", refused.headers().firstValue("Retry-After").orElse(""));
      assertEquals(
          "application/problem+json", refused.headers().firstValue("Content-Type").orElse(""));
      assertEquals("nosniff", refused.headers().firstValue("X-Content-Type-Options").orElse(""));
      assertTrue(refused.body().contains("neither a yes nor a no"), refused.body());
    }
  }

  @Test
  void severalQuestions_inAForm_countAsBulk() throws Exception {
    try (WebServer server = started(new FairUse(0, 1, NOWHERE, NOWHERE))) {
      URI page = URI.create("http://127.0.0.1:" + server.port() + CaseRoute.PATH);
      HttpRequest form =
          HttpRequest.newBuilder(page)
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString("lines="))
              .build();
      int refused = 0;
      for (int i = 0; i < MANY && refused == 0; i++) {
        int status = CLIENT.send(form, HttpResponse.BodyHandlers.ofString()).statusCode();
        refused = status == 429 ? i : 0;
      }
      assertTrue(refused >= NEVER_TOO_MUCH, "refused after " + refused);
      assertEquals(
          200,
          CLIENT
              .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
              .statusCode());
    }
  }

  @Test
  void forwardedFor_ofAStranger_isNotBelieved() throws Exception {
    try (WebServer server = started(new FairUse(1, 0, NOWHERE, NOWHERE))) {
      refusal(server, "");

      assertTrue(isRefusedAgain(server, "192.0.2.1"));
    }
  }

  @Test
  void forwardedFor_ofATrustedProxy_tellsClientsApart() throws Exception {
    try (WebServer server = started(new FairUse(1, 0, NOWHERE, LOOPBACK))) {
      assertEquals(429, refusal(server, "192.0.2.1").statusCode());

      assertFalse(isRefusedAgain(server, "192.0.2.2"));
      assertTrue(isRefusedAgain(server, "203.0.113.5, 192.0.2.1"), "what a client made up");
      refusal(server, "2001:db8::1");
      assertTrue(isRefusedAgain(server, "2001:db8::2"), "one /64 is one client");
      assertFalse(isRefusedAgain(server, "2001:db8:0:1::1"));
    }
  }

  @Test
  void listedNetwork_hasNoLimit() throws Exception {
    try (WebServer server = started(new FairUse(1, 1, LOOPBACK, NOWHERE))) {
      for (int i = 0; i < MANY; i++) {
        assertEquals(200, ask(server, "").statusCode());
      }
    }
  }
}
