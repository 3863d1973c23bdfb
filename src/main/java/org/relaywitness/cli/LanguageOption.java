package org.relaywitness.cli;

import java.util.ArrayList;
import java.util.Locale;
import java.util.stream.Stream;
import org.relaywitness.evidence.Language;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option {@code --lang}. */
final class LanguageOption {
  @Option(
      names = "--lang",
      paramLabel = "LANG",
      description = "Language of text and PDF: ${COMPLETION-CANDIDATES} (default: en).",
      completionCandidates = Tags.class)
  private String language = "en";

  /** Refuses a language that there is not. */
  Locale locale(CommandLine commandLine) {
    if (Language.find(language) == null) {
      throw new ParameterException(
          commandLine, "--lang: expected one of " + String.join(", ", new Tags()));
    }
    return Locale.forLanguageTag(language);
  }

  /** The languages to choose from. */
  static final class Tags extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    Tags() {
      super(Stream.of(Language.values()).map(Language::tag).toList());
    }
  }
}
