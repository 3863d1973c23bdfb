package org.relaywitness.web;

import java.util.Locale;
import java.util.Set;
import org.relaywitness.evidence.Texts;

/** A page to read, the same for everybody: what the data are, how the rule goes, what is kept. */
final class ReadingPage implements Route {
  private final String name;
  private final Pages pages;

  /** The page with this name: {@code about}, {@code method} or {@code privacy}. */
  ReadingPage(String name, Pages pages) {
    this.name = name;
    this.pages = pages;
  }

  @Override
  public Set<String> parameters() {
    return Set.of("lang");
  }

  @Override
  public Reply reply(Parameters sent) {
    Texts texts = texts(sent);
    return sent.problems().isEmpty()
        ? Reply.html(200, pages.reading(name, texts), Reply.REVALIDATE)
        : Reply.html(400, pages.message("request", texts), Reply.NO_STORE);
  }

  private static Texts texts(Parameters sent) {
    String language = sent.find("lang");
    return Texts.of(language == null ? Locale.ENGLISH : Locale.forLanguageTag(language.strip()));
  }

  @Override
  public Reply failure(Parameters sent, Failure reason) {
    return Reply.html(reason.status(), pages.message(reason.key(), texts(sent)), Reply.NO_STORE);
  }
}
