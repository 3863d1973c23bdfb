package org.relaywitness.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
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
  private static final String ALLOWED = "GET, HEAD, OPTIONS";
  private static final Map<String, String> ALLOW = Map.of("Allow", ALLOWED);

  private final transient Route route;
  private final String name;

  /** A servlet for a route, which the log and the metrics call by this name. */
  RouteServlet(String name, Route route) {
    this.name = name;
    this.route = route;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.setAttribute(Watched.ROUTE, name);
    String method = request.getMethod();
    if (method.equals("OPTIONS")) {
      response.setHeader("Allow", ALLOWED);
      response.setHeader("Cache-Control", Reply.NO_STORE);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      // Nothing here can change anything, so no other method has a meaning.
      write(ApiRoute.problem("method", HttpServletResponse.SC_METHOD_NOT_ALLOWED, ALLOW), response);
      return;
    }
    Reply reply =
        reply(
            Parameters.of(
                request.getQueryString(),
                request.getHeader("Accept"),
                request.getPathInfo(),
                route.parameters(),
                ENGLISH));
    EntityTag tag = EntityTag.find(reply);
    if (tag != null) {
      response.setHeader("ETag", tag.toString());
      if (tag.isAmong(request.getHeader("If-None-Match"))) {
        response.setHeader("Cache-Control", reply.cacheControl());
        reply.headers().forEach(response::addHeader);
        response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
        return;
      }
    }
    write(reply, response);
    if (reply.streamed() != null && method.equals("GET")) {
      stream(reply.streamed(), request, response);
    }
  }

  /** Writes the response, but for a streamed body; the container leaves bodies out for HEAD. */
  static void write(Reply reply, HttpServletResponse response) throws IOException {
    response.setStatus(reply.status());
    response.setContentType(reply.contentType());
    response.setHeader("Cache-Control", reply.cacheControl());
    reply.headers().forEach(response::addHeader);
    if (reply.streamed() == null) {
      response.setContentLength(reply.body().length);
      response.getOutputStream().write(reply.body());
    }
  }

  private void stream(
      Reply.Streamed body, HttpServletRequest request, HttpServletResponse response) {
    try {
      body.writeTo(response.getOutputStream());
    } catch (IOException | RuntimeException e) {
      // The status is sent already. Without the end that HTTP gives to whole answers, no one can
      // take the half for the whole.
      LOG.error("{}: broke off: {}", name, Faults.describe(e));
      RequestBody.cut(request);
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
