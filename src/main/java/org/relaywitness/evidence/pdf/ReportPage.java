package org.relaywitness.evidence.pdf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.relaywitness.directory.Addresses;
import org.relaywitness.evidence.AnswerWords;
import org.relaywitness.evidence.CustodyTable;
import org.relaywitness.evidence.QuotationWords;
import org.relaywitness.evidence.RelayWords;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Question;
import org.w3c.dom.Document;

/** The report as one long page, in the order of the page on the web, to be cut into sheets. */
final class ReportPage {
  private static final String STYLE = style();

  private final ReportFacts facts;
  private final Answer answer;
  private final AnswerWords words;
  private final Texts texts;

  private ReportPage(ReportFacts facts) {
    this.facts = facts;
    this.answer = facts.answer();
    this.words = facts.words();
    this.texts = words.texts();
  }

  /** The page that holds all that the facts say. */
  static Document of(ReportFacts facts) {
    return new ReportPage(facts).document();
  }

  private Document document() {
    Tag html =
        Tag.root("html")
            .set("lang", texts.language().tag())
            .set("dir", texts.language().direction());
    Tag head = html.add("head");
    head.add("title").text(facts.title());
    head.add("style").set("type", "text/css").text(STYLE);
    Tag body = html.add("body", texts.language().direction());
    addFooter(body);
    body.add("p", "brand").text(texts.text("pdf.brand", Map.of("id", facts.id())));
    addVerdict(body);
    addQuestion(body);
    new StripSection(facts).addTo(body);
    addWhy(body);
    addLimits(body);
    ClosingSections closing = new ClosingSections(facts);
    closing.addSteps(body);
    addRelays(body);
    addQuotations(body);
    RecordSections records = new RecordSections(facts);
    records.addCoverage(body);
    records.addRecords(body);
    closing.addCheck(body);
    closing.addGlossary(body);
    records.addDigests(body);
    CustodyTable custody = facts.custody();
    if (custody != null) {
      new CertificationForm(facts, custody).addTo(body);
    }
    return html.document();
  }

  private void addFooter(Tag body) {
    Tag footer = body.add("div", "footer");
    Tag page = footer.add("span", "page");
    // The style sheet puts the numbers in: only it knows them. What it puts in is not turned
    // around.
    if (texts.language().rightToLeft()) {
      page.text(texts.text("pdf.page.before")).add("span", "number");
      page.text(texts.text("pdf.page.between")).add("span", "count");
    } else {
      page.set("data-before", texts.text("pdf.page.before"))
          .set("data-between", texts.text("pdf.page.between"));
    }
    footer.text(texts.text("pdf.footer.report", Map.of("id", facts.id())));
    footer.add("br");
    footer.text(texts.text("pdf.footer.digest", Map.of("digest", facts.digest())));
  }

  private void addVerdict(Tag body) {
    Tag verdict = body.add("div", "verdict");
    verdict.add("h1").text(words.label());
    verdict.add("p", "headline").text(words.headline());
    verdict.add("p").text(words.meaning());
    words.notices().forEach(notice -> verdict.add("p", "notice").text(notice));
    verdict.add("p").text(words.always());
  }

  private void addQuestion(Tag body) {
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
    body.add("p", "case").text(texts.text("pdf.case"));
  }

  private void addWhy(Tag body) {
    body.add("h2").text(texts.text("answer.why"));
    words.why().forEach(reason -> body.add("p").text(reason));
  }

  private void addRelays(Tag body) {
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

  private void addQuotations(Tag body) {
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

  private void addLimits(Tag body) {
    body.add("h2").text(texts.text("answer.limits"));
    Tag list = body.add("ul");
    words.limits().forEach(limit -> list.add("li").text(limit));
    list.add("li").text(words.always());
  }

  private static String style() {
    try (InputStream in = ReportPage.class.getResourceAsStream("report.css")) {
      if (in == null) {
        throw new IllegalStateException("report.css is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("reading report.css", e);
    }
  }
}
