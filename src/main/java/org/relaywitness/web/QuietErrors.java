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
  private final ObjIntConsumer<Request> refused;

  /** Answers, and tells no one. */
  QuietErrors() {
    this((request, status) -> {});
  }

  /** Answers, and tells which request got which status. */
  QuietErrors(ObjIntConsumer<Request> refused) {
    this.refused = refused;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Doorkeeper.secure(response.getHeaders());
    int status = response.getStatus();
    refused.accept(request, status);
    String key = status == 404 ? "not_found" : status >= 500 ? "fault" : "request";
    Doorkeeper.write(ApiRoute.problem(key, status), response, callback);
    return true;
  }
}
