package org.relaywitness.evidence.pdf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.relaywitness.documents.Documents;

/** Reports made by another process. */
class AnswerPdfIT {
  @Test
  void report_madeByAnotherProcessInAnotherPlace_isTheSameBytes() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Duser.timezone=Asia/Tehran",
                "-Duser.language=ar",
                "-Duser.region=EG",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path", ""),
                ReportProcess.class.getName(),
                "exit_observed")
            .redirectError(Redirect.INHERIT)
            .start();
    byte[] other = process.getInputStream().readAllBytes();

    assertEquals(0, process.waitFor());
    assertArrayEquals(
        AnswerPdf.bytes(
            ReportExamples.answer("exit_observed"), Documents.NONE, ReportExamples.full()),
        other);
  }
}
