package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
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
  @AutoClose
  private static final ExampleSite SITE = new ExampleSite(ExampleRecords.history(), Documents.NONE);

  private static final String QUESTION = "ip=198.51.100.7&at=2024-03-05T13:07:00Z";

  private static Answer answer() {
    return AnswerExamples.at(ExampleRecords.OBSERVED, "2024-03-05T13:07:00Z", "UTC", null, null);
  }

  private static byte[] report() {
    return AnswerPdf.bytes(answer(), Documents.NONE, PdfOptions.plain(Locale.ENGLISH));
  }

  private static String name() {
    return ReportId.of(AnswerJson.bytes(answer(), Documents.NONE)).toString();
  }

  @Test
  void name_ofTodaysAnswer_isTheSame() throws Exception {
    HttpResponse<String> page = SITE.get("/check?report=" + name() + "&" + QUESTION);

    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("The records say the same today"));
    assertTrue(page.body().contains("value=\"13:07:00\""), "the time can be sent again");
    assertEquals("no-store", ExampleSite.header(page, "Cache-Control"));
  }

  @Test
  void name_ofAnotherQuestion_isToldApart() throws Exception {
    String page = SITE.get("/check?report=" + name() + "&" + QUESTION + "&port=25").body();

    assertTrue(page.contains("Today’s answer is another one"));
    assertFalse(page.contains("say the same"));
  }

  @Test
  void name_thatIsNone_isRefusedBesideWhatElseIsWrong() throws Exception {
    HttpResponse<String> page = SITE.get("/check?report=RW-1&ip=1.2.3&date=2024-03-05");

    assertEquals(400, page.statusCode());
    assertTrue(page.body().contains("This is not the name of a report"));
    assertTrue(page.body().contains("an IPv4 address has four numbers"));
  }

  @Test
  void file_ofTodaysReport_isItByteForByte() throws Exception {
    String page = SITE.postFile("/check", report()).body();

    assertTrue(page.contains("The records say the same today"));
    assertTrue(page.contains("byte for byte"));
    assertTrue(page.contains("The report is not signed"));
  }

  @Test
  void file_inAnotherLanguage_isCheckedAndToldInTheVisitors() throws Exception {
    byte[] german = AnswerPdf.bytes(answer(), Documents.NONE, PdfOptions.plain(Locale.GERMAN));

    assertTrue(SITE.postFile("/check?lang=en", german).body().contains("byte for byte"));
  }

  @Test
  void file_ofOtherRecords_saysWhatChanged() throws Exception {
    // The same question over records that end before it: then all was missing.
    Answer then =
        AnswerExamples.over(
            ExampleRecords.until(Instant.parse("2024-03-02T00:00:00Z")), answer().question());
    byte[] file = AnswerPdf.bytes(then, Documents.NONE, PdfOptions.plain(Locale.ENGLISH));

    String page = SITE.postFile("/check", file).body();

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
      HttpResponse<String> page = SITE.postFile("/check", file);

      assertEquals(400, page.statusCode());
      assertTrue(page.body().contains("The file cannot be compared"));
    }
  }

  @Test
  void file_emptyOrAbsent_isRefused() throws Exception {
    assertEquals(400, SITE.postFile("/check", new byte[0]).statusCode());
    assertEquals(
        400, SITE.post("/check", "multipart/form-data; boundary=frontier", "x").statusCode());
    assertEquals(400, SITE.post("/check", "text/plain", "x").statusCode());
  }

  @Test
  void file_larger_thanAnyReport_isRefused() throws Exception {
    HttpResponse<String> page = SITE.postFile("/check", new byte[Route.LONGEST_FILE + 70_000]);

    assertEquals(413, page.statusCode());
    assertTrue(page.body().contains("larger than a report can be"));
  }
}
