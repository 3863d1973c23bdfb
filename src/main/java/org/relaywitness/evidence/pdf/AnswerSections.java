package org.relaywitness.evidence.pdf;

import java.util.List;
import org.relaywitness.directory.Addresses;
import org.relaywitness.evidence.AnswerWords;
import org.relaywitness.evidence.QuotationWords;
import org.relaywitness.evidence.RelayWords;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Question;

/** The parts of a report that say one answer. */
final class AnswerSections {
  private final ReportFacts facts;
  private final Answer answer;
  private final AnswerWords words;
  private final Texts texts;

  AnswerSections(ReportFacts facts) {
    this.facts = facts;
    this.answer = facts.answer();
    this.words = facts.words();
    this.texts = words.texts();
  }

  /** The verdict, what it means, and what goes with it. */
  void addVerdict(Tag body) {
    Tag verdict = body.add("div", "verdict");
    verdict.add("h1").text(words.label());
    verdict.add("p", "headline").text(words.headline());
    verdict.add("p").text(words.meaning());
    words.notices().forEach(notice -> verdict.add("p", "notice").text(notice));
    verdict.add("p").text(words.always());
  }

  /** The question as it was understood. */
  void addQuestion(Tag body) {
    Question question = answer.question();
    body.add("h2").text(texts.text("answer.question"));
    body.add("p").text(words.question());
    Tag table = Tables.facts(body, "facts question");
    Tables.fact(
        table,
        texts.text("question.label.address"),
        texts.isolated(Addresses.format(question.address())));
    Tables.fact(table, texts.text("question.label.time"), words.time());
    String interval = words.interval();
    if (interval != null) {
      Tables.fact(table, texts.text("question.label.interval"), interval);
    }
    Integer port = question.port();
    Tables.fact(table, texts.text("question.label.iso"), words.iso());
    Tables.fact(
        table,
        texts.text("question.label.port"),
        port == null ? texts.text("question.port.none") : port.toString());
  }

  /** Why the verdict is what it is. */
  void addWhy(Tag body) {
    body.add("h2").text(texts.text("answer.why"));
    words.why().forEach(reason -> body.add("p").text(reason));
  }

  /** Each relay that matched. */
  void addRelays(Tag body) {
    if (answer.relays().isEmpty()) {
      return;
    }
    body.add("h2").text(texts.count("relay.section", answer.relays().size()));
    Integer port = answer.question().port();
    answer.relays().forEach(relay -> addRelay(body, new RelayWords(relay, words, port)));
  }

  private void addRelay(Tag body, RelayWords relay) {
    Tag block = body.add("div", "relay-facts");
    block.add("h3").text(texts.isolated(relay.nickname()));
    Tag table = Tables.facts(block, "facts");
    Tables.fact(table, texts.text("relay.fingerprint"), texts.isolated(relay.fingerprint()));
    Tables.fact(table, texts.text("relay.matched"), relay.matched());
    Tables.fact(table, texts.text("relay.addresses"), relay.addresses());
    Tables.fact(table, relay.exitingLabel(), relay.exiting());
    Tables.fact(table, texts.text("relay.policy"), texts.isolated(relay.policy()));
    Tables.fact(table, texts.text("relay.flags"), relay.flags());
    if (relay.listed().isEmpty()) {
      body.add("p").text(texts.text("listed.none"));
    } else {
      body.add("p", "caption").text(texts.text("listed.caption"));
      Tag rows =
          Tables.rows(
              body,
              "listed",
              List.of(
                  texts.text("listed.column.first"),
                  texts.text("listed.column.last"),
                  texts.text("listed.column.count"),
                  texts.text("listed.column.when"),
                  texts.text("listed.column.address"),
                  texts.text("listed.column.exit")));
      for (RelayWords.ListedRow row : relay.listed()) {
        Tables.row(
            rows,
            row.first(),
            row.last(),
            Integer.toString(row.count()),
            row.when(),
            row.address(),
            row.exit());
      }
    }
    addScans(body, relay);
  }

  private void addScans(Tag body, RelayWords relay) {
    if (relay.scans().isEmpty()) {
      return;
    }
    body.add("p", "caption").text(texts.text("scans.caption"));
    Tag rows =
        Tables.rows(
            body,
            "scans",
            List.of(
                texts.text("scans.column.time"),
                texts.text("scans.column.distance"),
                texts.text("scans.column.when")));
    relay.scans().forEach(row -> Tables.row(rows, row.time(), row.distance(), row.when()));
    String more = relay.moreScans();
    if (more != null) {
      body.add("p").text(more);
    }
  }

  /** The verbatim lines. */
  void addQuotations(Tag body) {
    QuotationWords quotations = facts.quotations();
    if (quotations.intro().isEmpty()) {
      return;
    }
    body.add("h2").text(texts.text("quotation.title"));
    body.add("p").text(quotations.intro());
    for (QuotationWords.Block block : quotations.blocks()) {
      Tag quoted = body.add("div", "quotation");
      quoted.add("h3").text(block.title());
      for (QuotationWords.Line line : block.lines()) {
        quoted.add("p", "code quoted").text(line.number() + "  " + line.text());
      }
      if (block.note() != null) {
        quoted.add("p").text(block.note());
      }
      Tag document = quoted.add("p", "document");
      document.add("span", "code ltr").text(block.path());
      document.add("br");
      document.text("SHA-256 ");
      document.add("span", "code ltr").text(block.sha256());
    }
    String more = quotations.more();
    if (more != null) {
      body.add("p").text(more);
    }
  }

  /** What the answer cannot say. */
  void addLimits(Tag body) {
    body.add("h2").text(texts.text("answer.limits"));
    Tag list = body.add("ul");
    words.limits().forEach(limit -> list.add("li").text(limit));
    list.add("li").text(words.always());
  }
}
