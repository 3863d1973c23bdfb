package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.web.ExampleSite.header;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.RelayHistory;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bulk lookups over real HTTP, with well and badly behaved clients. */
class BulkServletTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @AutoClose
  private static final ExampleSite SITE = new ExampleSite(ExampleRecords.history(), Documents.NONE);

  private static final String OBSERVED =
      "{\"address\":\"198.51.100.7\",\"at\":\"2024-03-05T13:07:00Z\"}\n";

  private static HttpRequest.Builder request(ExampleSite site, String query, String type) {
    HttpRequest.Builder request = site.request(BulkServlet.PATH + query);
    return type.isEmpty() ? request : request.header("Content-Type", type);
  }

  private static HttpResponse<String> post(String query, String type, String accept, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(SITE, query, type);
    if (!accept.isEmpty()) {
      request.header("Accept", accept);
    }
    return SITE.send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Test
  void bulk_ofOneQuestion_saysWhatTheSingleLookupSays() throws Exception {
    for (String address :
        List.of("198.51.100.7", "203.0.113.99", "198.51.100.30", "198.51.100.50", "2001:db8::8")) {
      JsonNode single =
          JSON.readTree(
              SITE.get("/api/v1/lookup?at=2024-03-05T13:07:00Z&address=" + address).body());
      JsonNode bulk =
          JSON.readTree(
              post("", "text/csv", "application/x-ndjson", "ip,time\n" + address + ",1709644020")
                  .body());
      for (String name : List.of("verdict", "in_force", "provisional", "as_of", "limits")) {
        assertEquals(single.get(name), bulk.get(name), address + " " + name);
      }
      assertEquals(single.at("/coverage/complete"), bulk.get("complete"));
      assertEquals(
          single.at("/coverage/exit_lists/missing").size(), bulk.at("/missing/exit_lists").asInt());
      assertEquals(single.get("relays").size(), bulk.get("relays").size());
      for (int i = 0; i < bulk.get("relays").size(); i++) {
        JsonNode relay = bulk.get("relays").get(i);
        relay
            .properties()
            .forEach(
                field ->
                    assertEquals(
                        single.at("/relays/0").get(field.getKey()), field.getValue(), address));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "text/csv; charset=UTF-8|''|text/csv;charset=utf-8",
        "text/csv|*/*|text/csv;charset=utf-8",
        "text/csv|application/json|application/json",
        "application/x-ndjson|text/html, application/*;q=0.5|application/x-ndjson",
        "application/x-ndjson|application/json;q=0.1, text/csv;q=0.9|text/csv;charset=utf-8",
        "text/csv|text/csv;q=0, */*;q=0.1|application/json",
      })
  void answer_inTheFormThatIsAccepted_comes(String type, String accept, String expected)
      throws Exception {
    HttpResponse<String> response =
        post("", type, accept, type.startsWith("text") ? "ip,at\n" : OBSERVED);

    assertEquals(200, response.statusCode());
    assertEquals(expected, header(response, "Content-Type"));
    assertEquals("no-store", header(response, "Cache-Control"));
    assertEquals("nosniff", header(response, "X-Content-Type-Options"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|''|''|x|415",
        "''|text/plain|''|x|415",
        "''|text/csv;charset=utf-16|''|x|415",
        "''|text/csv|text/html|x|406",
        "''|text/csv|''|''|400",
        "''|application/json|''|''|400",
        "''|application/x-ndjson|''|''|400",
        "''|text/csv|''|192.0.2.1,2024-03-05|400",
        "?zone=CST|text/csv|''|ip,at|400",
        "?prot=443|text/csv|''|ip,at|400",
      })
  void request_thatCannotBeAnswered_isAProblem(
      String query, String type, String accept, String body, int status) throws Exception {
    HttpResponse<String> response = post(query, type, accept, body);

    assertEquals(status, response.statusCode(), response.body());
    assertEquals("application/problem+json", header(response, "Content-Type"));
    assertEquals(status, JSON.readTree(response.body()).get("status").asInt());
    assertFalse(response.body().contains("192.0.2.1"));
  }

  @Test
  void otherMethods_areRefused_andPreflightIsAnswered() throws Exception {
    HttpResponse<String> get = SITE.get(BulkServlet.PATH);
    assertEquals(405, get.statusCode());
    assertEquals("POST, OPTIONS", header(get, "Allow"));

    HttpResponse<String> preflight =
        SITE.send(
            request(SITE, "", "")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://desk.example")
                .header("Access-Control-Request-Method", "POST")
                .header("Access-Control-Request-Headers", "Content-Type"));
    assertEquals("https://desk.example", header(preflight, "Access-Control-Allow-Origin"));
    assertTrue(header(preflight, "Access-Control-Allow-Methods").contains("POST"));
  }

  /** As Python's urllib does: reads nothing before all is sent. */
  @Test
  void bulk_hundredThousandLinesSentBeforeAnyIsRead_areAllAnsweredInOrder() throws Exception {
    int lines = 100_000;
    StringBuilder body = new StringBuilder("id,ip,time\n");
    for (int i = 0; i < lines; i++) {
      body.append(i).append(",192.0.2.").append(i % 256).append(',').append(1709600000 + i % 7200);
      body.append('\n');
    }
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(SITE.address(BulkServlet.PATH)).toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "text/csv");
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(bytes.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(bytes);
    }
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
      assertTrue(String.valueOf(in.readLine()).startsWith("line,id,"));
      for (int i = 0; i < lines; i++) {
        String row = String.valueOf(in.readLine());
        assertTrue(row.startsWith((i + 2) + "," + i + ",192.0.2." + i % 256 + ","), row);
      }
      assertEquals(null, in.readLine());
    }
  }

  /** Endless: only a server that holds no whole body can answer. */
  @Test
  void bulk_largerThanMemory_isStreamedThrough() throws Exception {
    byte[] line = ("x".repeat(15_000) + "\n").getBytes(StandardCharsets.UTF_8);
    long size = Runtime.getRuntime().maxMemory() / 64;
    InputStream endless =
        new InputStream() {
          private long position;

          @Override
          public int read() {
            return position >= size ? -1 : line[(int) (position++ % line.length)];
          }

          @Override
          public int read(byte[] target, int offset, int count) {
            if (position >= size) {
              return -1;
            }
            int place = (int) (position % line.length);
            int copied = (int) Math.min(Math.min(count, line.length - place), size - position);
            System.arraycopy(line, place, target, offset, copied);
            position += copied;
            return copied;
          }
        };
    HttpResponse<InputStream> response =
        CLIENT.send(
            request(SITE, "", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> endless))
                .build(),
            HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      assertEquals((size + line.length - 1) / line.length, in.lines().count());
    }
  }

  /** Counts the readings of records under way. */
  private static final class Watched implements RelayHistory {
    final AtomicInteger underWay = new AtomicInteger();
    final AtomicInteger done = new AtomicInteger();

    @Override
    public <T> T read(Function<Snapshot, T> reading) {
      underWay.incrementAndGet();
      try {
        return ExampleRecords.history().read(reading);
      } finally {
        underWay.decrementAndGet();
        done.incrementAndGet();
      }
    }
  }

  @Test
  void slowSender_holdsNoRecords_andGetsAnswersWhileSending() throws Exception {
    Watched history = new Watched();
    try (ExampleSite site = new ExampleSite(history, Documents.NONE)) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port())) {
        OutputStream out = socket.getOutputStream();
        out.write(head("application/x-ndjson"));
        chunk(out, OBSERVED.repeat(64));
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        // The answers to the first lines come though the request has not ended.
        chunk(out, OBSERVED.repeat(400));
        String row = in.readLine();
        while (row != null && !row.startsWith("{\"line\":64,")) {
          row = in.readLine();
        }
        awaitIdle(history);
        chunk(out, OBSERVED);
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        while (row != null && !row.startsWith("{\"line\":465,")) {
          row = in.readLine();
        }
        assertTrue(row != null && row.contains("exit_observed"));
      }
    }
  }

  /** However long the sender stops now, no reading of records waits for it. */
  private static void awaitIdle(Watched history) throws InterruptedException {
    for (int tries = 0; tries < 600 && history.underWay.get() > 0; tries++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertEquals(0, history.underWay.get());
  }

  private static byte[] head(String type) {
    return ("POST "
            + BulkServlet.PATH
            + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: "
            + type
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static void chunk(OutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.write(bytes);
    out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Test
  void client_thatGoesAway_leavesNothingBehind_andNoAddressInTheLog() throws Exception {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    root.addAppender(logged);
    Watched history = new Watched();
    try (ExampleSite site = new ExampleSite(history, Documents.NONE)) {
      // More than may ask at once: each place must come free again.
      for (int i = 0; i < 40; i++) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port())) {
          OutputStream out = socket.getOutputStream();
          out.write(head("application/x-ndjson"));
          chunk(out, OBSERVED.repeat(500));
          assertTrue(socket.getInputStream().read() >= 0);
        }
      }
      HttpResponse<String> last = null;
      for (int tries = 0; tries < 600 && (last == null || last.statusCode() == 503); tries++) {
        if (last != null) {
          TimeUnit.MILLISECONDS.sleep(100);
        }
        last =
            site.send(
                request(site, "", "application/x-ndjson")
                    .POST(HttpRequest.BodyPublishers.ofString(OBSERVED)));
      }
      assertTrue(last != null && last.statusCode() == 200);
    } finally {
      root.detachAppender(logged);
    }
    assertEquals(0, history.underWay.get());
    List<ILoggingEvent> lines = List.copyOf(logged.list);
    assertFalse(lines.stream().anyMatch(line -> line.getFormattedMessage().contains("198.51.100")));
  }

  /** Breaks once some readings were well. */
  private static final class Failing implements RelayHistory {
    private final AtomicInteger left = new AtomicInteger(2);

    @Override
    public <T> T read(Function<Snapshot, T> reading) {
      if (left.getAndDecrement() <= 0) {
        throw new IllegalStateException("gone while reading 198.51.100.7");
      }
      return ExampleRecords.history().read(reading);
    }
  }

  @ParameterizedTest
  @CsvSource({"application/x-ndjson", "application/json", "text/csv"})
  void faultInTheMiddle_neverLooksLikeAWholeAnswer(String accept) throws Exception {
    try (ExampleSite site = new ExampleSite(new Failing(), Documents.NONE)) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.port())) {
        OutputStream out = socket.getOutputStream();
        out.write(
            ("POST "
                    + BulkServlet.PATH
                    + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\nAccept: "
                    + accept
                    + "\r\nContent-Length: "
                    + OBSERVED.length() * 1000
                    + "\r\n\r\n"
                    + OBSERVED.repeat(1000))
                .getBytes(StandardCharsets.US_ASCII));
        String answer = read(socket.getInputStream());

        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.contains("unavailable"), answer);
        assertTrue(answer.contains("neither a yes nor a no"), answer);
        assertFalse(answer.endsWith("0\r\n\r\n"), "the answer ends as a whole one does");
        assertFalse(answer.contains("not_listed"));
      }
      assertThrows(
          IOException.class,
          () ->
              site.send(
                  request(site, "", "application/x-ndjson")
                      .POST(HttpRequest.BodyPublishers.ofString(OBSERVED))));
    }
  }

  private static String read(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    byte[] block = new byte[8192];
    try {
      for (int count = in.read(block); count >= 0; count = in.read(block)) {
        text.append(new String(block, 0, count, StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      // Cut in the middle: as good as an end here.
      text.append("\n(cut)");
    }
    return text.toString();
  }
}
