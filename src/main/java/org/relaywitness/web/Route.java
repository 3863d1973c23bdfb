package org.relaywitness.web;

import java.util.Set;
import org.relaywitness.lookup.InvalidQuestionException;

/** What answers the requests of one path. */
interface Route {
  /** The parameters it knows. */
  Set<String> parameters();

  /**
   * The reply to a request with these parameters.
   *
   * @throws InvalidQuestionException when the parameters do not make a question
   * @throws RecordsUnavailableException when the records cannot be read
   */
  Reply reply(Parameters parameters) throws InvalidQuestionException;

  /** The fields of a form that may be sent to this path with POST; mostly none. */
  default Set<String> formFields() {
    return Set.of();
  }

  /**
   * The reply to such a form; by default there is none to reply to.
   *
   * @param query the parameters of the address
   * @param form the fields of the form
   */
  default Reply posted(Parameters query, Parameters form) {
    throw new IllegalStateException("no form is taken here");
  }

  /** The reply when there is no answer: by {@code reason}, telling nothing of what went wrong. */
  Reply failure(Parameters parameters, Failure reason);

  /** Why there is no answer. */
  enum Failure {
    NOT_FOUND("not_found", 404),
    FORM("form", 400),
    FORM_LARGE("form_large", 413),
    FAULT("fault", 500),
    UNAVAILABLE("unavailable", 503);

    private final String key;
    private final int status;

    Failure(String key, int status) {
      this.key = key;
      this.status = status;
    }

    String key() {
      return key;
    }

    int status() {
      return status;
    }
  }
}
