package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerExamples;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.pdf.AnswerPdf;
import org.relaywitness.evidence.pdf.PdfOptions;
import org.relaywitness.evidence.pdf.ReportId;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.ExampleRecords;

class CheckRouteTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String QUESTION = "ip=198.51.100.7&at=2024-03-05T13:07:00Z";

  private static WebServer server;

  @BeforeAll
  static void start() {
    server =
        new WebServer(ExampleRecords.history(), Documents.NONE, ExampleRecords.CLOCK, FairUse.OFF);
    server.start("127.0.0.1", 0);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer answer() {
    return AnswerExamples.at(ExampleRecords.OBSERVED, "2024-03-05T13:07:00Z", "UTC", null, null);
  }

  private static byte[] report() {
    return AnswerPdf.bytes(answer(), Documents.NONE, PdfOptions.plain(Locale.ENGLISH));
  }

  private static String name() {
    return ReportId.of(AnswerJson.bytes(answer(), Documents.NONE)).toString();
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.port() + path);
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> send(byte[] file, String path) throws Exception {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        """
        --frontier\r
        Content-Disposition: form-data; name="file"; filename="r.pdf"\r
        Content-Type: application/pdf\r
        \r
        """
            .getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(file);
    body.writeBytes("\r\n--frontier--\r\n".getBytes(StandardCharsets.US_ASCII));
    return post(body.toByteArray(), "multipart/form-data; boundary=frontier", path);
  }

  private static HttpResponse<String> post(byte[] body, String type, String path) throws Exception {
    // On a connection of its own: one over which a file was refused may be closed behind it.
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri(path))
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void name_ofTodaysAnswer_isTheSame() throws Exception {
    HttpResponse<String> page = get("/check?report=" + name() + "&" + QUESTION);

    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("The records say the same today"));
    assertTrue(page.body().contains("value=\"13:07:00\""), "the time can be sent again");
    assertEquals("no-store", page.headers().firstValue("Cache-Control").orElse(""));
  }

  @Test
  void name_ofAnotherQuestion_isToldApart() throws Exception {
    String page = get("/check?report=" + name() + "&" + QUESTION + "&port=25").body();

    assertTrue(page.contains("Today’s answer is another one"));
    assertFalse(page.contains("say the same"));
  }

  @Test
  void name_thatIsNone_isRefusedBesideWhatElseIsWrong() throws Exception {
    HttpResponse<String> page = get("/check?report=RW-1&ip=1.2.3&date=2024-03-05");

    assertEquals(400, page.statusCode());
    assertTrue(page.body().contains("This is not the name of a report"));
    assertTrue(page.body().contains("an IPv4 address has four numbers"));
  }

  @Test
  void file_ofTodaysReport_isItByteForByte() throws Exception {
    String page = send(report(), "/check").body();

    assertTrue(page.contains("The records say the same today"));
    assertTrue(page.contains("byte for byte"));
    assertTrue(page.contains("The report is not signed"));
  }

  @Test
  void file_inAnotherLanguage_isCheckedAndToldInTheVisitors() throws Exception {
    byte[] german = AnswerPdf.bytes(answer(), Documents.NONE, PdfOptions.plain(Locale.GERMAN));

    assertTrue(send(german, "/check?lang=en").body().contains("byte for byte"));
  }

  @Test
  void file_ofOtherRecords_saysWhatChanged() throws Exception {
    // The same question over records that end before it: then all was missing.
    Answer then =
        AnswerExamples.over(
            ExampleRecords.until(Instant.parse("2024-03-02T00:00:00Z")), answer().question());
    byte[] file = AnswerPdf.bytes(then, Documents.NONE, PdfOptions.plain(Locale.ENGLISH));

    String page = send(file, "/check").body();

    assertTrue(page.contains("Today’s answer is another one"));
    assertTrue(
        page.contains("The verdict: “No answer possible: records are missing” in the report"));
    assertTrue(page.contains("Lists of relays: 0 of the report’s are not used any more"));
    assertTrue(page.contains("/verdict"));
  }

  @Test
  void file_thatIsNoReport_isRefused() throws Exception {
    for (byte[] file :
        List.of(
            "%PDF-1.7 and nothing more".getBytes(StandardCharsets.US_ASCII),
            "GIF89a".getBytes(StandardCharsets.US_ASCII),
            Arrays.copyOf(report(), 5000))) {
      HttpResponse<String> page = send(file, "/check");

      assertEquals(400, page.statusCode());
      assertTrue(page.body().contains("The file cannot be compared"));
    }
  }

  @Test
  void file_emptyOrAbsent_isRefused() throws Exception {
    assertEquals(400, send(new byte[0], "/check").statusCode());
    assertEquals(
        400,
        post(new byte[] {'x'}, "multipart/form-data; boundary=frontier", "/check").statusCode());
    assertEquals(400, post(new byte[] {'x'}, "text/plain", "/check").statusCode());
  }

  @Test
  void file_larger_thanAnyReport_isRefused() throws Exception {
    HttpResponse<String> page = send(new byte[Route.LONGEST_FILE + 70_000], "/check");

    assertEquals(413, page.statusCode());
    assertTrue(page.body().contains("larger than a report can be"));
  }
}
