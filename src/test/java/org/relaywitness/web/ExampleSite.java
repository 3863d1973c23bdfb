package org.relaywitness.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.RelayHistory;

/** The example records, served on a free port of this machine and asked over real HTTP. */
final class ExampleSite implements AutoCloseable {
  /** What forms are sent as. */
  static final String FORM = "application/x-www-form-urlencoded";

  /** One of each kind of page, and of each kind of answer. */
  static final List<String> PAGES =
      List.of(
          "/",
          "/?ip=1",
          "/none",
          "/about",
          "/method",
          "/privacy",
          "/api",
          "/case",
          "/check",
          "/coverage",
          "/coverage?month=2024-03",
          answer(ExampleRecords.OBSERVED),
          answer(ExampleRecords.OBSERVED) + "&tolerance=2h&port=25",
          answer(ExampleRecords.SEEN_ELSEWHERE),
          answer(ExampleRecords.SEEN_ELSEWHERE) + "&tolerance=2h",
          answer(ExampleRecords.POSSIBLE),
          answer(ExampleRecords.POSSIBLE) + "&port=25",
          answer(ExampleRecords.UNKNOWN),
          answer(ExampleRecords.NO_EXIT),
          answer(ExampleRecords.NEIGHBOUR),
          answer(ExampleRecords.ABSENT),
          "/?ip=" + ExampleRecords.LEFT + "&at=2024-03-07T06:00:00Z",
          "/?ip=" + ExampleRecords.ABSENT + "&at=" + ExampleRecords.IN_GAP);

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final WebServer server;

  /** With the example documents, and without limits for a client. */
  ExampleSite() {
    this(ExampleRecords.history(), new ExampleDocuments());
  }

  /** Other records or documents, as seen when the example records are long complete. */
  ExampleSite(RelayHistory history, Documents documents) {
    this(new WebServer(history, documents, ExampleRecords.CLOCK, FairUse.OFF));
  }

  /** Starts a server that is set up otherwise, and closes it at the end. */
  ExampleSite(WebServer server) {
    this.server = server;
    server.start("127.0.0.1", 0);
  }

  /** The page about this address at a time at which every record is held. */
  static String answer(String address) {
    return "/?ip=" + address + "&date=2024-03-05&time=14:07&zone=Europe/Berlin";
  }

  int port() {
    return server.port();
  }

  /** The whole address of a path. */
  String address(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address(path)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  /** The headers are names, each followed by its value. */
  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    return get(path, BodyHandlers.ofString(), headers);
  }

  HttpResponse<byte[]> getBytes(String path, String... headers)
      throws IOException, InterruptedException {
    return get(path, BodyHandlers.ofByteArray(), headers);
  }

  private <T> HttpResponse<T> get(String path, BodyHandler<T> handler, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), handler);
  }

  HttpResponse<String> post(String path, String type, String body)
      throws IOException, InterruptedException {
    return post(path, type, body.getBytes(StandardCharsets.UTF_8), BodyHandlers.ofString());
  }

  /** Sends a form as a browser does; the answer may be a file. */
  HttpResponse<byte[]> postForm(String path, Map<String, String> fields)
      throws IOException, InterruptedException {
    String body =
        new TreeMap<>(fields)
            .entrySet().stream()
                .map(
                    field ->
                        field.getKey()
                            + "="
                            + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    return post(path, FORM, body.getBytes(StandardCharsets.UTF_8), BodyHandlers.ofByteArray());
  }

  /** Sends a report as the form for it does. */
  HttpResponse<String> postFile(String path, byte[] file) throws IOException, InterruptedException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(
        """
        --frontier\r
        Content-Disposition: form-data; name="file"; filename="r.pdf"\r
        Content-Type: application/pdf\r
        \r
        """
            .getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(file);
    body.writeBytes("\r\n--frontier--\r\n".getBytes(StandardCharsets.US_ASCII));
    return post(
        path,
        "multipart/form-data; boundary=frontier",
        body.toByteArray(),
        BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> post(String path, String type, byte[] body, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    // On a connection of its own: one over which a body was refused may be closed behind it.
    return HttpClient.newHttpClient()
        .send(
            request(path)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            handler);
  }

  /** The first value of a header, or nothing. */
  static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Override
  public void close() {
    server.close();
  }
}
