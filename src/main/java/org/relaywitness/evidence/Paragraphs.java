package org.relaywitness.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Paragraphs, written sentence by sentence. */
final class Paragraphs {
  private final List<List<String>> paragraphs = new ArrayList<>();
  private final Texts texts;

  Paragraphs(Texts texts) {
    this.texts = texts;
  }

  /** Ends the paragraph; the next sentence begins another. */
  void begin() {
    if (paragraphs.isEmpty() || !paragraphs.get(paragraphs.size() - 1).isEmpty()) {
      paragraphs.add(new ArrayList<>());
    }
  }

  void say(String key) {
    say(key, Map.of());
  }

  void say(String key, Map<String, ?> values) {
    add(texts.text(key, values));
  }

  /** Adds a sentence as it is; a paragraph has begun. */
  void add(String sentence) {
    paragraphs.get(paragraphs.size() - 1).add(sentence);
  }

  /** Those with a sentence at least. */
  List<String> written() {
    return paragraphs.stream()
        .filter(sentences -> !sentences.isEmpty())
        .map(sentences -> String.join(texts.text("join.sentence"), sentences))
        .toList();
  }
}
