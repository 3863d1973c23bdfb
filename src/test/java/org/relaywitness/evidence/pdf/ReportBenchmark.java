package org.relaywitness.evidence.pdf;

import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerExamples;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;

/**
 * Measures making a report: cold, then warm, in a language of each direction, signed, with the
 * certification form, and a case of fifty answers. The answers are there already.
 *
 * <pre>
 * java -Xmx1g -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.evidence.pdf.ReportBenchmark
 * </pre>
 */
final class ReportBenchmark {
  private static final int WARM_UP = 60;
  private static final int ROUNDS = 100;
  private static final int ANSWERS_OF_A_CASE = 50;
  private static final Documents DOCUMENTS = new ExampleDocuments();

  private ReportBenchmark() {}

  /** Prints the figures. */
  public static void main(String[] arguments) {
    Answer yes = AnswerExamples.at(ExampleRecords.OBSERVED);
    Answer no = AnswerExamples.at(ExampleRecords.ABSENT);
    PdfOptions english = options(Locale.ENGLISH, false);
    long start = System.nanoTime();
    int length = AnswerPdf.bytes(yes, DOCUMENTS, english).length;
    System.out.printf(
        Locale.ROOT,
        "the first in this process  %.0f ms, %,d bytes%n",
        (System.nanoTime() - start) / 1e6,
        length);
    measure("a yes, English", () -> AnswerPdf.bytes(yes, DOCUMENTS, english));
    measure("a no, English", () -> AnswerPdf.bytes(no, DOCUMENTS, english));
    measure(
        "a yes, Arabic",
        () -> AnswerPdf.bytes(yes, DOCUMENTS, options(Locale.forLanguageTag("ar"), false)));
    measure(
        "with certification form",
        () -> AnswerPdf.bytes(yes, DOCUMENTS, options(Locale.ENGLISH, true)));
    measure(
        "signed",
        () -> SignedReports.signed(AnswerPdf.bytes(yes, DOCUMENTS, english), SignedReports.KEY));
    List<CaseEntry> entries =
        Collections.nCopies(ANSWERS_OF_A_CASE, CaseEntry.answered(1, null, yes));
    measure(
        "a case of " + ANSWERS_OF_A_CASE,
        () -> CasePdf.report(entries, DOCUMENTS, english).bytes(),
        2,
        10);
  }

  private static PdfOptions options(Locale locale, boolean certification) {
    return new PdfOptions(locale, URI.create("https://tor.example.org/"), certification);
  }

  private static void measure(String what, Supplier<byte[]> making) {
    measure(what, making, WARM_UP, ROUNDS);
  }

  private static void measure(String what, Supplier<byte[]> making, int warmUp, int rounds) {
    int length = 0;
    for (int i = 0; i < warmUp; i++) {
      length = making.get().length;
    }
    double[] millis = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      length = making.get().length;
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "%-26s p50 %.0f ms, p99 %.0f ms, %,d bytes%n",
        what,
        millis[rounds / 2],
        millis[rounds * 99 / 100],
        length);
  }
}
