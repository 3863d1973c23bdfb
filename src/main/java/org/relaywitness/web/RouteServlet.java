package org.relaywitness.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.ee11.servlet.HttpOutput;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
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

  /** A streamed body holds its thread until the client has read it; some are for the others. */
  private static final Semaphore STREAMS = new Semaphore(16);

  /** So does a body until it was sent. */
  private static final Semaphore UPLOADS = new Semaphore(64);

  /** Seconds until a question may be asked again, and a long answer. */
  private static final String SOON = "2";

  private static final String LATER = "10";

  private final transient Route route;
  private final transient Turns turns;
  private final String name;

  /** A servlet for a route, which the log and the metrics call by this name. */
  RouteServlet(String name, Route route, Turns turns) {
    this.name = name;
    this.route = route;
    this.turns = turns;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.setAttribute(Watched.ROUTE, name);
    String method = request.getMethod();
    boolean takesForm = !route.formFields().isEmpty() || route.fileField() != null;
    if (method.equals("OPTIONS")) {
      response.setHeader("Allow", takesForm ? ALLOWED + ", POST" : ALLOWED);
      response.setHeader("Cache-Control", Reply.NO_STORE);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    if (method.equals("POST") && takesForm) {
      write(posted(request), request, response);
      return;
    }
    if (!method.equals("GET") && !method.equals("HEAD")) {
      // Nothing here can change anything, so no other method has a meaning.
      write(
          ApiRoute.problem("method", HttpServletResponse.SC_METHOD_NOT_ALLOWED, ALLOW),
          request,
          response);
      return;
    }
    Parameters query = query(request);
    Reply reply = inTurn(query, () -> route.reply(query));
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
    if (reply.streamed() == null) {
      write(reply, request, response);
    } else if (!STREAMS.tryAcquire()) {
      write(busy(query, LATER), request, response);
    } else {
      try {
        write(reply, request, response);
        if (method.equals("GET")) {
          stream(reply.streamed(), request, response);
        }
      } finally {
        STREAMS.release();
      }
    }
  }

  private Parameters query(HttpServletRequest request) {
    return Parameters.of(
            request.getQueryString(),
            request.getHeader("Accept"),
            request.getPathInfo(),
            route.parameters(),
            ENGLISH)
        .speaking(languages(request));
  }

  /** The reply to a form; what stands in it is in no log, whatever goes wrong. */
  private Reply posted(HttpServletRequest request) throws IOException {
    Parameters query = query(request);
    if (!UPLOADS.tryAcquire()) {
      return busy(query, SOON);
    }
    SentForm.Content form;
    try {
      form = SentForm.read(route, query, request, languages(request));
    } finally {
      UPLOADS.release();
    }
    Route.Failure failure = form.failure();
    return failure == null
        ? inTurn(query, Objects.requireNonNull(form.thinking()))
        : failure(query, failure);
  }

  /** A holder of this servlet; files that it takes are kept in memory, never on a disk. */
  ServletHolder holder() {
    ServletHolder holder = new ServletHolder(this);
    if (route.fileField() != null) {
      holder.getRegistration().setMultipartConfig(SentForm.files());
    }
    return holder;
  }

  /** All {@code Accept-Language} headers as one; {@code null} when there is none. */
  private static @Nullable String languages(HttpServletRequest request) {
    List<String> headers = Collections.list(request.getHeaders("Accept-Language"));
    return headers.isEmpty() ? null : String.join(",", headers);
  }

  /**
   * Writes the response, but for a streamed body; the container leaves bodies out for HEAD. Goes on
   * after this returns: however slowly a client reads, it holds no thread.
   */
  static void write(Reply reply, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setStatus(reply.status());
    response.setContentType(reply.contentType());
    response.setHeader("Cache-Control", reply.cacheControl());
    reply.headers().forEach(response::addHeader);
    if (reply.streamed() == null) {
      response.setContentLength(reply.body().length);
      AsyncContext writing = request.startAsync();
      // SlowClients decides how long it may take.
      writing.setTimeout(0);
      ((HttpOutput) response.getOutputStream())
          .sendContent(ByteBuffer.wrap(reply.body()), Callback.from(writing::complete));
    }
  }

  private void stream(
      Reply.Streamed body, HttpServletRequest request, HttpServletResponse response) {
    try {
      body.writeTo(response.getOutputStream());
    } catch (IOException | RuntimeException | Error e) {
      // The status is sent already. Without the end that HTTP gives to whole answers, no one can
      // take the half for the whole.
      LOG.error("{}: broke off: {}", name, Faults.describe(e));
      RequestBody.cut(request);
    }
  }

  /** Has the route think when it is its turn; whatever goes wrong becomes a reply that tells it. */
  private Reply inTurn(Parameters query, Callable<Reply> thinking) {
    if (!turns.begin()) {
      return busy(query, SOON);
    }
    try {
      return thinking.call();
    } catch (RecordsUnavailableException e) {
      LOG.error("{}: the records cannot be read: {}", name, Faults.describe(e));
      return failure(query, Route.Failure.UNAVAILABLE);
    } catch (Exception | Error e) {
      // An error too: Jetty would log the path, which for networks is what was looked up.
      LOG.error("{}: fault: {}", name, Faults.describe(e));
      return failure(query, Route.Failure.FAULT);
    } finally {
      turns.end();
    }
  }

  private Reply busy(Parameters query, String seconds) {
    Reply busy = failure(query, Route.Failure.BUSY);
    Map<String, String> headers = new HashMap<>(busy.headers());
    headers.put("Retry-After", seconds);
    return busy.with(headers);
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
