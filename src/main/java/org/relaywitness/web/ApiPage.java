package org.relaywitness.web;

import java.util.Set;

/** The readable page of the API, made from its description. */
final class ApiPage implements Route {
  private final Pages pages;
  private final ApiDescription description;

  ApiPage(Pages pages, ApiDescription description) {
    this.pages = pages;
    this.description = description;
  }

  @Override
  public Set<String> parameters() {
    return Set.of(Parameters.LANGUAGE);
  }

  @Override
  public Reply reply(Parameters sent) {
    PageLanguage language = PageLanguage.of(sent);
    return Reply.html(200, pages.api(description, language), Reply.REVALIDATE, language);
  }

  @Override
  public Reply failure(Parameters sent, Failure reason) {
    PageLanguage language = PageLanguage.of(sent);
    return Reply.html(
        reason.status(), pages.message(reason.key(), language), Reply.NO_STORE, language);
  }
}
