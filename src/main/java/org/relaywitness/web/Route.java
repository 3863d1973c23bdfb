package org.relaywitness.web;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.InvalidQuestionException;

/** What answers the requests of one path. */
interface Route {
  /** The longest file that is taken, in bytes: a report is far smaller. */
  int LONGEST_FILE = 16 * 1024 * 1024;

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

  /** The field of a form that may send a file to this path; {@code null}: no file is taken. */
  default @Nullable String fileField() {
    return null;
  }

  /**
   * The reply to a form with a file; by default there is none to reply to.
   *
   * @param query the parameters of the address
   * @param file its bytes, {@link #LONGEST_FILE} at most
   */
  default Reply received(Parameters query, byte[] file) {
    throw new IllegalStateException("no file is taken here");
  }

  /** The reply when there is no answer: by {@code reason}, telling nothing of what went wrong. */
  Reply failure(Parameters parameters, Failure reason);

  /** Why there is no answer. */
  enum Failure {
    NOT_FOUND("not_found", 404),
    FORM("form", 400),
    FORM_LARGE("form_large", 413),
    FAULT("fault", 500),
    BUSY("busy", 503),
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
