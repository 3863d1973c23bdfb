package org.relaywitness.evidence;

import java.util.List;
import org.relaywitness.lookup.InvalidQuestionException;

/**
 * Why a request was not answered, as RFC 9457 problem details.
 *
 * @param type a short stable word; printed as a relative reference into the API's own page
 * @param status the HTTP status
 * @param errors one for each parameter at fault
 */
public record Problem(
    String type, String title, int status, String detail, List<ParameterError> errors) {

  /** The media type of {@link #bytes}. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * A parameter at fault.
   *
   * @param code a stable word for programs
   * @param detail what was found and what is expected; never repeats an address
   */
  public record ParameterError(String parameter, String code, String detail) {
    /** One for each problem of an invalid question. */
    public static List<ParameterError> of(InvalidQuestionException invalid) {
      return invalid.problems().stream()
          .map(one -> new ParameterError(one.parameter(), one.code(), one.detail()))
          .toList();
    }
  }

  public Problem {
    errors = List.copyOf(errors);
  }

  /** The problem in UTF-8 JSON. */
  public byte[] bytes() {
    return JsonBody.bytes(
        body ->
            body.put("type", "/api#" + type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail)
                .objects(
                    "errors",
                    errors,
                    (error, one) ->
                        error
                            .put("parameter", one.parameter())
                            .put("code", one.code())
                            .put("detail", one.detail())));
  }
}
