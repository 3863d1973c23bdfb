package org.relaywitness.web;

import java.util.Set;

/** Answers for whatever no other route takes. */
final class NoSuchPage implements Route {
  private final Pages pages;

  NoSuchPage(Pages pages) {
    this.pages = pages;
  }

  @Override
  public Set<String> parameters() {
    return Set.of(Parameters.LANGUAGE);
  }

  @Override
  public Reply reply(Parameters sent) {
    return failure(sent, Failure.NOT_FOUND);
  }

  @Override
  public Reply failure(Parameters sent, Failure reason) {
    PageLanguage language = PageLanguage.of(sent).withoutQuestion();
    return Reply.html(
        reason.status(), pages.message(reason.key(), language), Reply.NO_STORE, language);
  }
}
