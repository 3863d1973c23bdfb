package org.relaywitness.evidence.pdf;

import org.relaywitness.documents.Documents;

/** Writes one of the example reports to standard output; its name is the argument. */
final class ReportProcess {
  private ReportProcess() {}

  /** Runs to its end. */
  public static void main(String[] arguments) {
    byte[] pdf =
        AnswerPdf.bytes(ReportExamples.answer(arguments[0]), Documents.NONE, ReportExamples.full());
    System.out.write(pdf, 0, pdf.length);
    System.out.flush();
  }
}
