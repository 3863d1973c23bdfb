package org.relaywitness.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.relaywitness.evidence.Problem;
import org.relaywitness.evidence.Problem.ParameterError;
import org.relaywitness.evidence.Texts;
import org.relaywitness.lookup.InvalidQuestionException;

/** A route of the API: whatever goes wrong is told as RFC 9457 problem details, in English. */
final class ApiRoute implements Route {
  private static final Texts TEXTS = Texts.of(Locale.ENGLISH);

  private final Set<String> parameters;
  private final Answering answering;

  ApiRoute(Set<String> parameters, Answering answering) {
    this.parameters = Set.copyOf(parameters);
    this.answering = answering;
  }

  /** What the route does once the parameters are known to be its own, each given once. */
  interface Answering {
    Reply reply(Parameters parameters) throws InvalidQuestionException;
  }

  @Override
  public Set<String> parameters() {
    return parameters;
  }

  @Override
  public Reply reply(Parameters sent) {
    try {
      sent.check();
      return answering.reply(sent);
    } catch (InvalidQuestionException e) {
      return invalid(e);
    }
  }

  /** Problem details for a question that is none. */
  static Reply invalid(InvalidQuestionException e) {
    return problem("invalid_question", 400, ParameterError.of(e), Map.of());
  }

  @Override
  public Reply failure(Parameters sent, Failure reason) {
    return problem(reason.key(), reason.status());
  }

  /** Problem details for one of the {@code error.} texts. */
  static Reply problem(String key, int status) {
    return problem(key, status, Map.of());
  }

  /** As {@link #problem(String, int)}, with further headers. */
  static Reply problem(String key, int status, Map<String, String> headers) {
    return problem(key, status, List.of(), headers);
  }

  private static Reply problem(
      String key, int status, List<ParameterError> errors, Map<String, String> headers) {
    Problem problem =
        new Problem(
            key.replace('_', '-'),
            TEXTS.text("error." + key + ".title"),
            status,
            TEXTS.text("error." + key + ".detail"),
            errors);
    return new Reply(status, Problem.MEDIA_TYPE, problem.bytes(), Reply.NO_STORE, headers);
  }
}
