package org.relaywitness.evidence.pdf;

import java.util.Map;
import org.relaywitness.evidence.Language;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.evidence.Texts;

/**
 * A form for the custodian of an installation to fill in and sign: for the United States after
 * Federal Rules of Evidence 902(11), (13) and (14), and a declaration for elsewhere. It affirms
 * nothing by itself.
 */
final class CertificationForm {
  private static final int METHOD_STEPS = 6;
  private static final int US_STATEMENTS = 6;
  private static final int OTHER_STATEMENTS = 4;

  /** What is for courts of the United States is in their language, whatever the report's. */
  private static final Texts ENGLISH = Texts.of(Language.ENGLISH);

  private final Texts texts;
  private final Map<String, ?> values;

  CertificationForm(ReportFacts facts) {
    this.texts = facts.words().texts();
    this.values =
        Map.of(
            "id", facts.id(), "digest", facts.id().digest(), "version", ProductVersion.current());
  }

  /** Adds the form, beginning on a sheet of its own. */
  void addTo(Tag body) {
    Tag page = body.add("div", "certification");
    page.add("h2").text(texts.text("cert.title"));
    page.add("p", "notice").text(texts.text("cert.notice"));
    page.add("p").text(texts.text("cert.about", values));
    page.add("h3").text(texts.text("cert.method.title"));
    addList(page, "cert.method.", METHOD_STEPS, texts);
    Tag english = page.add("div", "english").set("lang", Language.ENGLISH.tag());
    english.add("h3").text(ENGLISH.text("cert.us.title"));
    addForm(english, "cert.us.", US_STATEMENTS, ENGLISH);
    page.add("h3").text(texts.text("cert.other.title"));
    addForm(page, "cert.other.", OTHER_STATEMENTS, texts);
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
