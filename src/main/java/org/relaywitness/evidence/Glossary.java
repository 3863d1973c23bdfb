package org.relaywitness.evidence;

import java.util.List;

/** The words of the trade that pages and reports use. */
public final class Glossary {
  private static final List<String> WORDS =
      List.of(
          "tor",
          "relay",
          "exit",
          "consensus",
          "authorities",
          "scan",
          "policy",
          "fingerprint",
          "port",
          "sha256",
          "utc");

  private Glossary() {}

  /** A word and its meaning. */
  public record Entry(String word, String meaning) {}

  /** All of them, in the order in which a reader meets them. */
  public static List<Entry> entries(Texts texts) {
    return WORDS.stream()
        .map(
            word ->
                new Entry(texts.text("glossary." + word), texts.text("glossary." + word + ".text")))
        .toList();
  }
}
