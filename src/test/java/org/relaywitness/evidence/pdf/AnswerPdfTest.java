package org.relaywitness.evidence.pdf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.openhtmltopdf.util.Diagnostic;
import com.openhtmltopdf.util.XRLog;
import com.openhtmltopdf.util.XRLogger;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.relaywitness.GoldenFile;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerComparison;
import org.relaywitness.evidence.AnswerExamples;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.AnswerWords;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.ExampleRecords;

class AnswerPdfTest {
  private static final PdfOptions PLAIN = PdfOptions.plain(Locale.ENGLISH);

  @Test
  void report_eachVerdict_saysItAndTheTimeInBothForms() throws IOException {
    for (Map.Entry<String, Answer> example : ReportExamples.answers().entrySet()) {
      Answer answer = example.getValue();
      AnswerWords words = new AnswerWords(answer, Locale.ENGLISH);
      try (OpenReport report = new OpenReport(AnswerPdf.bytes(answer, Documents.NONE, PLAIN))) {
        String text = report.flowing();
        assertTrue(text.contains(words.label()), example.getKey() + text);
        assertTrue(text.contains(words.headline()), example.getKey() + text);
        assertTrue(text.contains(words.always()), example.getKey() + text);
        assertTrue(text.contains(words.time()), example.getKey() + text);
        words.why().forEach(reason -> assertTrue(text.contains(reason), reason));
        words.limits().forEach(limit -> assertTrue(text.contains(limit), limit));
      }
    }
  }

  @Test
  void report_everySheet_namesItselfAndItsNumber() throws IOException {
    Answer answer = AnswerExamples.at(ExampleRecords.OBSERVED);
    byte[] json = AnswerJson.bytes(answer, Documents.NONE);
    Sha256 digest = Sha256.digest(json);
    String hex = digest.toString();
    String id = ReportId.of(json).toString();
    try (OpenReport report =
        new OpenReport(AnswerPdf.bytes(answer, Documents.NONE, ReportExamples.full()))) {
      List<String> sheets = report.sheets();
      assertTrue(sheets.size() > 4, () -> sheets.size() + " sheets");
      for (int i = 0; i < sheets.size(); i++) {
        String sheet = sheets.get(i);
        assertTrue(sheet.contains("page " + (i + 1) + " of " + sheets.size()), sheet);
        assertTrue(sheet.contains(id), sheet);
        assertTrue(sheet.contains(hex), sheet);
      }
    }
  }

  @Test
  void report_times_areNeverTorn() throws IOException {
    for (Answer answer : ReportExamples.answers().values()) {
      try (OpenReport report = new OpenReport(AnswerPdf.bytes(answer, Documents.NONE, PLAIN))) {
        for (String sheet : report.sheets()) {
          assertFalse(sheet.lines().anyMatch(line -> line.matches(".*[0-9]:\\s*")), sheet);
        }
      }
    }
  }

  @Test
  void report_signatures_areCounted() throws IOException {
    try (OpenReport report =
        new OpenReport(
            AnswerPdf.bytes(AnswerExamples.at(ExampleRecords.OBSERVED), Documents.NONE, PLAIN))) {
      assertTrue(report.flowing().contains("verified: signed by 7 of 9 authorities; 5 needed"));
    }
  }

  @Test
  void report_sameAnswer_isTheSameBytes() {
    for (Answer answer : ReportExamples.answers().values()) {
      assertArrayEquals(
          AnswerPdf.bytes(answer, Documents.NONE, ReportExamples.full()),
          AnswerPdf.bytes(answer, Documents.NONE, ReportExamples.full()));
    }
  }

  @Test
  void report_otherOptions_hasAnotherIdentifier() throws IOException {
    Answer answer = AnswerExamples.at(ExampleRecords.OBSERVED);

    String plain = identifier(AnswerPdf.bytes(answer, Documents.NONE, PLAIN));
    String full = identifier(AnswerPdf.bytes(answer, Documents.NONE, ReportExamples.full()));

    assertNotEquals(plain, full);
  }

  private static String identifier(byte[] pdf) {
    try (OpenReport report = new OpenReport(pdf)) {
      return report.document().getDocument().getDocumentID().toString();
    }
  }

  @Test
  void attachments_areTheAnswersJsonAndTheDigestsOfItsRecords() throws IOException {
    Answer answer = AnswerExamples.at(ExampleRecords.OBSERVED);
    try (OpenReport report = new OpenReport(AnswerPdf.bytes(answer, Documents.NONE, PLAIN))) {
      assertArrayEquals(AnswerJson.bytes(answer, Documents.NONE), report.attachment("answer.json"));
      assertEquals("Data", report.relationship("answer.json"));
      assertEquals("Data", report.relationship("digests.tsv"));
      List<String> lines =
          new String(report.attachment("digests.tsv"), StandardCharsets.UTF_8).lines().toList();
      assertEquals(1 + answer.consensuses().size() + answer.exitLists().size(), lines.size());
      assertTrue(lines.stream().allMatch(line -> line.split("\t", -1).length == 7));
      answer
          .consensuses()
          .forEach(
              held -> {
                String digest = held.sha256().toString();
                assertTrue(lines.stream().anyMatch(line -> line.contains(digest)), digest);
              });
      String text = report.flowing();
      answer.consensuses().forEach(held -> assertTrue(text.contains(held.sha256().toString())));
    }
  }

  @Test
  void report_hostileNickname_staysText() throws IOException {
    Answer answer = AnswerExamples.at(ExampleRecords.HOSTILE);
    try (OpenReport report = new OpenReport(AnswerPdf.bytes(answer, Documents.NONE, PLAIN))) {
      String text = report.flowing();
      assertTrue(text.contains("<b a='\">&\ufffdevil\ufffd[31m</b>"), text);
    }
  }

  @Test
  void report_nicknamesOfAnyBytes_areLaidOut() throws IOException {
    for (String name :
        List.of(
            "",
            "]]>--><!--<?x?>",
            "&#0;&lt;&amp;",
            "\u4e2d\u6587\ud83d\ude00\u0e01",
            "\u0000\u0001\ud800\uffff\ufffe",
            "a".repeat(5_000),
            "\u0627\u0644\u0633\u0644\u0627\u0645",
            "x\u0301\u0300\u200d\u00ad\u2028")) {
      Answer answer = ReportExamples.named(AnswerExamples.at(ExampleRecords.POSSIBLE), name);
      try (OpenReport report = new OpenReport(AnswerPdf.bytes(answer, Documents.NONE, PLAIN))) {
        assertTrue(report.flowing().contains("198.51.100.20 was a Tor relay"), name);
      }
    }
  }

  @Test
  void link_qrCode_readsAsTheLinkInTheText() throws Exception {
    Answer answer = ReportExamples.answer("near_in_time");
    String expected =
        "https://witness.example/tor/?ip=198.51.100.50&at=2024-03-07T00:30:00%2B01:00"
            + "&zone=Europe/Berlin&tolerance=PT5M&port=25";
    try (OpenReport report =
        new OpenReport(AnswerPdf.bytes(answer, Documents.NONE, ReportExamples.full()))) {
      List<String> sheets = report.sheets();
      int sheet = 0;
      while (!sheets.get(sheet).contains("asked again here")) {
        sheet++;
      }
      int shown = sheet;
      assertTrue(
          sheets.get(sheet).replaceAll("\\s", "").contains(expected), () -> sheets.get(shown));
      BufferedImage image = new PDFRenderer(report.document()).renderImageWithDPI(sheet, 150);
      int[] pixels =
          image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
      String read =
          new QRCodeReader()
              .decode(
                  new BinaryBitmap(
                      new HybridBinarizer(
                          new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels))))
              .getText();
      assertEquals(expected, read);
    }
  }

  @Test
  void link_noPublicUrl_isNone() throws IOException {
    try (OpenReport report =
        new OpenReport(
            AnswerPdf.bytes(AnswerExamples.at(ExampleRecords.OBSERVED), Documents.NONE, PLAIN))) {
      assertFalse(report.flowing().contains("asked again here"));
    }
  }

  @Test
  void certification_onRequestOnly() throws IOException {
    Answer answer = AnswerExamples.at(ExampleRecords.OBSERVED);
    try (OpenReport plain = new OpenReport(AnswerPdf.bytes(answer, Documents.NONE, PLAIN));
        OpenReport full =
            new OpenReport(AnswerPdf.bytes(answer, Documents.NONE, ReportExamples.full()))) {
      assertFalse(plain.flowing().contains("902(11)"));
      String text = full.flowing();
      assertTrue(text.contains("902(11)") && text.contains("902(13)") && text.contains("902(14)"));
      assertTrue(text.contains("The program that made it affirms nothing."), text);
    }
  }

  @Test
  void report_layout_isNotLogged() {
    List<String> lines = new ArrayList<>();
    XRLogger before = XRLog.getLoggerImpl();
    XRLog.setLoggerImpl(new ListeningLogger(lines));
    try {
      AnswerPdf.bytes(
          AnswerExamples.at(ExampleRecords.HOSTILE), Documents.NONE, ReportExamples.full());
      assertEquals(List.of(), lines);
      XRLog.setLoggingEnabled(true);
      AnswerPdf.bytes(
          AnswerExamples.at(ExampleRecords.HOSTILE), Documents.NONE, ReportExamples.full());
      assertFalse(lines.isEmpty(), "the layout would have logged");
    } finally {
      XRLog.setLoggingEnabled(false);
      XRLog.setLoggerImpl(before);
    }
  }

  private record ListeningLogger(List<String> lines) implements XRLogger {
    @Override
    public void log(String where, Level level, String message) {
      lines.add(message);
    }

    @Override
    public void log(String where, Level level, String message, Throwable fault) {
      lines.add(message);
    }

    @Override
    public void setLevel(String logger, Level level) {}

    @Override
    public boolean isLogLevelEnabled(Diagnostic diagnostic) {
      return true;
    }
  }

  @Test
  void fileName_doesNotTellTheAddress() {
    Answer answer = AnswerExamples.at(ExampleRecords.OBSERVED);

    String name = AnswerPdf.report(answer, Documents.NONE, PLAIN, List.of()).fileName();

    assertTrue(name.matches("relay-witness-RW(-[0-9A-F]{4}){4}[.]pdf"), name);
    String hex = HexFormat.of().formatHex(answer.question().address().getAddress());
    assertFalse(name.contains(Addresses.format(answer.question().address())) || name.contains(hex));
  }

  @Test
  void text_someVerdicts_isTheGoldenFile() throws IOException {
    for (String name : List.of("exit_observed", "relay_no_exit_gap", "inconclusive")) {
      Answer answer = ReportExamples.answer(name);
      byte[] json = AnswerJson.bytes(answer, Documents.NONE);
      ReportId id = ReportId.of(json);
      try (OpenReport report = new OpenReport(AnswerPdf.bytes(answer, Documents.NONE, PLAIN))) {
        GoldenFile.assertMatches(
            name + ".pdf.txt",
            String.join("\n", report.sheets())
                .replace(id.toString(), "RW-REPORT-ID")
                .replace(AnswerComparison.digest(json).toString(), "DIGEST")
                .replace("(" + ProductVersion.current() + ")", "(VERSION)"));
      }
    }
  }
}
