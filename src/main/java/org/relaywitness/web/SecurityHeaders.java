package org.relaywitness.web;

import java.net.URI;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The headers that every response has, whatever it answers. */
final class SecurityHeaders {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
              + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
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

  /** For a year; subdomains are their owner's business. */
  private static final String TRANSPORT = "max-age=31536000";

  private final FairUse fairUse;
  private final boolean publicOverTls;

  /**
   * Headers for a server that others find at {@code publicUrl}.
   *
   * @param fairUse knows which proxies are believed
   */
  SecurityHeaders(FairUse fairUse, @Nullable URI publicUrl) {
    this.fairUse = fairUse;
    publicOverTls = publicUrl != null && "https".equalsIgnoreCase(publicUrl.getScheme());
  }

  /** Puts them on a response. */
  void put(Request request, HttpFields.Mutable headers) {
    HEADERS.forEach(headers::put);
    if (cameOverTls(request)) {
      headers.put(HttpHeader.STRICT_TRANSPORT_SECURITY, TRANSPORT);
    }
  }

  /** As a trusted proxy says; where none says, as the public address is. */
  private boolean cameOverTls(Request request) {
    String forwarded = request.getHeaders().get(HttpHeader.X_FORWARDED_PROTO);
    if (forwarded == null || !fairUse.comesFromTrustedProxy(request)) {
      return publicOverTls;
    }
    return forwarded.strip().equalsIgnoreCase("https");
  }
}
