package org.relaywitness.evidence.pdf;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.pades.ReportSigner;
import org.relaywitness.evidence.pades.TimestampException;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Custody;

/**
 * How an installation makes its reports.
 *
 * @param publicUrl where others find it, for the link in a report; {@code null}: nowhere
 * @param signer signs each report; {@code null}: nobody does
 */
public record Reports(@Nullable URI publicUrl, @Nullable ReportSigner signer) {
  /** Without link or signature. */
  public static final Reports PLAIN = new Reports(null, null);

  /**
   * The report on an answer.
   *
   * @param custody of the documents that the answer names, for the form of a certification, which
   *     is then added; {@code null}: without it
   * @throws TimestampException when the report must have a timestamp and none can be had
   */
  public Report make(
      Answer answer, Documents documents, Locale locale, @Nullable List<Custody> custody)
      throws TimestampException {
    Report report =
        AnswerPdf.report(
            answer,
            documents,
            new PdfOptions(locale, publicUrl, custody != null),
            custody == null ? List.of() : custody);
    return signed(report);
  }

  /**
   * The report on several questions.
   *
   * @throws TimestampException when the report must have a timestamp and none can be had
   */
  public Report make(List<CaseEntry> entries, Documents documents, Locale locale)
      throws TimestampException {
    return signed(CasePdf.report(entries, documents, new PdfOptions(locale, publicUrl, false)));
  }

  private Report signed(Report report) throws TimestampException {
    return signer == null ? report : new Report(report.id(), signer.sign(report.bytes()));
  }
}
