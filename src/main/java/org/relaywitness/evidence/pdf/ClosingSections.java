package org.relaywitness.evidence.pdf;

import java.util.Map;
import org.relaywitness.directory.Sha256;
import org.relaywitness.evidence.Glossary;
import org.relaywitness.evidence.NextSteps;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.evidence.Texts;

/** The parts of the report that help its reader on: what to do, how to check it, its words. */
final class ClosingSections {
  private final ReportFacts facts;
  private final Texts texts;

  ClosingSections(ReportFacts facts) {
    this.facts = facts;
    this.texts = facts.words().texts();
  }

  /** What to do next, for each kind of reader. */
  void addSteps(Tag body) {
    body.add("h2").text(texts.text("steps.title"));
    for (NextSteps.Step step : NextSteps.of(facts.answer().verdict(), texts)) {
      Tag block = body.add("div", "statement");
      block.add("h3").text(step.reader());
      block.add("p").text(step.advice());
    }
  }

  /** What the report is called and why, what is attached, and where to ask again. */
  void addCheck(Tag body) {
    addCheck(body, texts, facts.id(), facts.digest(), AnswerPdf.JSON_NAME);
    addLink(body);
  }

  /**
   * What a report is called and why, and what is attached.
   *
   * @param json the file within it that its name follows from
   */
  static void addCheck(Tag body, Texts texts, ReportId id, Sha256 digest, String json) {
    body.add("h2").text(texts.text("pdf.check.title"));
    body.add("p")
        .text(
            texts.text(
                "pdf.check.id",
                Map.of("id", id, "file", json, "version", ProductVersion.current())));
    Tag digits = body.add("p");
    digits.text(texts.text("join.label", Map.of("label", "SHA-256")) + " ");
    digits.add("span", "code ltr").text(digest.toString());
    body.add("p")
        .text(
            texts.text(
                "pdf.check.attached", Map.of("json", json, "digests", AnswerPdf.DIGESTS_NAME)));
    body.add("p").text(texts.text("pdf.check.archive"));
    body.add("p").text(texts.text("pdf.check.signature"));
  }

  /** Where to ask again. */
  void addLink(Tag body) {
    String link = facts.link();
    if (link != null) {
      Tag block = body.add("div", "link");
      block.add("p").text(texts.text("pdf.check.link"));
      block
          .add("p", "code")
          .add("span", "ltr")
          .add("a")
          .set("href", link)
          .set("title", texts.text("pdf.check.link.title"))
          .text(link);
      block.add("p").text(texts.text("pdf.check.again"));
      Pictures.addCode(block, facts, texts.text("pdf.check.qr", Map.of("link", link)));
    }
  }

  /** The words of the trade that the report uses. */
  void addGlossary(Tag body) {
    addGlossary(body, texts);
  }

  /** The words of the trade that reports use. */
  static void addGlossary(Tag body, Texts texts) {
    body.add("h2").text(texts.text("answer.glossary"));
    Tag list = body.add("div", "glossary");
    for (Glossary.Entry word : Glossary.entries(texts)) {
      Tag entry = list.add("p");
      entry.add("strong").text(texts.text("join.label", Map.of("label", word.word())));
      entry.text(" " + word.meaning());
    }
  }
}
