package org.relaywitness.evidence.pdf;

import java.util.List;
import java.util.Map;
import org.relaywitness.evidence.Texts;
import org.w3c.dom.Document;

/**
 * The report on a case as one long page: the table of all answers, each answer in full, and once
 * what goes for all of them.
 */
final class CasePage {
  private final CaseFacts facts;
  private final Texts texts;

  private CasePage(CaseFacts facts) {
    this.facts = facts;
    this.texts = facts.texts();
  }

  /** The page that holds all that the facts say. */
  static Document of(CaseFacts facts) {
    return new CasePage(facts).document();
  }

  private Document document() {
    Tag body = ReportFrame.body(texts, facts.title(), facts.id(), facts.digest());
    body.add("p", "brand").text(texts.text("case.pdf.brand", Map.of("id", facts.id())));
    body.add("h1").text(texts.text("case.pdf.heading"));
    body.add("p", "headline").text(texts.text("case.pdf.count", Map.of("n", facts.parts().size())));
    body.add("p").text(texts.text("case.pdf.intro"));
    body.add("p", "case").text(texts.text("pdf.case"));
    addTable(body);
    for (int i = 0; i < facts.parts().size(); i++) {
      ReportFacts answer = facts.parts().get(i).facts();
      if (answer != null) {
        addAnswer(body, answer, i + 1);
      }
    }
    Tag end = body.add("div", "end");
    ClosingSections.addCheck(end, texts, facts.id(), facts.digest(), CasePdf.JSON_NAME);
    ClosingSections.addGlossary(end, texts);
    RecordSections.addAllDigests(end, texts, facts.answered());
    return body.document();
  }

  private void addTable(Tag body) {
    Tag rows =
        Tables.rows(
            body,
            "summary",
            List.of(
                texts.text("case.pdf.column.number"),
                texts.text("case.pdf.column.address"),
                texts.text("case.pdf.column.time"),
                texts.text("case.pdf.column.answer")));
    for (int i = 0; i < facts.parts().size(); i++) {
      CaseFacts.Part part = facts.parts().get(i);
      CaseRow row =
          part.facts() == null
              ? CaseRow.refused(part.entry(), texts)
              : CaseRow.answered(part.entry(), part.facts());
      Tag tag = rows.add("tr");
      addNumber(tag.addCell("td"), part, i + 1);
      boolean answered = part.facts() != null;
      addLines(tag.addCell("td"), row.address(), true);
      addLines(tag.addCell("td"), row.time(), false);
      addLines(tag.addCell("td"), row.answer(), answered);
    }
  }

  private void addNumber(Tag cell, CaseFacts.Part part, int number) {
    ReportFacts answer = part.facts();
    String text = Integer.toString(number);
    if (answer == null) {
      cell.text(text);
    } else {
      cell.add("a")
          .set("href", "#" + anchor(number))
          .set("title", RightToLeft.withoutIsolates(title(answer, number)))
          .text(text);
    }
    String id = part.entry().id();
    if (id != null) {
      cell.add("br");
      cell.text(texts.isolated(CaseRow.shown(id)));
    }
  }

  private static void addLines(Tag cell, List<String> lines, boolean firstIsStrong) {
    for (int i = 0; i < lines.size(); i++) {
      if (i > 0) {
        cell.add("br");
      }
      (i == 0 && firstIsStrong ? cell.add("strong") : cell).text(lines.get(i));
    }
  }

  private static String anchor(int number) {
    return "answer-" + number;
  }

  private String title(ReportFacts answer, int number) {
    return CasePdf.heading(number, facts.parts().size(), answer.answer(), texts);
  }

  private void addAnswer(Tag body, ReportFacts answer, int number) {
    Tag block = body.add("div", "answer");
    block.add("h2").set("id", anchor(number)).text(title(answer, number));
    block.add("p").text(texts.text("case.pdf.report", Map.of("id", answer.id())));
    AnswerSections sections = new AnswerSections(answer);
    sections.addVerdict(block.lowered(2));
    Tag parts = block.lowered(1);
    sections.addQuestion(parts);
    ReportPage.addGrounds(parts, answer);
    new ClosingSections(answer).addLink(parts);
  }
}
