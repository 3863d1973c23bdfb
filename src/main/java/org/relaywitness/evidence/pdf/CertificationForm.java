package org.relaywitness.evidence.pdf;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;
import org.relaywitness.evidence.CustodyTable;
import org.relaywitness.evidence.CustodyTable.Batch;
import org.relaywitness.evidence.JsonBody;
import org.relaywitness.evidence.Language;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.evidence.Texts;

/**
 * A form for the custodian of an installation to fill in and sign: how the report was made, where
 * its records came from, and statements for the United States after Federal Rules of Evidence
 * 902(11), (13) and (14), and a declaration for elsewhere. It affirms nothing by itself.
 */
final class CertificationForm {
  private static final int METHOD_STEPS = 8;
  private static final int US_STATEMENTS = 6;
  private static final int US_REMARKS = 3;
  private static final int OTHER_STATEMENTS = 5;

  /** More sources than these are in the attached table alone. */
  private static final int MOST_BATCHES = 40;

  /** What is for courts of the United States is in their language, whatever the report's. */
  private static final Texts ENGLISH = Texts.of(Language.ENGLISH);

  private final Texts texts;
  private final CustodyTable custody;
  private final Map<String, ?> values;

  CertificationForm(ReportFacts facts, CustodyTable custody) {
    this.texts = facts.words().texts();
    this.custody = custody;
    byte[] table = custody.bytes();
    this.values =
        Map.of(
            "id", facts.id(),
            "digest", facts.digest(),
            "version", ProductVersion.current(),
            "answer", AnswerPdf.JSON_NAME,
            "digests", AnswerPdf.DIGESTS_NAME,
            "custody", AnswerPdf.CUSTODY_NAME,
            "custody_digest", Sha256.digest(table));
  }

  /** Adds the form, beginning on a sheet of its own. */
  void addTo(Tag body) {
    Tag page = body.add("div", "certification");
    page.add("h2").text(texts.text("cert.title"));
    page.add("p", "notice").text(texts.text("cert.notice"));
    page.add("p").text(texts.text("cert.about", values));
    page.add("h3").text(texts.text("cert.method.title"));
    addList(page, "cert.method.", METHOD_STEPS, texts);
    addCustody(page);
    Tag english = page.add("div", "english").set("lang", Language.ENGLISH.tag());
    english.add("h3", "sheet").text(ENGLISH.text("cert.us.title"));
    addForm(english, "cert.us.", US_STATEMENTS, ENGLISH);
    for (int remark = 1; remark <= US_REMARKS; remark++) {
      english.add("p", "remark").text(ENGLISH.text("cert.us.remark." + remark));
    }
    page.add("h3", "sheet").text(texts.text("cert.other.title"));
    addForm(page, "cert.other.", OTHER_STATEMENTS, texts);
  }

  private void addCustody(Tag page) {
    page.add("h3").text(texts.text("cert.custody.title"));
    page.add("p").text(texts.text("cert.custody.about", values));
    List<Batch> batches = custody.batches();
    if (batches.isEmpty()) {
      page.add("p").text(texts.text("cert.custody.none"));
      return;
    }
    Tag rows =
        Tables.rows(
            page,
            "custody",
            List.of(
                texts.text("cert.custody.imported"),
                texts.text("cert.custody.documents"),
                texts.text("cert.custody.source"),
                texts.text("cert.custody.version")));
    batches.stream().limit(MOST_BATCHES).forEach(batch -> addRow(rows, batch));
    if (batches.size() > MOST_BATCHES) {
      page.add("p")
          .text(
              texts.text(
                  "cert.custody.more",
                  Map.of("n", batches.size() - MOST_BATCHES, "custody", AnswerPdf.CUSTODY_NAME)));
    }
  }

  private void addRow(Tag rows, Batch batch) {
    Tag row = rows.add("tr");
    row.add("td").text(imported(batch.firstImported(), batch.lastImported()));
    row.add("td")
        .text(
            texts.text(
                "cert.custody.count",
                Map.of("consensuses", batch.consensuses(), "exit_lists", batch.exitLists())));
    Tag source = row.add("td");
    if (batch.source() == null) {
      source.text(texts.text("cert.custody.unknown"));
    } else {
      source.add("span", "code").text(batch.source());
      source.add("br");
      source.text("SHA-256 ");
      source.add("span", "code").text(orUnknown(batch.sourceSha256()));
    }
    row.add("td").text(orUnknown(batch.version()));
  }

  private String imported(@Nullable Instant first, @Nullable Instant last) {
    if (first == null || last == null) {
      return texts.text("cert.custody.unknown");
    }
    String from = JsonBody.time(first);
    String to = JsonBody.time(last);
    return from.equals(to)
        ? from
        : texts.text("cert.custody.between", Map.of("from", from, "to", to));
  }

  private String orUnknown(@Nullable String value) {
    return value == null ? texts.text("cert.custody.unknown") : value;
  }

  private void addForm(Tag page, String key, int statements, Texts spoken) {
    Tag form = page.add("div", "form");
    form.add("p", "blank").text(spoken.text(key + "declarant"));
    addList(form, key, statements, spoken);
    Tag end = form.add("div", "statement");
    end.add("p").text(spoken.text(key + "oath"));
    end.add("p", "blank").text(spoken.text("cert.signature"));
  }

  private void addList(Tag parent, String key, int items, Texts spoken) {
    Tag list = parent.add("ol");
    for (int item = 1; item <= items; item++) {
      list.add("li").text(spoken.text(key + item, values));
    }
  }
}
