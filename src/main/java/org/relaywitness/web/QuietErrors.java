package org.relaywitness.web;

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

  QuietErrors(SecurityHeaders headers) {
    this.headers = headers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    headers.put(request, response.getHeaders());
    int status = response.getStatus();
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
