package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
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
  private static final List<IpNetwork> LOOPBACK =
      List.of(Objects.requireNonNull(IpNetwork.findCidr("127.0.0.0/8")));
  private static final List<IpNetwork> NOWHERE = List.of();

  /** A bucket holds ten seconds' worth, leaks one a second, and is full with the tenth. */
  private static final int NEVER_TOO_MUCH = 9;

  /** More than a bucket and what leaks from it while a slow machine asks. */
  private static final int MANY = 400;

  private static HttpResponse<String> ask(ExampleSite site, String forwardedFor)
      throws IOException, InterruptedException {
    return forwardedFor.isEmpty()
        ? site.get("/health/live")
        : site.get("/health/live", "X-Forwarded-For", forwardedFor);
  }

  /** The first refusal among many requests. */
  private static HttpResponse<String> refusal(ExampleSite site, String forwardedFor)
      throws IOException, InterruptedException {
    for (int i = 0; i < MANY; i++) {
      HttpResponse<String> response = ask(site, forwardedFor);
      if (response.statusCode() != 200) {
        assertTrue(i >= NEVER_TOO_MUCH, "refused after " + i);
        return response;
      }
    }
    throw new AssertionError("never refused");
  }

  /** Whether this client's bucket was full: with an empty one, so few are never refused. */
  private static boolean isRefusedAgain(ExampleSite site, String forwardedFor)
      throws IOException, InterruptedException {
    int refused = 0;
    for (int i = 0; i < NEVER_TOO_MUCH; i++) {
      refused += ask(site, forwardedFor).statusCode() == 429 ? 1 : 0;
    }
    return refused > 0;
  }

  private static ExampleSite started(FairUse fairUse) {
    return new ExampleSite(
        new WebServer(ExampleRecords.history(), Documents.NONE, ExampleRecords.CLOCK, fairUse));
  }

  @Test
  void client_asksTooMuch_isToldToWait() throws Exception {
    try (ExampleSite site = started(new FairUse(1, 0, NOWHERE, NOWHERE))) {
      HttpResponse<String> refused = refusal(site, "");

      assertEquals(429, refused.statusCode());
      assertEquals("1", ExampleSite.header(refused, "Retry-After"));
      assertEquals("application/problem+json", ExampleSite.header(refused, "Content-Type"));
      assertEquals("nosniff", ExampleSite.header(refused, "X-Content-Type-Options"));
      assertTrue(refused.body().contains("neither a yes nor a no"), refused.body());
    }
  }

  @Test
  void severalQuestions_inAForm_countAsBulk() throws Exception {
    try (ExampleSite site = started(new FairUse(0, 1, NOWHERE, NOWHERE))) {
      HttpRequest.Builder form =
          site.request(CaseRoute.PATH)
              .header("Content-Type", ExampleSite.FORM)
              .POST(HttpRequest.BodyPublishers.ofString("lines="));
      int refused = 0;
      for (int i = 0; i < MANY && refused == 0; i++) {
        refused = site.send(form).statusCode() == 429 ? i : 0;
      }
      assertTrue(refused >= NEVER_TOO_MUCH, "refused after " + refused);
      assertEquals(200, site.get(CaseRoute.PATH).statusCode());
    }
  }

  @Test
  void forwardedFor_ofAStranger_isNotBelieved() throws Exception {
    try (ExampleSite site = started(new FairUse(1, 0, NOWHERE, NOWHERE))) {
      refusal(site, "");

      assertTrue(isRefusedAgain(site, "192.0.2.1"));
    }
  }

  @Test
  void forwardedFor_ofATrustedProxy_tellsClientsApart() throws Exception {
    try (ExampleSite site = started(new FairUse(1, 0, NOWHERE, LOOPBACK))) {
      assertEquals(429, refusal(site, "192.0.2.1").statusCode());

      assertFalse(isRefusedAgain(site, "192.0.2.2"));
      assertTrue(isRefusedAgain(site, "203.0.113.5, 192.0.2.1"), "what a client made up");
      refusal(site, "2001:db8::1");
      assertTrue(isRefusedAgain(site, "2001:db8::2"), "one /64 is one client");
      assertFalse(isRefusedAgain(site, "2001:db8:0:1::1"));
    }
  }

  @Test
  void listedNetwork_hasNoLimit() throws Exception {
    try (ExampleSite site = started(new FairUse(1, 1, LOOPBACK, NOWHERE))) {
      for (int i = 0; i < MANY; i++) {
        assertEquals(200, ask(site, "").statusCode());
      }
    }
  }
}
