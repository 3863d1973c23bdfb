package org.relaywitness.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.Language;
import org.relaywitness.evidence.Problem;

/**
 * A whole response but for what every response has.
 *
 * @param cacheControl the header's value
 * @param headers further headers
 * @param streamed writes the body instead of {@code body}; {@code null} for a body in memory
 */
@SuppressWarnings("ArrayRecordComponent") // written once, never compared
record Reply(
    int status,
    String contentType,
    byte[] body,
    String cacheControl,
    Map<String, String> headers,
    @Nullable Streamed streamed) {
  /** A body too long to be held in memory. */
  interface Streamed {
    void writeTo(OutputStream out) throws IOException;
  }

  Reply(
      int status,
      String contentType,
      byte[] body,
      String cacheControl,
      Map<String, String> headers) {
    this(status, contentType, body, cacheControl, headers, null);
  }

  static final String HTML = "text/html;charset=utf-8";
  static final String JSON = "application/json";
  static final String PLAIN = "text/plain;charset=utf-8";

  /** For what must not be kept at all. */
  static final String NO_STORE = "no-store";

  /** For what may change with the next import. */
  static final String REVALIDATE = "private, no-cache";

  /** For an answer that is complete and final: kept by the asker's own browser, for a day. */
  static final String SETTLED = "private, max-age=86400";

  /** For what can never change: a document found by its own digest. */
  static final String FOR_EVER = "private, max-age=31536000, immutable";

  static Reply of(int status, String contentType, byte[] body, String cacheControl) {
    return new Reply(status, contentType, body, cacheControl, Map.of());
  }

  /** A page; which language it is in may hang on the request's header. */
  static Reply html(int status, String page, String cacheControl, PageLanguage language) {
    return new Reply(
        status,
        HTML,
        page.getBytes(StandardCharsets.UTF_8),
        cacheControl,
        spoken(language.language()));
  }

  /** The same with these headers instead. */
  Reply with(Map<String, String> others) {
    return new Reply(status, contentType, body, cacheControl, others, streamed);
  }

  /** The headers that say which language a body is in, and what chose it. */
  static Map<String, String> spoken(Language language) {
    return Map.of("Vary", "Accept-Language", "Content-Language", language.tag());
  }

  static Reply json(byte[] body, String cacheControl) {
    return of(200, JSON, body, cacheControl);
  }

  static Reply problem(Problem problem) {
    return of(problem.status(), Problem.MEDIA_TYPE, problem.bytes(), NO_STORE);
  }
}
