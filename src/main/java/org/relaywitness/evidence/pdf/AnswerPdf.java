package org.relaywitness.evidence.pdf;

import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.PdfAConformance;
import com.openhtmltopdf.util.XRLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerComparison;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.AnswerWords;
import org.relaywitness.evidence.CustodyTable;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.evidence.QuestionLink;
import org.relaywitness.evidence.Quotation;
import org.relaywitness.evidence.QuotationWords;
import org.relaywitness.evidence.Quotations;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.TimeStrip;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.RelayHistory.Custody;
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

  /** The file within the report that says where the records came from. */
  public static final String CUSTODY_NAME = "custody.tsv";

  private static final String TABLE = "text/tab-separated-values";

  static {
    // What is laid out holds the looked-up address, and the layout's log would quote it.
    XRLog.setLoggingEnabled(false);
  }

  private AnswerPdf() {}

  /** The report on an answer as a file, with no custody on record. */
  public static byte[] bytes(Answer answer, Documents documents, PdfOptions options) {
    return report(answer, documents, options, List.of()).bytes();
  }

  /**
   * The report on an answer, with its verbatim lines where the documents are there.
   *
   * @param custody of the documents that the answer names, for the form of a certification
   */
  public static Report report(
      Answer answer, Documents documents, PdfOptions options, List<Custody> custody) {
    List<Quotation> quotations = Quotations.of(answer, documents);
    byte[] json = AnswerJson.bytes(answer, quotations);
    AnswerWords words = new AnswerWords(answer, options.locale());
    ReportFacts facts =
        new ReportFacts(
            answer,
            words,
            new QuotationWords(quotations, answer, words),
            ReportId.of(json),
            AnswerComparison.digest(json),
            options.publicUrl() == null
                ? null
                : QuestionLink.of(options.publicUrl(), answer.question(), words.texts().language()),
            options.certification() ? CustodyTable.of(answer, custody) : null);
    try {
      return new Report(facts.id(), finished(facts, json));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
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
          .attach(attachments(facts, json))
          .bytes(identity(facts));
    }
  }

  private static List<Attachment> attachments(ReportFacts facts, byte[] json) {
    Texts texts = facts.words().texts();
    List<Attachment> attachments = new ArrayList<>();
    attachments.add(
        new Attachment(JSON_NAME, "application/json", texts.text("pdf.attachment.json"), json));
    attachments.add(
        new Attachment(
            DIGESTS_NAME,
            TABLE,
            texts.text("pdf.attachment.digests"),
            DigestTable.bytes(facts.answer())));
    if (facts.custody() != null) {
      attachments.add(
          new Attachment(
              CUSTODY_NAME, TABLE, texts.text("pdf.attachment.custody"), facts.custody().bytes()));
    }
    return attachments;
  }

  private static @Nullable QrCode code(@Nullable String link) {
    return link == null ? null : QrCode.of(link);
  }

  /** All that one report can differ by from another. */
  private static Sha256 identity(ReportFacts facts) {
    byte[] all =
        String.join(
                "\n",
                facts.digest().toString(),
                String.valueOf(facts.link()),
                facts.words().texts().locale().toLanguageTag(),
                facts.custody() == null ? "" : digest(facts.custody().bytes()))
            .getBytes(StandardCharsets.UTF_8);
    return Sha256.digest(all, 0, all.length);
  }

  private static String digest(byte[] bytes) {
    return Sha256.digest(bytes, 0, bytes.length).toString();
  }
}
