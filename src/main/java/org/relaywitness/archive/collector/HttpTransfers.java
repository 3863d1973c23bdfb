package org.relaywitness.archive.collector;

import static org.relaywitness.archive.collector.TransferException.Kind.AGAIN;
import static org.relaywitness.archive.collector.TransferException.Kind.GONE;
import static org.relaywitness.archive.collector.TransferException.Kind.REFUSED;

import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks one server for files below its web root. Thread-safe. */
final class HttpTransfers {
  private static final int MAX_REDIRECTS = 5;

  private final URI root;
  private final String userAgent;
  private final Patience patience;
  private final HttpClient client;

  /** Transfers from this root, an http or https address that ends in {@code /}. */
  HttpTransfers(URI root, String userAgent, Patience patience) {
    this.root = root;
    this.userAgent = userAgent;
    this.patience = patience;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER) // followed here, on the same host only
            .connectTimeout(patience.connect());
    ProxySelector proxies = ProxySelector.getDefault();
    if (proxies != null) {
      builder.proxy(proxies);
    }
    client = builder.build();
  }

  /**
   * The answer to a GET, its body not yet read: its status is 200, or for a request with {@code
   * Range} also 206 or 416.
   */
  HttpResponse<InputStream> get(String path, Map<String, String> headers)
      throws TransferException, InterruptedException {
    URI uri = root.resolve(path);
    for (int redirects = 0; ; redirects++) {
      HttpResponse<InputStream> response = send(uri, headers);
      int status = response.statusCode();
      boolean ranged = headers.containsKey("Range");
      if (status == 200 || (ranged && (status == 206 || status == 416))) {
        return response;
      }
      discard(response);
      if (status != 301 && status != 302 && status != 303 && status != 307 && status != 308) {
        throw refusal(uri, response);
      }
      if (redirects == MAX_REDIRECTS) {
        throw new TransferException(REFUSED, uri + ": more than " + MAX_REDIRECTS + " redirects");
      }
      uri = redirected(uri, response.headers().firstValue("Location").orElse(""));
    }
  }

  private HttpResponse<InputStream> send(URI uri, Map<String, String> headers)
      throws TransferException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .GET()
            .timeout(patience.connect().plus(patience.silence()))
            .header("User-Agent", userAgent);
    headers.forEach(request::header);
    try {
      return client.send(request.build(), BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new TransferException(AGAIN, uri + ": " + said(e), null, e);
    }
  }

  /** What an exception says; the JDK's own are often without words. */
  static String said(IOException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause.getMessage() != null) {
        return cause.getMessage();
      }
    }
    return e instanceof java.net.ConnectException
        ? "cannot be reached"
        : "the connection failed (" + e.getClass().getSimpleName() + ")";
  }

  static void discard(HttpResponse<InputStream> response) {
    try {
      response.body().close();
    } catch (IOException e) {
      // Nothing of it was wanted.
      return;
    }
  }

  private static TransferException refusal(URI uri, HttpResponse<InputStream> response) {
    int status = response.statusCode();
    String message = uri + ": the server answered " + status;
    if (status == 404 || status == 410) {
      return new TransferException(GONE, message);
    }
    boolean passes = status == 408 || status == 425 || status == 429 || status >= 500;
    return new TransferException(passes ? AGAIN : REFUSED, message, retryAfter(response), null);
  }

  private static @Nullable Duration retryAfter(HttpResponse<InputStream> response) {
    Optional<String> header = response.headers().firstValue("Retry-After");
    if (header.isEmpty()) {
      return null;
    }
    String text = header.get().strip();
    if (text.matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), then);
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return null; // not a form that RFC 9110 knows: as if it were absent
    }
  }

  private static URI redirected(URI from, String location) throws TransferException {
    URI to;
    try {
      if (location.isEmpty()) {
        throw new IllegalArgumentException("no Location");
      }
      to = from.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new TransferException(REFUSED, from + ": a redirect to no address", null, e);
    }
    String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
    boolean sameHost = to.getHost() != null && to.getHost().equalsIgnoreCase(from.getHost());
    boolean sameScheme =
        scheme.equalsIgnoreCase(from.getScheme()) && to.getPort() == from.getPort();
    if (!sameHost || !(sameScheme || scheme.equals("https"))) {
      throw new TransferException(
          REFUSED,
          from
              + ": a redirect to "
              + scheme
              + "://"
              + to.getHost()
              + ", expected the same host, and no less secure");
    }
    return to;
  }
}
