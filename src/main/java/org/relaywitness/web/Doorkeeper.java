package org.relaywitness.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Stands before everything else: puts the security headers on every response. */
final class Doorkeeper extends Handler.Wrapper {
  private final SecurityHeaders headers;

  Doorkeeper(Handler handler, SecurityHeaders headers) {
    super(handler);
    this.headers = headers;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    headers.put(request, response.getHeaders());
    return super.handle(request, response, callback);
  }

  /** Writes a reply as the whole response. */
  static void write(Reply reply, Response response, Callback callback) {
    response.setStatus(reply.status());
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, reply.contentType());
    headers.put(HttpHeader.CACHE_CONTROL, reply.cacheControl());
    reply.headers().forEach(headers::put);
    headers.put(HttpHeader.CONTENT_LENGTH, Integer.toString(reply.body().length));
    response.write(true, ByteBuffer.wrap(reply.body()), callback);
  }
}
