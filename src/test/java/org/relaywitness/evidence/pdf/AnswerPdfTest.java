package org.relaywitness.evidence.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.relaywitness.lookup.Answer;

class AnswerPdfTest {
  @Test
  void look() throws Exception {
    Path folder = Files.createDirectories(Path.of("target/reports"));
    for (int i = 0; i < 5; i++) {
      for (Map.Entry<String, Answer> e : ReportExamples.answers().entrySet()) {
        long t = System.nanoTime();
        byte[] pdf =
            AnswerPdf.bytes(
                e.getValue(), i == 0 ? ReportExamples.full() : PdfOptions.plain(Locale.ENGLISH));
        System.err.println(
            e.getKey()
                + " "
                + pdf.length
                + " "
                + (System.nanoTime() - t) / 1000000
                + " ms "
                + e.getValue().verdict());
        Files.write(folder.resolve(e.getKey() + (i == 0 ? "-full" : "") + ".pdf"), pdf);
      }
    }
    assertEquals(1, 1);
  }
}
