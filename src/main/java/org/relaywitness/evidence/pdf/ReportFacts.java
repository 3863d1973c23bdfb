package org.relaywitness.evidence.pdf;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Sha256;
import org.relaywitness.evidence.AnswerComparison;
import org.relaywitness.evidence.AnswerWords;
import org.relaywitness.evidence.CustodyTable;
import org.relaywitness.evidence.QuestionLink;
import org.relaywitness.evidence.Quotation;
import org.relaywitness.evidence.QuotationWords;
import org.relaywitness.lookup.Answer;

/**
 * All that a report is made from.
 *
 * @param digest of the answer's JSON
 * @param link where the question is answered again; {@code null}: nowhere
 * @param custody where the records came from, for the form of a certification, which is then added;
 *     {@code null}: without it
 */
record ReportFacts(
    Answer answer,
    AnswerWords words,
    QuotationWords quotations,
    ReportId id,
    Sha256 digest,
    @Nullable String link,
    @Nullable CustodyTable custody) {

  /** What there is to say of an answer whose JSON this is. */
  static ReportFacts of(
      Answer answer,
      List<Quotation> quotations,
      byte[] json,
      PdfOptions options,
      @Nullable CustodyTable custody) {
    AnswerWords words = new AnswerWords(answer, options.locale());
    return new ReportFacts(
        answer,
        words,
        new QuotationWords(quotations, answer, words),
        ReportId.of(json),
        AnswerComparison.digest(json),
        options.publicUrl() == null
            ? null
            : QuestionLink.of(options.publicUrl(), answer.question(), words.texts().language()),
        custody);
  }

  /** The document's title. */
  String title() {
    return RightToLeft.withoutIsolates(
        words
            .texts()
            .text(
                "pdf.title",
                Map.of("address", Addresses.format(answer.question().address()), "id", id)));
  }
}
