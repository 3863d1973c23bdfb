package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.web.ExampleSite.header;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.pdf.AnswerPdf;
import org.relaywitness.evidence.pdf.OpenReport;
import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.RelayHistory;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Pages and API over real HTTP, on the loopback interface. */
class WebServerTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  @AutoClose private static final ExampleSite SITE = new ExampleSite();

  private static final String OBSERVED_PATH =
      "/api/v1/lookup?address=198.51.100.7&at=2024-03-05T13:07:00Z";

  private static HttpResponse<String> send(ExampleSite site, String method, String path)
      throws IOException, InterruptedException {
    return site.send(site.request(path).method(method, HttpRequest.BodyPublishers.noBody()));
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return SITE.get(path);
  }

  private static JsonNode json(HttpResponse<String> response) {
    return MAPPER.readTree(response.body());
  }

  @Test
  void lookup_exit_isAnsweredAsJson() throws Exception {
    HttpResponse<String> response =
        get("/api/v1/lookup?address=198.51.100.7&at=2024-03-05T14:07:00%2B01:00&port=443");

    assertEquals(200, response.statusCode());
    assertEquals("application/json", header(response, "Content-Type"));
    assertEquals("private, max-age=86400", header(response, "Cache-Control"));
    assertEquals("exit_observed", json(response).get("verdict").asString());
    assertEquals("2024-03-05T13:07:00Z", json(response).at("/question/at").asString());
  }

  @Test
  void lookup_incomplete_isNotKeptByTheBrowser() throws Exception {
    HttpResponse<String> response = get("/api/v1/lookup?address=192.0.2.1&at=2024-03-15T06:30:00Z");

    assertEquals("inconclusive", json(response).get("verdict").asString());
    assertEquals("private, no-cache", header(response, "Cache-Control"));
  }

  @Test
  void lookup_severalMistakes_areAllNamed() throws Exception {
    HttpResponse<String> response = get("/api/v1/lookup?address=1.2.3&date=2024-02-31&port=0");

    assertEquals(400, response.statusCode());
    assertEquals("application/problem+json", header(response, "Content-Type"));
    assertEquals(400, json(response).get("status").asInt());
    assertEquals(
        List.of("address", "date", "port"),
        json(response)
            .get("errors")
            .valueStream()
            .map(e -> e.get("parameter").asString())
            .toList());
    assertFalse(response.body().contains("1.2.3"), response.body());
  }

  @Test
  void lookup_unknownParameter_isRefused() throws Exception {
    HttpResponse<String> response =
        get("/api/v1/lookup?address=192.0.2.1&date=2024-03-05&prot=443");

    assertEquals(400, response.statusCode());
    assertEquals("prot", json(response).at("/errors/0/parameter").asString());
    assertEquals("unknown", json(response).at("/errors/0/code").asString());
  }

  @Test
  void lookup_parameterTwice_isRefused() throws Exception {
    HttpResponse<String> response =
        get("/api/v1/lookup?address=192.0.2.1&address=192.0.2.2&date=2024-03-05");

    assertEquals(400, response.statusCode());
    assertEquals("repeated", json(response).at("/errors/0/code").asString());
  }

  @Test
  void evidence_sameQuestionAsThePage_equalsTheLookup() throws Exception {
    String evidence =
        get("/evidence.json?ip=198.51.100.20&date=2024-03-05&time=14:07&zone=Europe/Berlin").body();
    String lookup =
        get("/api/v1/lookup?address=198.51.100.20&at=2024-03-05T14:07:00&zone=Europe/Berlin")
            .body();

    assertEquals(lookup, evidence);
  }

  @Test
  void exits_eachAddress_isWhatItsLookupSays() throws Exception {
    List<String> exits = get("/api/v1/exits?at=2024-03-05T13:07:00Z").body().lines().toList();

    assertEquals(7, exits.size());
    for (String address : exits) {
      String verdict =
          json(get("/api/v1/lookup?at=2024-03-05T13:07:00Z&address=" + address))
              .get("verdict")
              .asString();
      assertTrue(verdict.startsWith("exit_"), address + " " + verdict);
    }
  }

  @Test
  void exits_recordsMissing_saySoInAHeader() throws Exception {
    HttpResponse<String> response = get("/api/v1/exits?at=2024-03-15T06:30:00Z");

    assertEquals("false", header(response, "Relay-Witness-Complete"));
  }

  @Test
  void coverage_gap_isNamed() throws Exception {
    JsonNode coverage =
        json(get("/api/v1/coverage?from=2024-03-15T00:00:00Z&to=2024-03-16T00:00:00Z"));

    assertEquals(24, coverage.get("expected").asInt());
    assertEquals(17, coverage.get("known").asInt());
    assertEquals("2024-03-15T03:00:00Z", coverage.at("/missing/0/first").asString());
  }

  @Test
  void coverage_endBeforeStart_isRefused() throws Exception {
    assertEquals(
        400,
        get("/api/v1/coverage?from=2024-03-15T00:00:00Z&to=2024-03-14T00:00:00Z").statusCode());
  }

  @Test
  void coverage_beforeTheFirstDirectory_isRefused() throws Exception {
    HttpResponse<String> response =
        get("/api/v1/coverage?from=0001-01-01T00:00:00Z&to=2024-03-14T00:00:00Z");

    assertEquals(400, response.statusCode());
    assertEquals("out_of_range", json(response).at("/errors/0/code").asString());
  }

  @Test
  void originalQuery_match_hasItsFields() throws Exception {
    JsonNode answer = json(get("/query.json?ip=198.51.100.7&timestamp=2024-03-05"));

    assertEquals("1.0", answer.get("version").asString());
    assertEquals("198.51.100.7", answer.get("query_address").asString());
    assertEquals("2024-03-05", answer.get("query_date").asString());
    assertEquals("2024-03-01", answer.get("first_date_in_database").asString());
    assertTrue(answer.get("relevant_statuses").asBoolean());
    assertEquals("2024-03-04 00:00:00", answer.at("/matches/0/timestamp").asString());
    assertTrue(answer.at("/matches/0/exit").asBoolean());
    assertFalse(answer.has("nearby_addresses"));
  }

  @Test
  void originalQuery_noMatch_hasNeighboursAndNoMatches() throws Exception {
    JsonNode answer = json(get("/query.json?ip=198.51.100.200&timestamp=2024-03-05"));

    assertFalse(answer.has("matches"));
    assertTrue(answer.get("nearby_addresses").size() > 0);
  }

  @Test
  void originalQuery_mistakes_areToldInTheOriginalWords() throws Exception {
    assertOriginalError("Missing ip parameter.", "/query.json?timestamp=2024-03-05");
    assertOriginalError("Invalid ip parameter.", "/query.json?ip=x&timestamp=2024-03-05");
    assertOriginalError("Missing timestamp parameter.", "/query.json?ip=192.0.2.1");
    assertOriginalError("Invalid timestamp parameter.", "/query.json?ip=192.0.2.1&timestamp=x");
    assertOriginalError("Timestamp too recent.", "/query.json?ip=192.0.2.1&timestamp=2024-03-31");
  }

  private static void assertOriginalError(String words, String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertEquals(400, response.statusCode(), path);
    assertEquals(words, json(response).get("detail").asString());
  }

  @Test
  void page_originalParameters_areAnswered() throws Exception {
    HttpResponse<String> response = get("/?ip=198.51.100.7&timestamp=2024-03-05&lang=en");

    assertEquals(200, response.statusCode());
    assertTrue(response.body().contains("the whole day of Tuesday, 5 March 2024 (UTC)"));
  }

  @Test
  void page_hostileNickname_isEscaped() throws Exception {
    String page = get("/?ip=198.51.100.60&date=2024-03-05&time=14:07&zone=UTC").body();

    assertTrue(page.contains("&lt;b a="), page);
    assertFalse(page.contains("<b a="));
    assertFalse(page.contains("\u202e"));
    assertFalse(page.contains("\u001b"));
  }

  @Test
  void page_hostileParameters_areEscaped() throws Exception {
    String page =
        get("/?ip=%22%3E%3Cscript%3Ealert(1)%3C/script%3E&%3Cscript%3E=1&date=2024-03-05").body();

    assertEquals(List.of(SCRIPT), scripts(page), page);
  }

  private static final String SCRIPT = "<script src=\"/static/zone-DIGEST.js\" defer></script>";

  private static List<String> scripts(String page) {
    return Pattern.compile("<script.*")
        .matcher(page.replaceAll("zone-[0-9a-f]{16}", "zone-DIGEST"))
        .results()
        .map(found -> found.group())
        .toList();
  }

  @Test
  void page_timeWithoutZone_isAskedForBesideTheZone() throws Exception {
    HttpResponse<String> response = get("/?ip=192.0.2.1&date=2024-03-05&time=14:07");

    assertEquals(400, response.statusCode());
    assertTrue(response.body().contains("id=\"zone-error\""));
    assertFalse(response.body().contains("id=\"time-error\""));
  }

  @Test
  void everyResponse_hasTheSecurityHeadersAndNoCookie() throws Exception {
    for (String path :
        List.of("/", "/?ip=x", "/none", "/api/none", "/api/v1/lookup", "/static/style.css")) {
      HttpResponse<String> response = get(path);
      assertEquals(
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
          header(response, "Content-Security-Policy"),
          path);
      assertEquals("nosniff", header(response, "X-Content-Type-Options"), path);
      assertEquals("no-referrer", header(response, "Referrer-Policy"), path);
      assertEquals("same-origin", header(response, "Cross-Origin-Opener-Policy"), path);
      assertEquals("", header(response, "Server"), path);
      assertEquals("", header(response, "Set-Cookie"), path);
      assertFalse(header(response, "Cache-Control").isEmpty(), path);
    }
  }

  @Test
  void otherMethods_areRefusedWithTheAllowedOnes() throws Exception {
    for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "TRACE")) {
      HttpResponse<String> response = send(SITE, method, "/api/v1/lookup");
      assertEquals(405, response.statusCode(), method);
      assertEquals("GET, HEAD, OPTIONS", header(response, "Allow"), method);
    }
    assertEquals(204, send(SITE, "OPTIONS", "/").statusCode());
  }

  @Test
  void head_page_hasTheHeadersAlone() throws Exception {
    HttpResponse<String> response = send(SITE, "HEAD", "/");

    assertEquals(200, response.statusCode());
    assertEquals("", response.body());
    assertTrue(Integer.parseInt(header(response, "Content-Length")) > 1000);
  }

  @Test
  void notFound_pathOfTheApi_isProblemJson() throws Exception {
    assertEquals("application/problem+json", header(get("/api/v1/none"), "Content-Type"));
    assertEquals(404, get("/api/v1/none").statusCode());
    assertEquals("text/html;charset=utf-8", header(get("/none"), "Content-Type"));
    assertEquals(404, get("/none").statusCode());
  }

  @Test
  void styleSheet_underItsDigest_mayBeKeptForEver() throws Exception {
    String page = get("/").body();
    String address = page.replaceAll("(?s).*(/static/style-[0-9a-f]{16}\\.css).*", "$1");

    assertEquals("public, max-age=31536000, immutable", header(get(address), "Cache-Control"));
    assertEquals("text/css;charset=utf-8", header(get(address), "Content-Type"));
    assertEquals(get("/static/style.css").body(), get(address).body());
  }

  @Test
  void styleSheet_knownTag_isNotSentAgain() throws Exception {
    String tag = header(get("/static/style.css"), "ETag");
    HttpResponse<String> again = SITE.get("/static/style.css", "If-None-Match", tag);

    assertEquals(304, again.statusCode());
  }

  @Test
  void answer_knownTag_isNotSentAgain() throws Exception {
    for (String path :
        List.of(
            OBSERVED_PATH,
            OBSERVED_PATH.replace("/api/v1/lookup", "/"),
            "/api/v1/exits?at=2024-03-05T13:07:00Z",
            "/query.json?ip=198.51.100.7&timestamp=2024-03-05")) {
      String tag = header(get(path), "ETag");
      assertTrue(tag.matches("\"[0-9a-f]{32}\""), path + " " + tag);
      for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
        HttpResponse<byte[]> again = SITE.getBytes(path, "If-None-Match", known);
        assertEquals(304, again.statusCode(), path + " " + known);
        assertEquals(0, again.body().length);
        assertEquals(tag, header(again, "ETag"));
        assertTrue(header(again, "Cache-Control").startsWith("private"), path);
      }
      assertEquals(200, SITE.getBytes(path, "If-None-Match", "\"other\"").statusCode());
      assertEquals(tag, header(send(SITE, "HEAD", path), "ETag"));
    }
    String other = header(get(OBSERVED_PATH + "&port=25"), "ETag");
    assertFalse(other.equals(header(get(OBSERVED_PATH), "ETag")));
    assertEquals("", header(get("/api/v1/lookup"), "ETag"), "a mistake has no tag");
  }

  @Test
  void answer_gzipAccepted_isCompressedAndTheSame() throws Exception {
    byte[] plain = SITE.getBytes(OBSERVED_PATH).body();
    HttpResponse<byte[]> packed = SITE.getBytes(OBSERVED_PATH, "Accept-Encoding", "gzip");

    assertEquals("gzip", header(packed, "Content-Encoding"));
    assertTrue(packed.body().length < plain.length / 2);
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed.body()))) {
      assertArrayEquals(plain, in.readAllBytes());
    }
    assertEquals(
        304,
        SITE.getBytes(
                OBSERVED_PATH, "Accept-Encoding", "gzip", "If-None-Match", header(packed, "ETag"))
            .statusCode());
  }

  @Test
  void api_otherOrigin_mayRead() throws Exception {
    String origin = "https://desk.example";
    assertEquals(
        origin,
        header(SITE.getBytes(OBSERVED_PATH, "Origin", origin), "Access-Control-Allow-Origin"));
    HttpResponse<String> preflight =
        SITE.send(
            SITE.request(OBSERVED_PATH)
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", origin)
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "if-none-match"));
    assertTrue(preflight.statusCode() / 100 == 2, "status " + preflight.statusCode());
    assertTrue(header(preflight, "Access-Control-Allow-Methods").contains("GET"));
    assertEquals("", header(preflight, "Access-Control-Allow-Credentials"));
    assertEquals(
        "", header(SITE.getBytes("/", "Origin", origin), "Access-Control-Allow-Origin"), "a page");
  }

  @Test
  void api_originThatIsNone_comesBackInNoHeader() throws Exception {
    for (String origin : List.of("null", "https://[2001:db8::1]:8443", "moz-extension://4f-a_b")) {
      assertEquals(
          origin,
          header(SITE.getBytes(OBSERVED_PATH, "Origin", origin), "Access-Control-Allow-Origin"));
    }
    for (String text :
        List.of("<script>", "https://desk.example/path", "=1+1", "https://a.example, x")) {
      HttpResponse<byte[]> response = SITE.getBytes(OBSERVED_PATH, "Origin", text);
      assertEquals(200, response.statusCode(), text);
      assertEquals("", header(response, "Access-Control-Allow-Origin"), text);
    }
  }

  @Test
  void relay_itsHistory_isAnsweredAsJson() throws Exception {
    JsonNode exit = json(get("/api/v1/lookup?address=198.51.100.7&at=2024-03-05T13:07:00Z"));
    String fingerprint = exit.at("/relays/0/fingerprint").asString();
    HttpResponse<String> response =
        get("/api/v1/relays/" + fingerprint + "?from=2024-03-05T00:00:00Z&to=2024-03-06T00:00:00Z");

    assertEquals(200, response.statusCode());
    assertEquals("application/json", header(response, "Content-Type"));
    assertEquals(24, json(response).get("consensuses").asInt());
    assertEquals(fingerprint, json(response).at("/listed/0/fingerprint").asString());
    assertEquals("2024-03-05T10:41:12Z", json(response).at("/scans/0/time").asString());
  }

  @Test
  void relay_withoutInterval_isAllThatIsHeld() throws Exception {
    JsonNode history = json(get("/api/v1/relays/" + "A".repeat(40)));

    assertEquals("2024-03-01T00:00:00Z", history.get("from").asString());
    assertEquals("2024-03-20T01:00:00Z", history.get("to").asString());
    assertTrue(history.get("listed").isEmpty());
    assertFalse(history.get("missing").isEmpty());
  }

  @Test
  void network_itsHistory_holdsEachAddressOfIt() throws Exception {
    JsonNode history =
        json(
            get(
                "/api/v1/networks/198.51.100.0/28"
                    + "?from=2024-03-05T00:00:00Z&to=2024-03-06T00:00:00Z"));

    assertEquals("198.51.100.7", history.at("/listed/0/or_addresses/0").asString());
    assertEquals(200, get("/api/v1/networks/2001:db8::/32").statusCode());
  }

  @Test
  void history_badQuestion_isRefusedUnderItsParameter() throws Exception {
    String relay = "/api/v1/relays/" + "A".repeat(40);
    assertRefused("fingerprint", "malformed", "/api/v1/relays/198.51.100.7");
    assertRefused("fingerprint", "malformed", "/api/v1/relays/");
    assertRefused("cidr", "malformed", "/api/v1/networks/198.51.100.7");
    assertRefused("cidr", "out_of_range", "/api/v1/networks/0.0.0.0/0");
    assertRefused("cidr", "out_of_range", "/api/v1/networks/2000::/3");
    assertRefused("from", "malformed", relay + "?from=yesterday");
    assertRefused(
        "to", "out_of_range", relay + "?from=2024-03-05T00:00:00Z&to=2024-03-04T00:00:00Z");
    String march = relay + "?from=2024-03-05T00:00:00Z&to=2024-03-06T00:00:00Z";
    assertRefused("cursor", "out_of_range", march + "&cursor=2024-03-06T00:00:00Z");
    assertRefused("cursor", "out_of_range", march + "&cursor=2024-03-04T00:00:00Z");
    assertRefused("cursor", "malformed", march + "&cursor=2");
    assertRefused("from", "out_of_range", relay + "?from=2025-03-05T00:00:00Z");
    assertRefused("at", "unknown", relay + "?at=2024-03-05T00:00:00Z");
  }

  @Test
  void network_longHistory_comesInPagesThatHoldAllOfIt() throws Exception {
    String whole = "/api/v1/networks/198.51.100.0/28?from=2024-01-01T00:00:00Z&to=";
    JsonNode one = json(get(whole.replace("2024-01-01", "2024-03-01") + "2024-03-20T00:00:00Z"));
    assertTrue(one.get("next_cursor").isNull());

    int consensuses = 0;
    int scans = 0;
    int pages = 0;
    String cursor = "";
    String end = "2024-01-01T00:00:00Z";
    do {
      JsonNode page = json(get(whole + "2024-03-20T00:00:00Z" + cursor));
      assertEquals(end, page.get("from").asString(), "a page begins where the one before ended");
      end = page.get("to").asString();
      consensuses += page.get("consensuses").asInt();
      scans += page.get("scans").size();
      pages++;
      cursor =
          page.get("next_cursor").isNull() ? "" : "&cursor=" + page.get("next_cursor").asString();
    } while (!cursor.isEmpty());

    assertEquals(3, pages);
    assertEquals("2024-03-20T00:00:00Z", end);
    assertEquals(one.get("consensuses").asInt(), consensuses);
    assertEquals(one.get("scans").size(), scans);
  }

  private static void assertRefused(String parameter, String code, String path) throws Exception {
    HttpResponse<String> response = get(path);
    assertEquals(400, response.statusCode(), path);
    assertEquals("application/problem+json", header(response, "Content-Type"), path);
    assertEquals(parameter, json(response).at("/errors/0/parameter").asString(), path);
    assertEquals(code, json(response).at("/errors/0/code").asString(), path);
  }

  @Test
  void live_always_saysSo() throws Exception {
    assertEquals("live", json(get("/health/live")).get("status").asString());
  }

  @Test
  void headers_tooLarge_tellNothing() throws Exception {
    HttpResponse<String> response = get("/?ip=" + "1".repeat(9000));

    assertTrue(response.statusCode() == 414 || response.statusCode() == 431);
    assertFalse(response.body().contains("1111"));
    assertEquals("nosniff", header(response, "X-Content-Type-Options"));
  }

  private static String someDocument() throws Exception {
    return json(get("/api/v1/lookup?address=198.51.100.7&at=2024-03-05T13:07:00Z"))
        .at("/quotations/0/document")
        .asString();
  }

  @Test
  void document_held_isServedByteForByte() throws Exception {
    String sha256 = someDocument();
    HttpResponse<String> response = get("/api/v1/documents/" + sha256.toUpperCase(Locale.ROOT));

    assertEquals(200, response.statusCode());
    assertEquals(
        new String(
            new ExampleDocuments()
                .find(Objects.requireNonNull(Sha256.findHex(sha256)))
                .orElseThrow(),
            StandardCharsets.UTF_8),
        response.body());
    assertEquals("text/plain;charset=utf-8", header(response, "Content-Type"));
    byte[] body = response.body().getBytes(StandardCharsets.UTF_8);
    assertEquals(
        "\"" + Sha256.digest(body).toString().substring(0, 32) + "\"", header(response, "ETag"));
    assertEquals("private, max-age=31536000, immutable", header(response, "Cache-Control"));
    assertTrue(header(response, "Content-Disposition").startsWith("attachment; filename=\""));
    HttpResponse<String> head = send(SITE, "HEAD", "/api/v1/documents/" + sha256);
    assertEquals("", head.body());
    assertEquals(
        Integer.toString(response.body().getBytes(StandardCharsets.UTF_8).length),
        header(head, "Content-Length"));
  }

  @Test
  void document_unchanged_isNotSentAgain() throws Exception {
    String sha256 = someDocument();
    HttpResponse<String> response =
        SITE.get(
            "/api/v1/documents/" + sha256,
            "If-None-Match",
            header(get("/api/v1/documents/" + sha256), "ETag"));

    assertEquals(304, response.statusCode());
    assertEquals("", response.body());
  }

  @Test
  void document_notHeldNotKeptOrNoDigest_areToldApart() throws Exception {
    HttpResponse<String> unknown = get("/api/v1/documents/" + "0".repeat(64));
    assertEquals(404, unknown.statusCode());
    assertTrue(json(unknown).get("type").asString().endsWith("document-unknown"));
    for (String malformed : List.of("", "0", "x".repeat(64), "0".repeat(64) + "/x")) {
      HttpResponse<String> response = get("/api/v1/documents/" + malformed);
      assertEquals(400, response.statusCode(), malformed);
      assertEquals("sha256", json(response).at("/errors/0/parameter").asString());
    }
    String held = someDocument();
    try (ExampleSite without = new ExampleSite(ExampleRecords.history(), Documents.NONE)) {
      HttpResponse<String> response = without.get("/api/v1/documents/" + held);
      assertEquals(404, response.statusCode());
      assertTrue(json(response).get("type").asString().endsWith("document-not-kept"));
      String page = without.get("/?ip=198.51.100.7&at=2024-03-05T13:07:00Z").body();
      assertTrue(page.contains("The raw documents are not kept here"));
      assertFalse(page.contains("/api/v1/documents/"));
    }
  }

  @Test
  void document_bytesWithoutARecord_areNotServed() throws Exception {
    Documents everything = sha256 -> Optional.of(new byte[] {1});
    try (ExampleSite site = new ExampleSite(ExampleRecords.history(), everything)) {
      assertEquals(404, site.get("/api/v1/documents/" + "a".repeat(64)).statusCode());
    }
  }

  @Test
  void fileName_ofAPath_cannotSteerAHeader() {
    Sha256 digest = Sha256.digest(new byte[0]);

    assertEquals(
        "2024-03-05-13-00-00-consensus",
        DocumentApi.fileName("consensuses-2024-03/05/2024-03-05-13-00-00-consensus", digest));
    for (String odd : List.of("a/", "", "a/../..", "a\"b", "a\r\nX: y", ".hidden", "Zoë")) {
      assertEquals(digest + ".txt", DocumentApi.fileName(odd, digest));
    }
  }

  @Test
  void page_match_quotesTheLinesAndLinksTheirDocument() throws Exception {
    String page = get("/?ip=198.51.100.7&at=2024-03-05T13:07:00Z").body();

    assertTrue(page.contains("ExitAddress 198.51.100.7 2024-03-05 10:41:12"));
    assertTrue(page.contains("href=\"/api/v1/documents/" + someDocument() + "\""));
    assertTrue(page.contains("href=\"/coverage?month=2024-03\""));
  }

  @Test
  void page_hostileNickname_isEscapedInItsQuotation() throws Exception {
    String page = get("/?ip=198.51.100.60&at=2024-03-05T13:07:00Z").body();

    assertTrue(page.contains("r &lt;b"));
    assertFalse(page.contains("<b_"));
    assertFalse(page.contains("\u202e"));
  }

  @Test
  void coveragePage_allYears_namesEachMonth() throws Exception {
    HttpResponse<String> response = get("/coverage");

    assertEquals(200, response.statusCode());
    assertEquals("private, no-cache", header(response, "Cache-Control"));
    assertTrue(response.body().contains("href=\"/coverage?month=2024-03\""));
    assertTrue(
        response.body().contains("<td>457</td><td>450</td><td>7</td><td>0</td>"), response.body());
    assertFalse(response.body().contains("<script"));
  }

  @Test
  void coveragePage_month_namesTheHoursMissing() throws Exception {
    String page = get("/coverage?month=2024-03").body();

    assertTrue(page.contains(">03:00–09:00<"), page);
    assertTrue(page.contains(">01:00–19:00<"), page);
  }

  @Test
  void coveragePage_monthOutsideTheRecords_isNeitherHeldNorComplete() throws Exception {
    String page = get("/coverage?month=2015-07").body();

    assertTrue(page.contains("No record of this month is held here"));
    assertFalse(page.contains("<svg"));
  }

  @Test
  void coveragePage_noSuchMonth_isRefused() throws Exception {
    for (String month : List.of("2024-13", "x", "2024", "1999-01", "2024-05", "-2024-03")) {
      assertEquals(400, get("/coverage?month=" + month).statusCode(), month);
    }
    assertEquals(400, get("/coverage?moth=2024-03").statusCode());
  }

  /** Fails in the storage, with a message that holds what was looked up. */
  private static final class BrokenHistory implements RelayHistory {
    @Override
    public <T> T read(Function<Snapshot, T> reading) {
      throw new IllegalStateException("no connection while looking up 198.51.100.77");
    }
  }

  @Test
  void unreachableDatabase_isNeverANo() throws Exception {
    try (ExampleSite broken = new ExampleSite(new BrokenHistory(), Documents.NONE)) {
      HttpResponse<String> api = broken.get("/api/v1/lookup?address=198.51.100.77&date=2024-03-05");
      HttpResponse<String> page = broken.get("/?ip=198.51.100.77&date=2024-03-05");

      assertEquals(503, api.statusCode());
      assertEquals("application/problem+json", header(api, "Content-Type"));
      assertEquals(503, page.statusCode());
      assertTrue(page.body().contains("neither a yes nor a no"));
      assertFalse(page.body().contains("connection"));
      assertEquals(
          500, broken.get("/query.json?ip=198.51.100.77&timestamp=2024-03-05").statusCode());
      assertEquals(200, broken.get("/").statusCode());
    }
  }

  @Test
  void faults_inTheLog_neverHoldWhatWasLookedUp() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    root.addAppender(lines);
    Level before = root.getLevel();
    root.setLevel(Level.INFO);
    try (ExampleSite broken = new ExampleSite(new BrokenHistory(), Documents.NONE)) {
      broken.get("/?ip=198.51.100.77&date=2024-03-05");
      broken.get("/?ip=198.51.100.77&nonsense=%25zz");
      broken.get("/198.51.100.77?198.51.100.77");
      send(broken, "POST", "/?ip=198.51.100.77");
      broken.post("/", ExampleSite.FORM, "line=198.51.100.77+x");
      broken.post("/", ExampleSite.FORM, "198.51.100.77=%25");
    } finally {
      root.setLevel(before);
      root.detachAppender(lines);
    }
    List<String> logged = List.copyOf(lines.list).stream().map(WebServerTest::whole).toList();
    assertTrue(logged.stream().anyMatch(line -> line.contains("cannot be read")), "" + logged);
    logged.forEach(line -> assertFalse(line.contains("198.51.100.77"), line));
  }

  private static String whole(ILoggingEvent event) {
    return event.getFormattedMessage()
        + (event.getThrowableProxy() == null
            ? ""
            : ThrowableProxyUtil.asString(event.getThrowableProxy()));
  }

  @Test
  void start_portTaken_saysWhichAndFails() {
    try (WebServer second =
        new WebServer(
            ExampleRecords.history(), new ExampleDocuments(), ExampleRecords.CLOCK, FairUse.OFF)) {
      int taken = SITE.port();
      WebServerException failure =
          assertThrows(WebServerException.class, () -> second.start("127.0.0.1", taken));
      assertEquals(
          "cannot listen on 127.0.0.1 port " + taken, String.valueOf(failure.getMessage()));
    }
  }

  private static HttpResponse<String> paste(String line) throws IOException, InterruptedException {
    return SITE.post(
        "/", ExampleSite.FORM, "line=" + URLEncoder.encode(line, StandardCharsets.UTF_8));
  }

  @Test
  void line_pasted_fillsTheFormAndIsKeptNowhere() throws Exception {
    HttpResponse<String> response =
        paste("198.51.100.7 - - [05/Mar/2024:14:07:00 +0100] \"GET /<b> HTTP/1.1\" 200 1");

    assertEquals(200, response.statusCode());
    assertEquals("no-store", header(response, "Cache-Control"));
    String page = response.body();
    assertTrue(page.contains("name=\"ip\" type=\"text\" value=\"198.51.100.7\""), page);
    assertTrue(page.contains("name=\"zone\" type=\"text\" value=\"+01:00\""), page);
    assertTrue(page.contains("Tuesday, 5 March 2024, 13:07:00 UTC"), page);
    assertTrue(page.contains("GET /&lt;b&gt; HTTP"), page);
    assertFalse(page.contains("id=\"verdict\""));
  }

  @Test
  void line_withoutItsZone_getsNone() throws Exception {
    String page = paste("2024-03-05 14:07:00 from 198.51.100.7").body();

    assertTrue(page.contains("name=\"zone\" type=\"text\" value=\"\""), page);
    assertTrue(page.contains("the line names no time zone"), page);
  }

  @Test
  void line_severalMeanings_areAllOfferedAndNoneChosen() throws Exception {
    String page = paste("05/03/2024 14:07:00 IST 198.51.100.7 192.0.2.1").body();

    for (String choice :
        List.of("198.51.100.7", "192.0.2.1", "2024-03-05", "2024-05-03", "+05:30", "+02:00")) {
      assertTrue(
          page.contains("type=\"radio\"") && page.contains("value=\"" + choice + "\""), page);
    }
    assertFalse(Pattern.compile("<input[^>]* checked").matcher(page).find(), page);
  }

  @Test
  void form_thatIsNotThePagesOwn_isRefused() throws Exception {
    String type = ExampleSite.FORM + "; charset=UTF-8";

    assertEquals(200, SITE.post("/", type, "line=x").statusCode());
    assertEquals(200, SITE.post("/", type, "").statusCode());
    assertEquals(400, SITE.post("/", type, "ip=192.0.2.1").statusCode());
    assertEquals(400, SITE.post("/", type, "line=x&line=y").statusCode());
    assertEquals(400, SITE.post("/", type, "line=%zz").statusCode());
    assertEquals(400, SITE.post("/?ip=192.0.2.1", type, "line=x").statusCode());
    assertEquals(400, SITE.post("/", "text/plain", "line=x").statusCode());
    assertEquals(413, SITE.post("/", type, "line=" + "x".repeat(70_000)).statusCode());
    assertEquals(405, SITE.post("/coverage", type, "line=x").statusCode());
    assertEquals("GET, HEAD, OPTIONS, POST", header(send(SITE, "OPTIONS", "/"), "Allow"));
  }

  @Test
  void zone_city_isTheSameInEachForm() throws Exception {
    String city = "?ip=198.51.100.7&date=2024-03-05&time=14:07&zone=";
    String named = get("/evidence.json" + city + "Europe/Berlin").body();

    assertEquals(named, get("/evidence.json" + city + "Berlin").body());
    assertEquals(named, get("/evidence.json" + city + "berlin,%20germany").body());
    assertEquals(400, get("/evidence.json" + city + "Germany").statusCode());
    assertEquals(
        400,
        get("/api/v1/lookup?address=198.51.100.7&at=2024-03-05T14:07&zone=Berlin").statusCode());
  }

  @Test
  void zone_notCertain_isOfferedAndNeverTaken() throws Exception {
    for (String zone :
        List.of(
            "CST", "est", "Cordoba", "Germany", "Georgia", "Kiew", "Berln", "01:00", "Nowhere")) {
      String query = "/?ip=198.51.100.7&date=2024-03-05&time=14:07&zone=" + zone;
      HttpResponse<String> response = get(query);

      assertEquals(400, response.statusCode(), zone);
      assertTrue(response.body().contains("id=\"zone-error\""), zone);
      assertEquals(!zone.equals("Nowhere"), response.body().contains("class=\"choices\""), zone);
    }
  }

  @Test
  void pdf_sameQuestionAsThePage_isTheReportWithItsJson() throws Exception {
    String query = "?ip=198.51.100.7&date=2024-03-05&time=14:07&zone=Europe/Berlin&port=443";
    HttpResponse<byte[]> response = SITE.getBytes("/evidence.pdf" + query);

    assertEquals(200, response.statusCode());
    assertEquals("application/pdf", header(response, "Content-Type"));
    assertEquals("private, max-age=86400", header(response, "Cache-Control"));
    assertTrue(
        header(response, "Content-Disposition")
            .matches("inline; filename=\"relay-witness-RW(-[0-9A-F]{4}){4}[.]pdf\""));
    try (OpenReport report = new OpenReport(response.body())) {
      assertArrayEquals(
          SITE.getBytes("/evidence.json" + query).body(), report.attachment(AnswerPdf.JSON_NAME));
    }
    String tag = header(response, "ETag");
    assertEquals(304, SITE.getBytes("/evidence.pdf" + query, "If-None-Match", tag).statusCode());
    HttpResponse<byte[]> certified = SITE.getBytes("/evidence.pdf" + query + "&certification=true");
    assertTrue(certified.body().length > response.body().length);
  }

  @Test
  void pdf_mistakes_areNamedAsByTheApi() throws Exception {
    HttpResponse<String> response =
        get("/evidence.pdf?ip=198.51.100.7&date=2024-03-05&certification=perhaps");

    assertEquals(400, response.statusCode());
    assertEquals("application/problem+json", header(response, "Content-Type"));
    assertEquals("certification", json(response).at("/errors/0/parameter").asString());
    assertEquals(400, get("/evidence.pdf?ip=1.2.3&date=2024-03-05").statusCode());
  }

  @Test
  void page_pdfLink_leadsToTheReport() throws Exception {
    String page = get("/?ip=198.51.100.7&at=2024-03-05T13:07:00Z").body();
    Matcher link = Pattern.compile("class=\"pdf\" href=\"([^\"]+)\"").matcher(page);

    assertTrue(link.find(), page);
    HttpResponse<byte[]> report =
        SITE.getBytes(link.group(1).replace("&amp;", "&"), "Accept", "application/pdf");
    assertEquals(200, report.statusCode());
    assertEquals("%PDF", new String(report.body(), 0, 4, StandardCharsets.US_ASCII));
  }
}
