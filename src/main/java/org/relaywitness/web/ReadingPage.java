package org.relaywitness.web;

import java.util.Set;

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
    PageLanguage language = PageLanguage.of(sent);
    return sent.problems().isEmpty()
        ? Reply.html(200, pages.reading(name, language), Reply.REVALIDATE, language)
        : Reply.html(400, pages.message("request", language), Reply.NO_STORE, language);
  }

  @Override
  public Reply failure(Parameters sent, Failure reason) {
    PageLanguage language = PageLanguage.of(sent);
    return Reply.html(
        reason.status(), pages.message(reason.key(), language), Reply.NO_STORE, language);
  }
}
