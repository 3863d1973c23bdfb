package org.relaywitness.web;

import java.util.function.ObjIntConsumer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Answers what never reached a route, such as a malformed request or headers that are too large;
 * repeats nothing of the request and tells nothing of the server.
 */
final class QuietErrors extends ErrorHandler {
  private final SecurityHeaders headers;
  private final ObjIntConsumer<Request> refused;

  /** Answers, and tells which request got which status. */
  QuietErrors(SecurityHeaders headers, ObjIntConsumer<Request> refused) {
    this.headers = headers;
    this.refused = refused;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    headers.put(request, response.getHeaders());
    int status = response.getStatus();
    refused.accept(request, status);
    String key =
        switch (status) {
          case 404 -> "not_found";
          // The version of HTTP, or a coding: the request's doing.
          case 501, 505 -> "request";
          default -> status >= 500 ? "fault" : "request";
        };
    Doorkeeper.write(ApiRoute.problem(key, status), response, callback);
    return true;
  }
}
