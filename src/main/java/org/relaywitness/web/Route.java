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

  /** The reply when there is no answer: by {@code reason}, telling nothing of what went wrong. */
  Reply failure(Parameters parameters, Failure reason);

  /** Why there is no answer. */
  enum Failure {
    NOT_FOUND("not_found", 404),
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
