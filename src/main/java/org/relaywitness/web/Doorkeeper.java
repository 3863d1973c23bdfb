package org.relaywitness.web;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Stands before everything else: puts the security headers on every response, and lets nothing in
 * but GET and HEAD. Nothing here can change anything, so no other method has a meaning.
 */
final class Doorkeeper extends Handler.Wrapper {
  private static final String ALLOWED = "GET, HEAD, OPTIONS";
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self';"
              + " base-uri 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  Doorkeeper(Handler handler) {
    super(handler);
  }

  /** Puts the security headers on a response. */
  static void secure(HttpFields.Mutable headers) {
    HEADERS.forEach(headers::put);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    secure(response.getHeaders());
    if (READING.contains(request.getMethod())) {
      return super.handle(request, response, callback);
    }
    response.getHeaders().put(HttpHeader.ALLOW, ALLOWED);
    if (request.getMethod().equals("OPTIONS")) {
      response.setStatus(204);
      callback.succeeded();
      return true;
    }
    Reply reply = ApiRoute.problem("method", 405);
    write(reply, response, callback);
    return true;
  }

  /** Writes a reply as the whole response. */
  static void write(Reply reply, Response response, Callback callback) {
    response.setStatus(reply.status());
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, reply.contentType());
    headers.put(HttpHeader.CACHE_CONTROL, reply.cacheControl());
    headers.put(HttpHeader.CONTENT_LENGTH, Integer.toString(reply.body().length));
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }
}
