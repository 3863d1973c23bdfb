package org.relaywitness.evidence;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Answer.RelayMatch;

/** An answer as plain text for a terminal: 80 columns, the verdict first. */
public final class AnswerText {
  private final Answer answer;
  private final Documents documents;
  private final AnswerWords words;
  private final Texts texts;
  private final WrappedText out = new WrappedText(80);

  private AnswerText(Answer answer, Documents documents, Locale locale) {
    this.answer = answer;
    this.documents = documents;
    this.words = new AnswerWords(answer, locale);
    this.texts = words.texts();
  }

  /**
   * The text, each line ended by LF.
   *
   * @param documents what the verbatim lines are quoted from; these may be longer than 80 columns
   */
  public static String of(Answer answer, Documents documents, Locale locale) {
    return new AnswerText(answer, documents, locale).rendered();
  }

  private String rendered() {
    out.heading(label("text.heading.verdict") + " " + words.label());
    out.paragraph(words.headline());
    out.paragraph(words.meaning());
    words.notices().forEach(out::paragraph);
    out.paragraph(words.always());
    writeQuestion();
    out.heading(texts.text("text.heading.why"));
    words.why().forEach(out::paragraph);
    if (!answer.relays().isEmpty()) {
      out.heading(texts.text("text.heading.relays"));
      answer.relays().forEach(this::writeRelay);
    }
    writeQuotations();
    writeCoverage();
    writeRecords();
    out.heading(texts.text("text.heading.limits"));
    words.limits().forEach(out::item);
    out.item(words.always());
    out.paragraph(version());
    return out.toString();
  }

  private void writeQuestion() {
    out.heading(texts.text("text.heading.question"));
    out.paragraph(words.question());
    out.paragraph(words.time());
    String interval = words.interval();
    if (interval != null) {
      out.paragraph(interval);
    }
    out.paragraph(words.iso());
  }

  private void writeRelay(RelayMatch match) {
    RelayWords relay = new RelayWords(match, words, answer.question().port());
    out.paragraph(RelayWords.name(texts, match));
    out.field(label("relay.matched"), relay.matched());
    out.field(label("relay.addresses"), relay.addresses());
    out.field(labelled(relay.exitingLabel()), relay.exiting());
    out.field(label("relay.policy"), texts.isolated(relay.policy()));
    out.field(label("relay.flags"), relay.flags());
    if (!relay.listed().isEmpty()) {
      out.field(label("text.heading.listed"), "");
    }
    for (RelayWords.ListedRow row : relay.listed()) {
      out.item(
          texts.text(
              "text.listed",
              Map.of(
                  "first",
                  row.first(),
                  "last",
                  row.last(),
                  "n",
                  texts.count("text.lists", row.count()),
                  "when",
                  row.when(),
                  "address",
                  row.address(),
                  "exit",
                  row.exit())));
    }
    if (!relay.scans().isEmpty()) {
      out.field(label("text.heading.scans"), "");
    }
    for (RelayWords.ScanRow row : relay.scans()) {
      out.item(
          texts.text(
              "text.scan",
              Map.of("time", row.time(), "distance", row.distance(), "when", row.when())));
    }
    String more = relay.moreScans();
    if (more != null) {
      out.item(more);
    }
  }

  private void writeQuotations() {
    QuotationWords quotations = new QuotationWords(Quotations.of(answer, documents), answer, words);
    if (quotations.intro().isEmpty()) {
      return;
    }
    out.heading(texts.text("text.heading.quotations"));
    out.paragraph(quotations.intro());
    for (QuotationWords.Block block : quotations.blocks()) {
      out.paragraph(block.title());
      writeSentence(block.note());
      for (QuotationWords.Line line : block.lines()) {
        out.unbroken(
            texts.text("text.quoted", Map.of("number", line.number(), "line", line.text())));
      }
      out.unbroken(block.path());
      out.unbroken(texts.text("text.sha256", Map.of("digest", block.sha256())));
    }
    writeSentence(quotations.more());
  }

  private void writeCoverage() {
    RecordWords records = new RecordWords(answer, words);
    out.heading(texts.text("text.heading.coverage"));
    out.paragraph(String.join(texts.text("join.sentence"), records.coverage()));
    writeHours("coverage.missing.consensuses", records.missingConsensuses());
    writeHours("coverage.missing.exit_lists", records.missingExitLists());
    writeHours("coverage.pending", records.pendingConsensuses());
    if (!answer.nearby().isEmpty()) {
      out.heading(texts.text("text.heading.nearby"));
      out.paragraph(records.nearby());
    }
  }

  private void writeHours(String key, List<String> hours) {
    if (!hours.isEmpty()) {
      out.field(label(key), "");
      hours.forEach(out::item);
    }
  }

  private void writeRecords() {
    RecordWords records = new RecordWords(answer, words);
    out.heading(texts.text("text.heading.records"));
    out.paragraph(records.consensusSummary());
    for (RecordWords.ShortRow row : records.shortConsensuses()) {
      out.item(
          texts.text(
              "text.consensus",
              Map.of("time", row.time(), "role", row.role(), "signatures", row.verification())));
      out.unbroken(texts.text("text.sha256", Map.of("digest", row.sha256())));
    }
    writeSentence(records.consensusesNotShown());
    out.paragraph(records.exitListSummary());
    for (RecordWords.ShortRow row : records.shortExitLists()) {
      out.item(texts.text("text.exit_list", Map.of("time", row.time(), "role", row.role())));
      out.unbroken(texts.text("text.sha256", Map.of("digest", row.sha256())));
    }
    writeSentence(records.exitListsNotShown());
    out.paragraph(texts.text("text.json", Map.of("option", "--format json")));
  }

  private String label(String key) {
    return labelled(texts.text(key));
  }

  private String labelled(String label) {
    return texts.text("join.label", Map.of("label", label));
  }

  private void writeSentence(@Nullable String sentence) {
    if (sentence != null) {
      out.paragraph(sentence);
    }
  }

  private String version() {
    return answer.asOf() == null
        ? texts.text("text.version.empty", Map.of("version", ProductVersion.current()))
        : texts.text(
            "text.version",
            Map.of(
                "version", ProductVersion.current(), "as_of", words.moments().utc(answer.asOf())));
  }
}
