package org.relaywitness.evidence.pdf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.CustodyTable;
import org.relaywitness.evidence.Quotation;
import org.relaywitness.evidence.Quotations;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Custody;

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

  static final String TABLE = "text/tab-separated-values";

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
    ReportFacts facts =
        ReportFacts.of(
            answer,
            quotations,
            json,
            options,
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
    return new ReportWriter(facts.words().texts(), new Pictures(List.of(facts)))
        .write(
            ReportPage.of(facts),
            facts.title(),
            RightToLeft.withoutIsolates(facts.words().headline()),
            attachments(facts, json),
            ReportWriter.identity(
                facts.digest().toString(),
                String.valueOf(facts.link()),
                facts.words().texts().locale().toLanguageTag(),
                facts.custody() == null ? "" : digest(facts.custody().bytes())));
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

  private static String digest(byte[] bytes) {
    return Sha256.digest(bytes).toString();
  }
}
