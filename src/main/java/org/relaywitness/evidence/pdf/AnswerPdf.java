package org.relaywitness.evidence.pdf;

import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.AnswerWords;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.evidence.QuotationWords;
import org.relaywitness.evidence.Quotations;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.TimeStrip;
import org.relaywitness.lookup.Answer;
import org.w3c.dom.Document;

/**
 * An answer as a report in PDF: PDF/A-3a and PDF/UA-1, with the answer's JSON and the digests of
 * its records inside. Equal answers give equal bytes, whenever and wherever they are made.
 */
public final class AnswerPdf {
  /** The file within the report that holds the answer's JSON. */
  public static final String JSON_NAME = "answer.json";

  /** The file within the report that holds the digests of the records. */
  public static final String DIGESTS_NAME = "digests.tsv";

  static {
    // What is laid out holds the looked-up address, and the layout's log would quote it.
    XRLog.setLoggingEnabled(false);
  }

  private AnswerPdf() {}

  /** The report on an answer, with its verbatim lines where the documents are there. */
  public static byte[] bytes(Answer answer, Documents documents, PdfOptions options) {
    byte[] json = AnswerJson.bytes(answer, documents);
    AnswerWords words = new AnswerWords(answer, options.locale());
    ReportFacts facts =
        new ReportFacts(
            answer,
            words,
            new QuotationWords(Quotations.of(answer, documents), answer, words),
            ReportId.of(json),
            options.publicUrl() == null
                ? null
                : QuestionLink.of(options.publicUrl(), answer.question(), words.texts().language()),
            options.certification());
    try {
      return finished(facts, json);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /** What a report is called as a file; does not tell what was looked up. */
  public static String fileName(Answer answer, Documents documents) {
    return "relay-witness-" + ReportId.of(AnswerJson.bytes(answer, documents)) + ".pdf";
  }

  /**
   * Makes reports in the background until they come fast, for ten seconds at most, so that the
   * first to be asked for need not wait. Returns at once.
   */
  public static void warmUp() {
    Thread warming = new Thread(WarmUp::run, "warming up the PDF");
    warming.setDaemon(true);
    warming.start();
  }

  private static byte[] finished(ReportFacts facts, byte[] json) throws IOException {
    Texts texts = facts.words().texts();
    PdfRendererBuilder builder = new PdfRendererBuilder();
    PdfFonts.add(builder);
    builder.usePdfAConformance(PdfAConformance.PDFA_3_A);
    builder.usePdfUaAccessibility(true);
    builder.useUnicodeLineBreaker(new WordBreaks());
    builder.useReplacementText("\ufffd");
    // Nothing is ever fetched: neither from the network nor from a disk.
    builder.useExternalResourceAccessControl(
        (uri, type) -> false, ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
    builder.useExternalResourceAccessControl(
        (uri, type) -> false, ExternalResourceControlPriority.RUN_AFTER_RESOLVING_URI);
    builder.useObjectDrawerFactory(
        new Pictures(new TimeStrip(facts.answer(), facts.words()), code(facts.link())));
    boolean rightToLeft = texts.language().rightToLeft();
    if (rightToLeft) {
      RightToLeft.layOut(builder);
    }
    Document page = ReportPage.of(facts);
    builder.withW3cDocument(page, null);
    try (PdfBoxRenderer renderer = builder.buildPdfRenderer();
        PDDocument document = renderer.createPDFKeepOpen()) {
      if (rightToLeft) {
        SpokenText.add(document, page);
      }
      return new ArchivalForm(document)
          .describe(
              facts.title(),
              RightToLeft.withoutIsolates(facts.words().headline()),
              "Relay Witness " + ProductVersion.current(),
              texts.locale().toLanguageTag())
          .setColours()
          .attach(
              List.of(
                  new Attachment(
                      JSON_NAME, "application/json", texts.text("pdf.attachment.json"), json),
                  new Attachment(
                      DIGESTS_NAME,
                      "text/tab-separated-values",
                      texts.text("pdf.attachment.digests"),
                      DigestTable.bytes(facts.answer()))))
          .bytes(identity(facts));
    }
  }

  private static @Nullable QrCode code(@Nullable String link) {
    return link == null ? null : QrCode.of(link);
  }

  /** All that one report can differ by from another. */
  private static Sha256 identity(ReportFacts facts) {
    byte[] all =
        String.join(
                "\n",
                facts.id().digest().toString(),
                String.valueOf(facts.link()),
                facts.words().texts().locale().toLanguageTag(),
                Boolean.toString(facts.certification()))
            .getBytes(StandardCharsets.UTF_8);
    return Sha256.digest(all, 0, all.length);
  }
}
