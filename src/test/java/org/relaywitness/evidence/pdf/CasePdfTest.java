package org.relaywitness.evidence.pdf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotation;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;
import org.junit.jupiter.api.Test;
import org.relaywitness.GoldenFile;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerComparison;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.evidence.pades.TrustedRoots;
import org.relaywitness.lookup.Answer;

class CasePdfTest {
  private static final List<CaseEntry> MIXED = CaseExamples.mixed();
  private static final byte[] PDF = CaseExamples.pdf(MIXED);

  private static ReportId id(CaseEntry entry) {
    Answer answer = Objects.requireNonNull(entry.answer());
    return ReportId.of(AnswerJson.bytes(answer, Documents.NONE));
  }

  @Test
  void text_mixedCase_isTheGoldenFile() throws IOException {
    try (OpenReport report = new OpenReport(PDF)) {
      byte[] json = report.attachment(CasePdf.JSON_NAME);
      String text = String.join("\n", report.sheets());
      assertTrue(text.contains(ReportId.of(json).toString()), "it is called by its answers");
      text =
          text.replace(ReportId.of(json).toString(), "RW-CASE-ID")
              .replace(AnswerComparison.digest(json).toString(), "DIGEST")
              .replace("(here " + ProductVersion.current() + ")", "(here VERSION)");
      for (CaseEntry entry : MIXED) {
        if (entry.answer() != null) {
          text = text.replace(id(entry).toString(), "RW-REPORT-" + entry.line());
        }
      }
      GoldenFile.assertMatches("case.pdf.txt", text);
    }
  }

  @Test
  void report_sameAnswers_isTheSameBytes() {
    assertArrayEquals(PDF, CaseExamples.pdf(CaseExamples.mixed()));
  }

  @Test
  void report_otherOrder_hasAnotherName() {
    List<CaseEntry> turned = new ArrayList<>(MIXED);
    Collections.reverse(turned);

    assertNotEquals(name(MIXED), name(turned));
    assertNotEquals(name(MIXED), name(MIXED.subList(0, 3)));
    assertEquals(name(MIXED), name(CaseExamples.mixed()));
  }

  private static ReportId name(List<CaseEntry> entries) {
    return CasePdf.report(entries, Documents.NONE, PdfOptions.plain(Locale.ENGLISH)).id();
  }

  @Test
  void attachment_holdsEachAnswerAsItsOwnReportDoes() throws IOException {
    try (OpenReport report = new OpenReport(PDF)) {
      List<CaseJson.Stated> stated = CaseJson.questions(report.attachment(CasePdf.JSON_NAME));

      assertEquals(MIXED.size(), stated.size());
      for (int i = 0; i < stated.size(); i++) {
        CaseEntry entry = MIXED.get(i);
        byte[] answer = stated.get(i).answer();
        assertEquals(entry.answer() == null, answer == null);
        if (answer != null && entry.answer() != null) {
          assertArrayEquals(AnswerJson.bytes(entry.answer(), Documents.NONE), answer);
          assertTrue(report.flowing().contains("gives the report " + id(entry)));
        }
      }
      assertEquals("Data", report.relationship(CasePdf.JSON_NAME));
    }
  }

  @Test
  void attachment_madeAgainOfWhatItStates_isTheSameReport() throws IOException {
    try (OpenReport report = new OpenReport(PDF)) {
      List<CaseEntry> again = new ArrayList<>();
      List<CaseJson.Stated> stated = CaseJson.questions(report.attachment(CasePdf.JSON_NAME));
      for (int i = 0; i < stated.size(); i++) {
        again.add(stated.get(i).entry(MIXED.get(i).answer()));
      }

      byte[] json = report.attachment(CasePdf.JSON_NAME);
      assertTrue(RemadeReport.isIn(PDF, json, again, Documents.NONE, null));
      assertFalse(RemadeReport.isIn(PDF, json, again.subList(1, 5), Documents.NONE, null));
      assertFalse(RemadeReport.isIn(PDF, json, again, Documents.NONE, ReportExamples.PUBLIC));
    }
  }

  @Test
  void table_eachAnswer_leadsToItsSection() throws IOException {
    try (OpenReport report = new OpenReport(PDF)) {
      int links = 0;
      for (PDPage page : report.document().getPages()) {
        for (PDAnnotation annotation : page.getAnnotations()) {
          if (annotation instanceof PDAnnotationLink link) {
            assertTrue(
                String.valueOf(link.getContents()).startsWith("Answer "), link.getContents());
            links++;
          }
        }
      }
      assertEquals(3, links);
    }
  }

  @Test
  void digests_ofRecordsInSeveralAnswers_standOnce() throws IOException {
    try (OpenReport report = new OpenReport(PDF)) {
      List<String> lines =
          new String(report.attachment(AnswerPdf.DIGESTS_NAME), StandardCharsets.UTF_8)
              .lines()
              .toList();
      assertEquals(lines.size(), lines.stream().distinct().count());
      String text = report.flowing();
      String last = text.substring(text.lastIndexOf("Digests of all lists"));
      for (CaseEntry entry : MIXED) {
        if (entry.answer() != null) {
          entry
              .answer()
              .consensuses()
              .forEach(
                  held -> {
                    String digest = held.sha256().toString();
                    assertTrue(lines.stream().anyMatch(line -> line.contains(digest)), digest);
                    assertEquals(
                        last.indexOf(digest), last.lastIndexOf(digest), "in the table once");
                    assertTrue(last.contains(digest), digest);
                  });
        }
      }
    }
  }

  @Test
  void refused_hostileText_staysText() throws IOException {
    List<CaseEntry> entries =
        CaseExamples.entries(
            "id,address,at\n"
                + "\"</td><script>\",\"<img src=http://127.0.0.1/>\",\"2024-03-05\u202eT13:07:00Z\"\n"
                + "\u0000\u001b[31m,'; DROP TABLE--,\"&amp;{id}{n}\"\n"
                + "\"http://x/"
                + "a".repeat(150)
                + "\",198.51.100.7,2024-03-05T13:07:00Z\n");
    try (OpenReport report = new OpenReport(CaseExamples.pdf(entries))) {
      String text = report.flowing().replaceAll("\\s", "");
      assertTrue(text.contains("</td><script>"), text);
      assertTrue(text.contains("<imgsrc=http://127.0.0.1/>"), text);
      assertTrue(text.contains("&amp;{id}{n}"), text);
      assertTrue(text.contains("notanswered:Line2:"), text);
      assertFalse(text.contains("\u202e"));
    }
    assertTrue(
        ReportVerifier.verify(CaseExamples.pdf(entries), TrustedRoots.NONE, SignedReports.CLOCK)
            .holds());
  }

  @Test
  void report_ofNothingOrTooMuch_isRefused() {
    PdfOptions plain = PdfOptions.plain(Locale.ENGLISH);
    List<CaseEntry> many = Collections.nCopies(CasePdf.MOST + 1, MIXED.get(0));

    assertThrows(
        IllegalArgumentException.class, () -> CasePdf.report(List.of(), Documents.NONE, plain));
    assertThrows(IllegalArgumentException.class, () -> CasePdf.report(many, Documents.NONE, plain));
  }
}
