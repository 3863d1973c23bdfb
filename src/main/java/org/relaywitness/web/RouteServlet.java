package org.relaywitness.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.relaywitness.evidence.Texts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves one route. No exception leaves it: Jetty would log the request's URI, and with it the
 * address that was looked up.
 */
final class RouteServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(RouteServlet.class);
  private static final Texts ENGLISH = Texts.of(Locale.ENGLISH);

  private final transient Route route;
  private final String name;

  /** A servlet for a route, which the log calls by this name. */
  RouteServlet(String name, Route route) {
    this.name = name;
    this.route = route;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Reply reply =
        reply(
            Parameters.of(
                request.getQueryString(),
                request.getHeader("Accept"),
                request.getPathInfo(),
                route.parameters(),
                ENGLISH));
    response.setStatus(reply.status());
    response.setContentType(reply.contentType());
    response.setHeader("Cache-Control", reply.cacheControl());
    reply.headers().forEach(response::setHeader);
    String tag = reply.headers().get("ETag");
    if (tag != null && tag.equals(request.getHeader("If-None-Match"))) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    if (reply.streamed() != null) {
      stream(reply.streamed(), request, response);
      return;
    }
    response.setContentLength(reply.body().length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(reply.body());
    }
  }

  private void stream(
      Reply.Streamed body, HttpServletRequest request, HttpServletResponse response) {
    if (request.getMethod().equals("HEAD")) {
      return;
    }
    try {
      body.writeTo(response.getOutputStream());
    } catch (IOException | RuntimeException e) {
      // The status is sent already: what was sent is a file without its end, which none opens.
      LOG.error("{}: broke off: {}", name, Faults.describe(e));
    }
  }

  private Reply reply(Parameters parameters) {
    try {
      return route.reply(parameters);
    } catch (RecordsUnavailableException e) {
      LOG.error("{}: the records cannot be read: {}", name, Faults.describe(e));
      return failure(parameters, Route.Failure.UNAVAILABLE);
    } catch (Exception e) {
      LOG.error("{}: fault: {}", name, Faults.describe(e));
      return failure(parameters, Route.Failure.FAULT);
    }
  }

  private Reply failure(Parameters parameters, Route.Failure reason) {
    try {
      return route.failure(parameters, reason);
    } catch (RuntimeException e) {
      LOG.error("{}: fault in telling a fault: {}", name, Faults.describe(e));
      return ApiRoute.problem(reason.key(), reason.status());
    }
  }
}
