package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relaywitness.evidence.pdf.Reports;
import org.relaywitness.lookup.AddressParser;
import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.RelayHistory;
import org.slf4j.LoggerFactory;

/** Requests that no browser sends, over raw connections. */
class HostileHttpTest {
  /** Stands in every request, and must stand in no reply. */
  private static final String MARK = "203.0.113.213";

  @AutoClose private static final ExampleSite SITE = new ExampleSite(server(FairUse.OFF, null));

  private static WebServer server(FairUse fairUse, @Nullable URI url) {
    return new WebServer(
        ExampleRecords.history(),
        new ExampleDocuments(),
        ExampleRecords.CLOCK,
        fairUse,
        new Site(new Reports(url, null), null, null));
  }

  private static String exchange(String request) throws IOException {
    return RawHttp.exchange(SITE.port(), request);
  }

  private static int status(String reply) {
    assertTrue(reply.startsWith("HTTP/1.1 "), reply);
    return Integer.parseInt(reply.substring(9, 12));
  }

  /** Tells nothing of the server or the request, and has the headers that every reply has. */
  private static void requireQuiet(String reply) {
    String lower = reply.toLowerCase(Locale.ROOT);
    for (String word :
        List.of("jetty", "eclipse", "org.", "java", "exception", "\tat ", "server:", "x-powered")) {
      assertFalse(lower.contains(word), () -> word + " in\n" + reply);
    }
    assertFalse(reply.contains(MARK), reply);
    assertTrue(lower.contains("\r\nx-content-type-options: nosniff\r\n"), reply);
    assertTrue(lower.contains("\r\ncontent-security-policy: default-src 'none';"), reply);
    assertTrue(lower.contains("\r\nreferrer-policy: no-referrer\r\n"), reply);
    assertTrue(lower.contains("\r\ncache-control: no-store\r\n"), reply);
  }

  /** {@code |} stands for CRLF, {@code ~} for LF alone, {@code ^} for NUL. */
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "no host, 400, GET /?ip=MARK HTTP/1.1||",
        "two hosts, 400, GET /?ip=MARK HTTP/1.1|Host: a|Host: b||",
        "bad host, 400, GET /?ip=MARK HTTP/1.1|Host: a<script>||",
        "host of another, 400, GET http://a/?ip=MARK HTTP/1.1|Host: b||",
        "two lengths, 400, POST /?ip=MARK HTTP/1.1|Host: a|Content-Length: 1|Content-Length: 2||xx",
        "a list of lengths, 400, \"POST /?ip=MARK HTTP/1.1|Host: a|Content-Length: 1, 2||xx\"",
        "bad length, 400, POST /?ip=MARK HTTP/1.1|Host: a|Content-Length: +1||x",
        "length and chunks, 400, "
            + "POST /?ip=MARK HTTP/1.1|Host: a|Content-Length: 5|Transfer-Encoding: chunked||0||",
        "other encoding, 400, "
            + "POST /?ip=MARK HTTP/1.1|Host: a|Transfer-Encoding: xchunked||0||",
        "encoding twice, 400, "
            + "\"POST /?ip=MARK HTTP/1.1|Host: a|Transfer-Encoding: chunked, identity||0||\"",
        "folded header, 400, GET /?ip=MARK HTTP/1.1|Host: a|X: b| c||",
        "space before colon, 400, GET /?ip=MARK HTTP/1.1|Host : a||",
        "header without colon, 400, GET /?ip=MARK HTTP/1.1|Host: a|X||",
        "lines end in LF, 400, GET /?ip=MARK HTTP/1.1~Host: a~~",
        "NUL in a header, 400, GET /?ip=MARK HTTP/1.1|Host: a|X: ^||",
        "NUL in the path, 400, GET /%00?ip=MARK HTTP/1.1|Host: a||",
        "bad percent, 400, GET /%zz?ip=MARK HTTP/1.1|Host: a||",
        "slash hidden, 400, GET /..%2f..%2fetc/passwd?ip=MARK HTTP/1.1|Host: a||",
        "upwards, 400, GET /../../etc/passwd?ip=MARK HTTP/1.1|Host: a||",
        "parameter of a path, 404, GET /a;b/../c?ip=MARK HTTP/1.1|Host: a|Connection: close||",
        "no version, 505, GET /?ip=MARK||",
        "other version, 505, GET /?ip=MARK HTTP/3.0|Host: a||",
        "other protocol, 400, ^^^^ MARK||",
        "no such page, 404, GET /nothing/MARK HTTP/1.1|Host: a|Connection: close||",
        "wrong case, 405, get /?ip=MARK HTTP/1.1|Host: a|Connection: close||",
      })
  void malformed_isRefusedQuietly(String what, int expected, String request) throws IOException {
    String reply =
        exchange(
            request
                .replace("MARK", MARK)
                .replace("|", "\r\n")
                .replace('~', '\n')
                .replace('^', '\0'));

    assertEquals(expected, status(reply), () -> what + ":\n" + reply);
    requireQuiet(reply);
    assertEquals(reply.lastIndexOf("HTTP/1.1 "), 0, () -> "two replies:\n" + reply);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "FOO"})
  void otherMethod_isRefusedWithThoseThatAreNot(String method) throws IOException {
    for (String path : List.of("/coverage", "/api/v1/lookup", "/nothing", "/static/style.css")) {
      String reply =
          exchange(
              method
                  + " "
                  + path
                  + "?ip="
                  + MARK
                  + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertEquals(405, status(reply), reply);
      assertTrue(reply.contains("\r\nAllow: GET, HEAD, OPTIONS\r\n"), reply);
      requireQuiet(reply);
    }
  }

  @Test
  void longAddress_is414_longHeader_is431() throws IOException {
    String uri = exchange("GET /?ip=" + MARK + "a".repeat(9_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    String header =
        exchange(
            "GET /?ip=" + MARK + " HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(9_000) + "\r\n\r\n");

    assertEquals(414, status(uri), uri);
    assertEquals(431, status(header), header);
    requireQuiet(uri);
    requireQuiet(header);
  }

  @Test
  void requestInABody_isNotAnswered() throws IOException {
    String inner = "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n";
    for (String path : List.of("/", "/api/v1/lookups", "/query.json")) {
      String reply =
          exchange(
              "POST "
                  + path
                  + " HTTP/1.1\r\nHost: a\r\nContent-Length: "
                  + inner.length()
                  + "\r\n\r\n"
                  + inner);

      assertTrue(status(reply) >= 400, reply);
      assertEquals(0, reply.lastIndexOf("HTTP/1.1 "), reply);
      assertFalse(reply.contains("openapi"), reply);
    }
  }

  @Test
  void hostAndForwardedHeaders_standInNoReply() throws IOException {
    for (String path :
        List.of(
            "/",
            "/?ip=198.51.100.7&timestamp=2024-03-05",
            "/api",
            "/openapi.json",
            "/coverage",
            "/nothing",
            "/api/v1/relays/XYZ",
            "/api/v1/lookup?address=198.51.100.7&at=2024-03-05T13:07:00Z")) {
      String reply =
          exchange(
              "GET "
                  + path
                  + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\n"
                  + "Forwarded: host=evil.example\r\nX-Original-URL: /evil.example\r\n"
                  + "X-Forwarded-Prefix: /evil.example\r\nConnection: close\r\n\r\n");

      assertTrue(reply.length() > 300, reply);
      assertFalse(reply.contains("evil.example"), path);
    }
  }

  @Test
  void strictTransportSecurity_isSentWhereTlsIsTold() throws IOException {
    FairUse trusting = new FairUse(0, 0, List.of(), List.of(network("127.0.0.1")));
    try (WebServer plain = server(trusting, null);
        WebServer overTls = server(trusting, URI.create("https://witness.example.org/"));
        WebServer untrusting = server(FairUse.OFF, URI.create("http://abcdef.onion/"))) {
      for (WebServer one : List.of(plain, overTls, untrusting)) {
        one.start("127.0.0.1", 0);
      }
      assertEquals(
          List.of(false, true, false),
          List.of(strict(plain, ""), strict(plain, "https"), strict(plain, "http")));
      assertEquals(
          List.of(true, true, false),
          List.of(strict(overTls, ""), strict(overTls, "https"), strict(overTls, "http")));
      assertEquals(
          List.of(false, false), List.of(strict(untrusting, ""), strict(untrusting, "https")));
    }
  }

  /** Even an error of the virtual machine must not bring the path into the log. */
  @Test
  void errorInAnAnswer_isAQuietFault() throws IOException {
    RelayHistory overflowing =
        new RelayHistory() {
          @Override
          public <T> T read(Function<Snapshot, T> reading) {
            throw new StackOverflowError();
          }
        };
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    root.addAppender(log);
    try (ExampleSite failing = new ExampleSite(overflowing, new ExampleDocuments())) {
      String reply =
          RawHttp.exchange(
              failing.port(),
              "GET /api/v1/networks/"
                  + MARK
                  + "/32 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

      assertEquals(500, status(reply), reply);
      requireQuiet(reply);
    } finally {
      root.detachAppender(log);
    }
    List<String> lines = log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    assertTrue(
        lines.stream().anyMatch(line -> line.contains("StackOverflowError")), lines::toString);
    assertFalse(lines.toString().contains(MARK), lines::toString);
  }

  private static IpNetwork network(String address) {
    return IpNetwork.around(Objects.requireNonNull(AddressParser.find(address)), 32);
  }

  private static boolean strict(WebServer server, String protocol) throws IOException {
    String forwarded = protocol.isEmpty() ? "" : "X-Forwarded-Proto: " + protocol + "\r\n";
    boolean onAll = true;
    boolean onAny = false;
    for (String path : List.of("/", "/nothing", "/api/v1/lookup", "/static/style.css")) {
      boolean found =
          RawHttp.exchange(
                  server.port(),
                  "GET "
                      + path
                      + " HTTP/1.1\r\nHost: a\r\n"
                      + forwarded
                      + "Connection: close\r\n\r\n")
              .contains("\r\nStrict-Transport-Security: max-age=31536000\r\n");
      onAll &= found;
      onAny |= found;
    }
    assertEquals(onAll, onAny, "on some replies only");
    return onAll;
  }
}
