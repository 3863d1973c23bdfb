package org.relaywitness.web;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.handler.EventsHandler;
import org.jspecify.annotations.Nullable;
import org.relaywitness.watch.Metrics;

/** Counts and times each request, under the name of the route that answered it. */
final class Watched extends EventsHandler {
  /** The attribute of a request that holds its route's name. */
  static final String ROUTE = "org.relaywitness.route";

  /** Of requests that were refused before any route, or that are no HTTP. */
  private static final String NO_ROUTE = "none";

  private static final String SEEN = "org.relaywitness.seen";

  private final Metrics metrics;

  Watched(Handler handler, Metrics metrics) {
    super(handler);
    this.metrics = metrics;
  }

  /** The name of the route with this servlet path: few names, none of them a client's. */
  static String name(String path) {
    if (path.isEmpty()) {
      return "/";
    }
    return path.equals("/") ? "not_found" : path.startsWith("/static/") ? "/static/*" : path;
  }

  /** Counts a request that no handler sees, because it is malformed. */
  void refused(Request request, int status) {
    if (request.getAttribute(SEEN) == null) {
      metrics.requested(NO_ROUTE, status, System.nanoTime() - request.getHeadersNanoTime());
    }
  }

  @Override
  protected void onBeforeHandling(Request request) {
    request.setAttribute(SEEN, true);
  }

  @Override
  protected void onComplete(
      Request request, int status, HttpFields headers, @Nullable Throwable failure) {
    Object route = request.getAttribute(ROUTE);
    metrics.requested(
        route instanceof String name ? name : NO_ROUTE,
        status,
        System.nanoTime() - request.getHeadersNanoTime());
  }
}
