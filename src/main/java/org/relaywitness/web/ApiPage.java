package org.relaywitness.web;

import java.util.Locale;
import java.util.Set;
import org.relaywitness.evidence.Texts;

/** The readable page of the API, made from its description. */
final class ApiPage implements Route {
  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);

  private final Pages pages;
  private final String page;

  ApiPage(Pages pages, ApiDescription description) {
    this.pages = pages;
    this.page = pages.api(description, TEXTS);
  }

  @Override
  public Set<String> parameters() {
    return Set.of();
  }

  @Override
  public Reply reply(Parameters sent) {
    return Reply.html(200, page, Reply.REVALIDATE);
  }

  @Override
  public Reply failure(Parameters sent, Failure reason) {
    return Reply.html(reason.status(), pages.message(reason.key(), TEXTS), Reply.NO_STORE);
  }
}
