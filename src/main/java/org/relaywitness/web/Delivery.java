package org.relaywitness.web;

import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.compression.gzip.GzipCompression;
import org.eclipse.jetty.compression.server.CompressionConfig;
import org.eclipse.jetty.compression.server.CompressionHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.ConditionalHandler;
import org.eclipse.jetty.server.handler.CrossOriginHandler;

/** How replies travel: compressed for who accepts it, and to other people's pages from the API. */
final class Delivery {
  private static final int WORTH_COMPRESSING = 1024;

  /** Any origin (RFC 6454, 6.2), but no other text: it comes back in a header. */
  private static final String ORIGIN = "null|[A-Za-z][A-Za-z0-9+.-]*://[A-Za-z0-9.:\\[\\]_-]+";

  private Delivery() {}

  /** Puts compression, and for the API the permission to be read by any page, before a handler. */
  static Handler of(Handler handler) {
    CompressionHandler compressed = new CompressionHandler(handler);
    GzipCompression gzip = new GzipCompression();
    gzip.setMinCompressSize(WORTH_COMPRESSING);
    compressed.putCompression(gzip);
    compressed.putConfiguration("/*", types());
    CrossOriginHandler readable = readable();
    readable.setHandler(compressed);
    ConditionalHandler.SkipNext pagesSkipIt = new ConditionalHandler.SkipNext(readable);
    pagesSkipIt.excludePath("/api/*", "/query.json");
    return pagesSkipIt;
  }

  private static CompressionConfig types() {
    CompressionConfig.Builder types = CompressionConfig.builder();
    for (String type :
        Set.of(
            "text/html",
            "text/css",
            "text/javascript",
            "text/plain",
            "text/csv",
            "image/svg+xml",
            "application/json",
            "application/problem+json",
            "application/x-ndjson")) {
      types.compressIncludeMimeType(type);
    }
    return types.build();
  }

  /** The records are public and no one is logged in: any page may read, and none is told who. */
  private static CrossOriginHandler readable() {
    CrossOriginHandler readable = new CrossOriginHandler();
    readable.setAllowedOriginPatterns(Set.of(ORIGIN));
    readable.setAllowedMethods(Set.of("GET", "HEAD", "POST"));
    readable.setAllowedHeaders(Set.of("Accept", "Content-Type", "If-None-Match"));
    readable.setExposedHeaders(
        Set.of(
            "ETag",
            "Retry-After",
            "Relay-Witness-Complete",
            "Relay-Witness-IPv6-Complete",
            "Relay-Witness-Provisional"));
    readable.setPreflightMaxAge(Duration.ofDays(1));
    return readable;
  }
}
