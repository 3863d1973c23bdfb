package org.relaywitness.evidence.pdf;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.evidence.AnswerWords;
import org.relaywitness.evidence.CustodyTable;
import org.relaywitness.evidence.QuotationWords;
import org.relaywitness.lookup.Answer;

/**
 * All that a report is made from.
 *
 * @param link where the question is answered again; {@code null}: nowhere
 * @param custody where the records came from, for the form of a certification, which is then added;
 *     {@code null}: without it
 */
record ReportFacts(
    Answer answer,
    AnswerWords words,
    QuotationWords quotations,
    ReportId id,
    @Nullable String link,
    @Nullable CustodyTable custody) {

  /** The document's title. */
  String title() {
    return words
        .texts()
        .text(
            "pdf.title",
            Map.of("address", Addresses.format(answer.question().address()), "id", id));
  }
}
