package org.relaywitness.evidence.pdf;

import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.TimeStrip;

/** The picture of time in the report, with its key, and in words for who cannot see it. */
final class StripSection {
  private final ReportFacts facts;
  private final TimeStrip strip;
  private final Texts texts;

  StripSection(ReportFacts facts) {
    this.facts = facts;
    this.strip = new TimeStrip(facts.answer(), facts.words());
    this.texts = facts.words().texts();
  }

  void addTo(Tag body) {
    Tag picture = body.add("div", "picture");
    picture.add("h2").text(texts.text("answer.strip.title"));
    Pictures.addStrip(picture, facts, inWords());
    Tag legend = picture.add("p", "legend");
    addKey(legend, "listed", "\u00a0\u00a0");
    if (strip.shows("elsewhere")) {
      addKey(legend, "elsewhere", "=");
    }
    addKey(legend, "not_listed", "\u00a0\u00a0");
    addKey(legend, "missing", "//");
    if (strip.shows("pending")) {
      addKey(legend, "pending", "\u00a0\u00a0");
    }
    addKey(legend, "force", "\u00a0\u00a0");
    addKey(legend, "scan", "\u25b2");
    addKey(legend, "asked", "\u00a0");
    if (!strip.instant().isEmpty()) {
      addKey(legend, "tolerance", "\u00a0\u00a0");
    }
  }

  private String inWords() {
    return strip.description()
        + texts.text("join.sentence")
        + String.join(texts.text("join.sentence"), strip.inWords());
  }

  private void addKey(Tag legend, String kind, String sign) {
    Tag item = legend.add("span", "item");
    item.add("span", "key " + kind).text(sign);
    item.text(texts.text("answer.strip.legend." + kind));
    legend.text(" ");
  }
}
