package org.relaywitness.web;

import java.util.Locale;
import java.util.Set;
import org.relaywitness.evidence.Texts;

/** Answers for whatever no other route takes. */
final class NoSuchPage implements Route {
  private final Pages pages;

  NoSuchPage(Pages pages) {
    this.pages = pages;
  }

  @Override
  public Set<String> parameters() {
    return Set.of();
  }

  @Override
  public Reply reply(Parameters sent) {
    return failure(sent, Failure.NOT_FOUND);
  }

  @Override
  public Reply failure(Parameters sent, Failure reason) {
    return Reply.html(
        reason.status(), pages.message(reason.key(), Texts.of(Locale.ENGLISH)), Reply.NO_STORE);
  }
}
