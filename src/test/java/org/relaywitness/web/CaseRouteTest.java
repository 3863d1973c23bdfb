package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerExamples;
import org.relaywitness.evidence.Language;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.pdf.CaseEntry;
import org.relaywitness.evidence.pdf.CasePdf;
import org.relaywitness.evidence.pdf.OpenReport;
import org.relaywitness.evidence.pdf.PdfOptions;
import org.relaywitness.lookup.ExampleRecords;

class CaseRouteTest {
  @AutoClose
  private static final ExampleSite SITE = new ExampleSite(ExampleRecords.history(), Documents.NONE);

  private static final String TWO =
      "198.51.100.7 2024-03-05T14:07:00+01:00\r\n\r\n198.51.100.20, 2024-03-05 14:07:00";

  private static HttpResponse<byte[]> send(String path, String lines, String zone)
      throws Exception {
    return SITE.postForm(path, Map.of("lines", lines, "zone", zone));
  }

  private static String refused(String lines, String zone) throws Exception {
    HttpResponse<byte[]> page = send("/case", lines, zone);
    assertEquals(400, page.statusCode());
    assertEquals("no-store", ExampleSite.header(page, "Cache-Control"));
    return new String(page.body(), StandardCharsets.UTF_8);
  }

  @Test
  void form_isServedAndLinkedTo() throws Exception {
    HttpResponse<String> page = SITE.get("/case");

    assertEquals(200, page.statusCode());
    assertTrue(page.body().contains("50 lines at most"), page.body());
    assertTrue(SITE.get("/?lang=de").body().contains("href=\"/case?lang=de\""));
    assertEquals(
        400,
        SITE.get("/case?lines=192.0.2.1").statusCode(),
        "an address is never part of a page's address");
  }

  @Test
  void lines_allGood_areAnsweredInOneReport() throws Exception {
    HttpResponse<byte[]> reply = send("/case", TWO, "Europe/Berlin");

    assertEquals(200, reply.statusCode());
    assertEquals("application/pdf", ExampleSite.header(reply, "Content-Type"));
    assertEquals("no-store", ExampleSite.header(reply, "Cache-Control"));
    String disposition = ExampleSite.header(reply, "Content-Disposition");
    assertTrue(
        disposition.matches("attachment; filename=\"relay-witness-RW(-[0-9A-F]{4}){4}.pdf\""),
        disposition);
    List<CaseEntry> entries =
        List.of(
            CaseEntry.answered(
                1,
                null,
                AnswerExamples.at(
                    ExampleRecords.OBSERVED, "2024-03-05T14:07:00+01:00", null, null, null)),
            CaseEntry.answered(
                3,
                null,
                AnswerExamples.at(
                    ExampleRecords.POSSIBLE, "2024-03-05T14:07:00", "Europe/Berlin", null, null)));
    assertArrayEquals(
        CasePdf.report(entries, Documents.NONE, PdfOptions.plain(Locale.ENGLISH)).bytes(),
        reply.body());
  }

  @Test
  void lines_city_isTheirZone_andTheLanguageIsThePages() throws Exception {
    HttpResponse<byte[]> reply = send("/case?lang=de", TWO, "Berlin");

    assertEquals(200, reply.statusCode());
    try (OpenReport report = new OpenReport(reply.body())) {
      assertEquals("de", report.language());
    }
  }

  @Test
  void lines_oneBad_areRefusedWithItsNumberAndKept() throws Exception {
    String hostile = "</textarea><script>alert(1)</script> 198.51.100.7";
    String page = refused(TWO + "\n203.0.113.300 2024-03-05T13:07:00Z\n" + hostile, "");

    assertTrue(page.contains("Line 3: neither an offset nor a zone"), page);
    assertTrue(page.contains("Line 4: each number of an IPv4 address is 0 to 255"), page);
    assertTrue(page.contains("Line 5: no written time of day in this line"), page);
    assertTrue(page.contains("203.0.113.300 2024-03-05T13:07:00Z"), "what was typed is kept");
    assertTrue(page.contains("&lt;/textarea"), page);
    assertFalse(page.contains("<script>alert"));
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void lines_bad_areToldInTheLanguage(Language language) throws Exception {
    String lines =
        """
        neither
        on 2024-03-05 14:07:00 UTC
        2024-03-05 14:07:00 UTC 198.51.100.7 198.51.100.8
        198.51.100.7 seen
        198.51.100.7 2024-03-05 14:07:00 UTC or 2024-03-05 14:08:00 UTC
        """;
    Texts texts = Texts.of(language);

    HttpResponse<byte[]> reply = send("/case?lang=" + language.tag(), lines, "");

    assertEquals(400, reply.statusCode());
    String page = new String(reply.body(), StandardCharsets.UTF_8);
    for (String code :
        List.of(
            "malformed", "address_missing", "several_addresses", "time_missing", "several_times")) {
      String told = texts.text("problem.line." + code);
      assertTrue(
          page.contains(told) || language == Language.ENGLISH, () -> told + " is not in " + page);
    }
    String alert = page.substring(page.indexOf("role=\"alert\""));
    alert = alert.substring(0, alert.indexOf("</div>"));
    assertEquals(5, alert.split("<li>", -1).length - 1, alert);
    assertEquals(language == Language.ENGLISH, alert.contains("expected"), alert);
  }

  @Test
  void lines_noneOrTooMany_areRefused() throws Exception {
    assertTrue(refused(" \r\n ", "").contains("There is no line to answer."));
    assertTrue(refused("ip,time\n", "").contains("There is no line to answer."));
    String line = "198.51.100.7 2024-03-05T13:07:00Z\n";
    assertTrue(refused(line.repeat(51), "").contains("There are more than 50 lines"));
    assertTrue(refused(line, "CST").contains("such an abbreviation can stand for several times"));
  }

  @Test
  void lines_asManyAsAreTaken_orWithNamesOfColumns_areAnswered() throws Exception {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < CaseRoute.MOST; i++) {
      lines.append("192.0.2.").append(i + 1).append(" 2024-03-05T13:07:00Z\n");
    }
    assertEquals(200, send("/case", lines.toString(), "").statusCode());
    assertEquals(200, send("/case", "no;ip;date\n1;198.51.100.7;2024-03-05\n", "").statusCode());
  }

  @Test
  void form_malformedOrTooLong_isRefused() throws Exception {
    assertEquals(413, send("/case", "1".repeat(70_000), "").statusCode());
    assertEquals(400, SITE.post("/case", ExampleSite.FORM, "lines=a&lines=b").statusCode());
  }

  @Test
  void check_ofTheReport_comparesEachAnswer() throws Exception {
    byte[] file = send("/case", TWO, "UTC").body();

    String page = check(file);

    assertTrue(page.contains("The records say the same today"), page);
    assertTrue(page.contains("byte for byte"));
    assertTrue(page.contains("Answer 1 of 2: 198.51.100.7"));
    assertTrue(page.contains("Answer 2 of 2: 198.51.100.20"));
    assertFalse(page.contains("was changed"), page);
  }

  @Test
  void check_ofAReportOverOtherRecords_saysWhatChanged() throws Exception {
    CaseEntry then =
        CaseEntry.answered(
            1,
            null,
            AnswerExamples.over(
                ExampleRecords.until(Instant.parse("2024-03-02T00:00:00Z")),
                AnswerExamples.at(
                        ExampleRecords.OBSERVED, "2024-03-05T13:07:00Z", "UTC", null, null)
                    .question()));
    byte[] file =
        CasePdf.report(List.of(then), Documents.NONE, PdfOptions.plain(Locale.ENGLISH)).bytes();

    String page = check(file);

    assertTrue(page.contains("Today\u2019s answer is another one"), page);
    assertFalse(page.contains("byte for byte"));
    assertTrue(page.contains("Pages can be altered by anybody"));
  }

  private static String check(byte[] file) throws Exception {
    HttpResponse<String> reply = SITE.postFile("/check", file);
    assertEquals(200, reply.statusCode());
    return reply.body();
  }
}
