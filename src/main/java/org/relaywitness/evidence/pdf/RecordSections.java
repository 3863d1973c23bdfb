package org.relaywitness.evidence.pdf;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.relaywitness.evidence.RecordWords;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.HeldConsensus;

/** The parts of the report on records: what is held and missing, what was used, the digests. */
final class RecordSections {
  private final Answer answer;
  private final ReportFacts facts;
  private final Texts texts;
  private final RecordWords records;

  RecordSections(ReportFacts facts) {
    this.facts = facts;
    this.answer = facts.answer();
    this.texts = facts.words().texts();
    this.records = new RecordWords(answer, facts.words());
  }

  /** Whether the records suffice, each missing hour, and the neighbours. */
  void addCoverage(Tag body) {
    body.add("h2").text(texts.text("answer.coverage"));
    records.coverage().forEach(sentence -> body.add("p").text(sentence));
    addHours(body, texts.text("coverage.missing.consensuses"), records.missingConsensuses());
    addHours(body, texts.text("coverage.missing.exit_lists"), records.missingExitLists());
    addHours(body, texts.text("coverage.pending"), records.pendingConsensuses());
    if (!records.nearby().isEmpty()) {
      body.add("h2").text(texts.text("answer.nearby"));
      body.add("p").text(records.nearby());
    }
  }

  private static void addHours(Tag body, String heading, List<String> hours) {
    if (!hours.isEmpty()) {
      body.add("h3").text(heading);
      Tag list = body.add("ul", "hours");
      hours.forEach(hour -> list.add("li").text(hour));
    }
  }

  /** The records used, with those in full that a reader wants to see first. */
  void addRecords(Tag body) {
    body.add("h2").text(texts.text("answer.records"));
    if (answer.asOf() != null) {
      body.add("p")
          .text(
              texts.text(
                  "answer.as_of", Map.of("time", facts.words().moments().utc(answer.asOf()))));
    }
    body.add("h3").text(texts.text("answer.records.consensuses"));
    body.add("p").text(records.consensusSummary());
    if (!records.shortConsensuses().isEmpty()) {
      Tag rows =
          Tables.rows(
              body,
              "records",
              List.of(
                  texts.text("records.consensus.column.time"),
                  texts.text("records.consensus.column.role"),
                  texts.text("records.consensus.column.signatures"),
                  texts.text("records.consensus.column.document")));
      for (RecordWords.ShortRow row : records.shortConsensuses()) {
        addDocument(Tables.row(rows, row.time(), row.role(), row.verification()), row);
      }
    }
    addNote(body, "pdf.records.consensuses", records.consensuses().size());
    body.add("h3").text(texts.text("answer.records.exit_lists"));
    body.add("p").text(records.exitListSummary());
    if (!records.shortExitLists().isEmpty()) {
      Tag rows =
          Tables.rows(
              body,
              "records",
              List.of(
                  texts.text("records.exit_list.column.time"),
                  texts.text("records.exit_list.column.role"),
                  texts.text("records.exit_list.column.document")));
      for (RecordWords.ShortRow row : records.shortExitLists()) {
        addDocument(Tables.row(rows, row.time(), row.role()), row);
      }
    }
    addNote(body, "pdf.records.exit_lists", records.exitLists().size());
  }

  private static void addDocument(Tag row, RecordWords.ShortRow record) {
    Tag cell = row.addCell("td");
    cell.add("span", "code ltr").text(record.path());
    cell.add("br");
    cell.text("SHA-256 ");
    cell.add("span", "code ltr").text(record.sha256());
  }

  private void addNote(Tag body, String key, int count) {
    if (count > 0) {
      body.add("p").text(texts.text(key, Map.of("n", count)));
    }
  }

  /** Every consensus looked at, with its digest. */
  void addDigests(Tag body) {
    addDigests(body, texts, records.consensuses());
  }

  /** Every consensus that any of the answers looked at, with its digest. */
  static void addAllDigests(Tag body, Texts texts, List<ReportFacts> answers) {
    Map<RecordWords.RecordRow, Instant> times = new HashMap<>();
    for (ReportFacts facts : answers) {
      List<HeldConsensus> held = facts.answer().consensuses();
      List<RecordWords.RecordRow> rows =
          new RecordWords(facts.answer(), facts.words()).consensuses();
      for (int i = 0; i < rows.size(); i++) {
        times.put(rows.get(i), held.get(i).validAfter());
      }
    }
    addDigests(
        body,
        texts,
        times.entrySet().stream()
            .sorted(
                Map.Entry.<RecordWords.RecordRow, Instant>comparingByValue()
                    .thenComparing(entry -> entry.getKey().sha256())
                    .thenComparing(entry -> entry.getKey().verification()))
            .map(Map.Entry::getKey)
            .toList());
  }

  private static void addDigests(
      Tag body, Texts texts, Collection<RecordWords.RecordRow> consensuses) {
    if (consensuses.isEmpty()) {
      return;
    }
    body.add("h2").text(texts.text("pdf.digests.title"));
    body.add("p").text(texts.text("pdf.digests.intro"));
    Tag rows =
        Tables.rows(
            body,
            "digests",
            List.of(
                texts.text("records.consensus.column.time"),
                texts.text("records.consensus.column.signatures"),
                "SHA-256"));
    for (RecordWords.RecordRow row : consensuses) {
      Tables.row(rows, row.time(), row.verification())
          .addCell("td")
          .add("span", "digest ltr")
          .text(row.sha256());
    }
  }
}
