package org.relaywitness.evidence.pdf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.relaywitness.directory.Addresses;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerComparison;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.Quotation;
import org.relaywitness.evidence.Quotations;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.Answer;

/**
 * The answers to several questions as one report in PDF: a table of all, then each in full, in the
 * same form as a report on one. Equal answers give equal bytes.
 */
public final class CasePdf {
  /** The most questions of one report: with more, it may be too long to be checked. */
  public static final int MOST = 200;

  /** The file within the report that holds all answers in JSON. */
  public static final String JSON_NAME = "answers.json";

  private CasePdf() {}

  /**
   * The report.
   *
   * @param entries at least one and at most {@link #MOST}; one of them at least is answered
   * @param options without certification, which is made for one answer
   */
  public static Report report(List<CaseEntry> entries, Documents documents, PdfOptions options) {
    if (entries.isEmpty() || entries.size() > MOST || options.certification()) {
      throw new IllegalArgumentException("not a case");
    }
    List<byte[]> answers = new ArrayList<>();
    List<CaseFacts.Part> parts = new ArrayList<>();
    for (CaseEntry entry : entries) {
      Answer answer = entry.answer();
      if (answer == null) {
        parts.add(new CaseFacts.Part(entry, null));
      } else {
        List<Quotation> quotations = Quotations.of(answer, documents);
        byte[] json = AnswerJson.bytes(answer, quotations);
        answers.add(json);
        parts.add(
            new CaseFacts.Part(entry, ReportFacts.of(answer, quotations, json, options, null)));
      }
    }
    byte[] json = CaseJson.bytes(entries, answers);
    CaseFacts facts =
        new CaseFacts(
            parts,
            Texts.of(options.locale()),
            ReportId.of(json),
            AnswerComparison.digest(json),
            String.valueOf(options.publicUrl()));
    try {
      return new Report(facts.id(), written(facts, json));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
  }

  /** The heading over the answer with this number, of so many. */
  public static String heading(int number, int of, Answer answer, Texts texts) {
    return texts.text(
        "case.pdf.answer",
        Map.of(
            "number",
            number,
            "n",
            of,
            "address",
            texts.isolated(Addresses.format(answer.question().address()))));
  }

  /** All answers in JSON, as the report holds them. */
  static byte[] json(List<CaseEntry> entries, Documents documents) {
    return CaseJson.bytes(
        entries,
        entries.stream()
            .map(CaseEntry::answer)
            .filter(Objects::nonNull)
            .map(answer -> AnswerJson.bytes(answer, documents))
            .toList());
  }

  private static byte[] written(CaseFacts facts, byte[] json) throws IOException {
    Texts texts = facts.texts();
    return new ReportWriter(texts, new Pictures(facts.answered()))
        .write(
            CasePage.of(facts),
            facts.title(),
            RightToLeft.withoutIsolates(texts.text("case.pdf.heading")),
            List.of(
                new Attachment(
                    JSON_NAME, "application/json", texts.text("pdf.attachment.json"), json),
                new Attachment(
                    AnswerPdf.DIGESTS_NAME,
                    AnswerPdf.TABLE,
                    texts.text("pdf.attachment.digests"),
                    DigestTable.bytes(
                        facts.answered().stream().map(ReportFacts::answer).toList()))),
            ReportWriter.identity(
                facts.digest().toString(), facts.publicUrl(), texts.locale().toLanguageTag()));
  }
}
