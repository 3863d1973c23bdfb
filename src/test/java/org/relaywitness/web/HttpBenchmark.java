package org.relaywitness.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.directory.Addresses;
import org.relaywitness.documents.Documents;
import org.relaywitness.importer.DocumentImport;
import org.relaywitness.importer.ImportListener;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleOptions;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;

/**
 * Measures the API over real HTTP, the client in the same process: single lookups at full and at
 * half load, bulk lookups as CSV and NDJSON, and the exits of a past time. Arguments: days, relays,
 * seconds for each measurement. Half of the addresses asked about are OR addresses of relays.
 *
 * <pre>
 * mvn -DskipTests package
 * java -Xmx1g -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.web.HttpBenchmark 30 7000 10
 * </pre>
 */
final class HttpBenchmark {
  private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");
  private static final int CLIENTS = 8;
  private static final int PAIRS = 100_000;

  private final int port;
  private final int days;
  private final List<InetAddress> relays;

  private HttpBenchmark(int port, int days, List<InetAddress> relays) {
    this.port = port;
    this.days = days;
    this.relays = relays;
  }

  /** Prints the figures. */
  public static void main(String[] arguments) throws Exception {
    int days = Integer.parseInt(arguments[0]);
    int relays = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    Path folder = Files.createTempDirectory("relaywitness-benchmark");
    try {
      SampleArchive archive =
          new SampleArchive(
              SampleOptions.of(days, relays, relays / 5, 1, START).withChangePerHour(0.014));
      archive.writeTarballs(folder);
      try (EmbeddedDatabase database = EmbeddedDatabase.open(folder.resolve("data"));
          Store store = Store.open(database.config());
          WebServer server = new WebServer(store, Documents.NONE, Clock.systemUTC(), FairUse.OFF)) {
        new DocumentImport(store, archive.authorities(), ArchiveLimits.defaults(), 2, new Quiet())
            .run(List.of(folder.resolve("archive")), null);
        List<InetAddress> addresses =
            store.read(
                snapshot ->
                    snapshot
                        .listings(START.plus(Duration.ofDays(1)), START.plus(Duration.ofDays(days)))
                        .stream()
                        .map(listing -> listing.appearance().address())
                        .distinct()
                        .toList());
        server.start("127.0.0.1", 0);
        new HttpBenchmark(server.port(), days, addresses).measure(seconds);
      }
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static final class Quiet implements ImportListener {
    @Override
    public void progress(long bytesRead, String what) {}

    @Override
    public void note(String message) {
      throw new IllegalStateException(message);
    }
  }

  private void measure(int seconds) throws Exception {
    print("distinct OR addresses", relays.size(), "");
    for (String type : new String[] {"text/csv", "application/x-ndjson"}) {
      byte[] body = type.equals("text/csv") ? csv() : ndjson();
      bulk(type, body);
      for (int run = 1; run <= 3; run++) {
        print("bulk " + type + ", run " + run, bulk(type, body), "pairs/s");
      }
    }
    exits(20);
    double[] exits = exits(100);
    print("exits at a past time, median", exits[exits.length / 2], "ms");
    print("exits at a past time, p99", exits[exits.length * 99 / 100], "ms");
    singles(seconds, 0);
    double full = singles(seconds, 0);
    singles(seconds, full / 2);
    singles(seconds, 750);
  }

  private Instant at(Random random) {
    return START.plus(Duration.ofDays(4)).plusSeconds(random.nextInt((days - 6) * 86_400));
  }

  private String address(Random random) {
    return random.nextBoolean()
        ? Addresses.format(relays.get(random.nextInt(relays.size())))
        : "198." + (18 + random.nextInt(2)) + "." + random.nextInt(256) + "." + random.nextInt(256);
  }

  private byte[] csv() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder("address,at\n");
    for (int i = 0; i < PAIRS; i++) {
      text.append(address(random)).append(',').append(at(random)).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private byte[] ndjson() {
    Random random = new Random(7);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < PAIRS; i++) {
      text.append("{\"address\":\"").append(address(random));
      text.append("\",\"at\":\"").append(at(random)).append("\"}\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Sends all, reads all; pairs a second. */
  private double bulk(String type, byte[] body) throws Exception {
    long start = System.nanoTime();
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + port + "/api/v1/lookups").toURL().openConnection();
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", type);
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    int lines = 0;
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8), 1 << 16)) {
      while (in.readLine() != null) {
        lines++;
      }
    }
    if (lines < PAIRS) {
      throw new IllegalStateException(lines + " lines");
    }
    return PAIRS / ((System.nanoTime() - start) / 1e9);
  }

  private double[] exits(int count) throws IOException {
    Random random = new Random(3);
    double[] millis = new double[count];
    try (Client client = new Client(port)) {
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        client.get("/api/v1/exits?at=" + at(random));
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(millis);
    return millis;
  }

  /**
   * Lookups by some clients for a while; requests a second.
   *
   * @param rate how many a second are due, at even distances, and measured from when each is due;
   *     zero: as many as can be
   */
  private double singles(int seconds, double rate) throws Exception {
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    AtomicInteger next = new AtomicInteger();
    List<List<Double>> millis = new ArrayList<>();
    CountDownLatch ended = new CountDownLatch(CLIENTS);
    for (int i = 0; i < CLIENTS; i++) {
      int seed = i;
      List<Double> own = new ArrayList<>();
      millis.add(own);
      new Thread(
              () -> {
                try (Client client = new Client(port)) {
                  ask(client, new Random(seed), next, rate, start, end, own);
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                } finally {
                  ended.countDown();
                }
              })
          .start();
    }
    ended.await();
    double[] all =
        millis.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).sorted().toArray();
    double done = all.length / ((System.nanoTime() - start) / 1e9);
    String load = rate == 0 ? "full load" : String.format(Locale.ROOT, "%.0f/s", rate);
    print("lookups, " + load, done, "/s");
    print("lookups, " + load + ", median", all[all.length / 2], "ms");
    print("lookups, " + load + ", p99", all[all.length * 99 / 100], "ms");
    return done;
  }

  private void ask(
      Client client,
      Random random,
      AtomicInteger next,
      double rate,
      long start,
      long end,
      List<Double> millis)
      throws IOException, InterruptedException {
    while (true) {
      long due =
          rate == 0 ? System.nanoTime() : start + (long) (next.getAndIncrement() / rate * 1e9);
      if (due > end) {
        return;
      }
      long wait = due - System.nanoTime();
      if (wait > 0) {
        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
      }
      client.get("/api/v1/lookup?address=" + address(random) + "&at=" + at(random));
      millis.add((System.nanoTime() - due) / 1e6);
    }
  }

  /** The least of an HTTP client: it must cost little, as it shares the processors. */
  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 20];

    Client(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
    }

    void get(String path) throws IOException {
      socket
          .getOutputStream()
          .write(
              ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      int length = 0;
      int wanted = -1;
      while (wanted < 0 || length < wanted) {
        int count = in.read(buffer, length, buffer.length - length);
        if (count < 0) {
          throw new IOException("the answer ends early");
        }
        length += count;
        if (wanted < 0) {
          wanted = wanted(length);
        }
      }
    }

    private int wanted(int length) throws IOException {
      String head = new String(buffer, 0, Math.min(length, 4096), StandardCharsets.ISO_8859_1);
      int end = head.indexOf("\r\n\r\n");
      if (end < 0) {
        return -1;
      }
      if (!head.startsWith("HTTP/1.1 200")) {
        throw new IOException(head);
      }
      String field = "Content-Length: ";
      int at = head.indexOf(field) + field.length();
      return end + 4 + Integer.parseInt(head.substring(at, head.indexOf('\r', at)));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static void print(String what, double value, String unit) {
    System.out.printf(Locale.ROOT, "%-50s %,14.2f %s%n", what, value, unit);
  }
}
