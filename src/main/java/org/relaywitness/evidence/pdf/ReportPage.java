package org.relaywitness.evidence.pdf;

import java.util.Map;
import org.relaywitness.evidence.CustodyTable;
import org.relaywitness.evidence.Texts;
import org.w3c.dom.Document;

/** The report as one long page, in the order of the page on the web, to be cut into sheets. */
final class ReportPage {
  private ReportPage() {}

  /** The page that holds all that the facts say. */
  static Document of(ReportFacts facts) {
    Texts texts = facts.words().texts();
    Tag body = ReportFrame.body(texts, facts.title(), facts.id(), facts.digest());
    body.add("p", "brand").text(texts.text("pdf.brand", Map.of("id", facts.id())));
    AnswerSections answer = new AnswerSections(facts);
    answer.addVerdict(body);
    answer.addQuestion(body);
    body.add("p", "case").text(texts.text("pdf.case"));
    addGrounds(body, facts);
    ClosingSections closing = new ClosingSections(facts);
    closing.addCheck(body);
    closing.addGlossary(body);
    new RecordSections(facts).addDigests(body);
    CustodyTable custody = facts.custody();
    if (custody != null) {
      new CertificationForm(facts, custody).addTo(body);
    }
    return body.document();
  }

  /** What follows the question of an answer: from the picture of time to the records used. */
  static void addGrounds(Tag body, ReportFacts facts) {
    AnswerSections answer = new AnswerSections(facts);
    new StripSection(facts).addTo(body);
    answer.addWhy(body);
    answer.addLimits(body);
    new ClosingSections(facts).addSteps(body);
    answer.addRelays(body);
    answer.addQuotations(body);
    RecordSections records = new RecordSections(facts);
    records.addCoverage(body);
    records.addRecords(body);
  }
}
