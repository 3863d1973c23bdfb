package org.relaywitness.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.relaywitness.TestFolders;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.directory.Addresses;
import org.relaywitness.documents.DocumentArchive;
import org.relaywitness.documents.Documents;
import org.relaywitness.importer.CpuTimes;
import org.relaywitness.importer.DocumentImport;
import org.relaywitness.importer.ImportListener;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleOptions;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;

/**
 * Measures the API over real HTTP, the client in the same process: single lookups at full load, at
 * half of it and at 750 a second, bulk lookups as CSV and NDJSON, the exits of a past time, and the
 * offline file; with the processor time of each, the client's apart. Half of the addresses asked
 * about are OR addresses of relays; times are spread over the month. Raw documents are kept, and
 * each answer quotes its lines from them; the first lookups, which find nothing in memory yet, are
 * measured apart, and lookups without raw documents at the end, to compare.
 *
 * <p>Arguments: days, relays, seconds for each measurement; and a folder to make the records in and
 * keep them, so that the next run finds them.
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
  private static final int BULK_RUNS = 3;

  /** Those that find nothing in memory yet. */
  private static final int FIRST = 200;

  private static final int MOST_WARM_TURNS = 12;

  private final Path data;
  private final int days;
  private final int seconds;
  private final List<InetAddress> relays;
  private int port;

  private HttpBenchmark(Path data, int days, int seconds, List<InetAddress> relays) {
    this.data = data;
    this.days = days;
    this.seconds = seconds;
    this.relays = relays;
  }

  /** Prints the figures. */
  public static void main(String[] arguments) throws Exception {
    int days = Integer.parseInt(arguments[0]);
    int relays = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    boolean keep = arguments.length > 3;
    Path folder =
        keep ? Path.of(arguments[3]) : Files.createTempDirectory("relaywitness-benchmark");
    Path data = folder.resolve("data");
    boolean made = Files.exists(data);
    try {
      Files.createDirectories(folder);
      try (EmbeddedDatabase database = EmbeddedDatabase.open(data);
          Store store = Store.open(database.config())) {
        if (!made) {
          fill(store, folder, data, days, relays);
        }
        List<InetAddress> addresses =
            store.read(
                snapshot ->
                    snapshot
                        .listings(START.plus(Duration.ofDays(1)), START.plus(Duration.ofDays(days)))
                        .stream()
                        .map(listing -> listing.appearance().address())
                        .distinct()
                        .toList());
        new HttpBenchmark(data, days, seconds, addresses).measure(store);
      }
    } finally {
      if (!keep) {
        TestFolders.delete(folder);
      }
    }
  }

  private static void fill(Store store, Path folder, Path data, int days, int relays)
      throws Exception {
    SampleArchive archive =
        new SampleArchive(
            SampleOptions.of(days, relays, relays / 5, 1, START).withChangePerHour(0.014));
    archive.writeTarballs(folder);
    new DocumentImport(store, archive.authorities(), ArchiveLimits.defaults(), 2, new Quiet())
        .keepingDocuments(data.resolve("documents"))
        .run(List.of(folder.resolve("archive")), null);
  }

  private static final class Quiet implements ImportListener {
    @Override
    public void progress(long bytesRead, String what) {}

    @Override
    public void note(String message) {
      throw new IllegalStateException(message);
    }
  }

  private void measure(Store store) throws Exception {
    System.out.printf(
        Locale.ROOT,
        "%,d distinct OR addresses; raw documents are kept (%,d bytes), each answer quotes them%n%n",
        relays.size(),
        bytes(data.resolve("documents")));
    System.out.printf(
        Locale.ROOT,
        "%-40s %11s %9s %9s   %s%n",
        "",
        "a second",
        "p50 ms",
        "p99 ms",
        "processor ms each: service + database + client");
    serve(
        store,
        new DocumentArchive(data.resolve("documents")),
        () -> {
          singles("first " + FIRST + " lookups, all cold", 0, FIRST, true);
          warm();
          double full = singles("single lookups, full load", 0, true);
          singles("single lookups, half of it", full / 2, true);
          singles("single lookups, 750/s", 750, true);
          for (String type : new String[] {"text/csv", "application/x-ndjson"}) {
            byte[] body = type.equals("text/csv") ? csv() : ndjson();
            bulk("", type, body);
            for (int run = 1; run <= BULK_RUNS; run++) {
              bulk("bulk " + type + ", run " + run, type, body);
            }
          }
          exits(20, false);
          exits(100, true);
        });
    serve(
        store,
        Documents.NONE,
        () -> {
          singles("", 0, false);
          singles("without raw documents, full load", 0, true);
        });
  }

  /** Asks at full load until a turn brings no more than the one before, twice at least. */
  private void warm() throws Exception {
    double before = 0;
    for (int turn = 1; turn <= MOST_WARM_TURNS; turn++) {
      double now = singles("to warm up, turn " + turn, 0, true);
      if (turn > 1 && now < 1.1 * before) {
        return;
      }
      before = now;
    }
  }

  private static long bytes(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private interface Measuring {
    void run() throws Exception;
  }

  private void serve(Store store, Documents documents, Measuring measuring) throws Exception {
    try (WebServer server = new WebServer(store, documents, Clock.systemUTC(), FairUse.OFF)) {
      server.start("127.0.0.1", 0);
      port = server.port();
      measuring.run();
    }
  }

  /** A line of the table; times in milliseconds, sorted. */
  private static void print(
      String what, double rate, double[] times, Map<String, Double> processor, int count) {
    double client = processor.getOrDefault("client", 0.0);
    double server = processor.getOrDefault("server", 0.0);
    double all = 0;
    for (double part : processor.values()) {
      all += part;
    }
    System.out.printf(
        Locale.ROOT,
        "%-40s %,11.0f %9.2f %9.2f   %.3f = %.3f + %.3f + %.3f%n",
        what,
        rate,
        times[times.length / 2],
        times[times.length * 99 / 100],
        1e3 * all / count,
        1e3 * (all - server - client) / count,
        1e3 * server / count,
        1e3 * client / count);
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

  /** Sends all, reads all. */
  private void bulk(String what, String type, byte[] body) throws Exception {
    CpuTimes processor = new CpuTimes(data);
    double[] took = new double[1];
    Thread client =
        new Thread(
            () -> {
              try {
                took[0] = bulk(type, body);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            },
            "client");
    client.start();
    client.join();
    if (!what.isEmpty()) {
      print(what, PAIRS / took[0], new double[] {1e3 * took[0]}, processor.stop(), PAIRS);
    } else {
      processor.close();
    }
  }

  /** The seconds it took. */
  private double bulk(String type, byte[] body) throws IOException {
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
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = connection.getInputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        for (int i = 0; i < count; i++) {
          lines += buffer[i] == '\n' ? 1 : 0;
        }
      }
    }
    if (lines < PAIRS) {
      throw new IllegalStateException(lines + " lines");
    }
    return (System.nanoTime() - start) / 1e9;
  }

  private void exits(int count, boolean shown) throws Exception {
    Random random = new Random(3);
    double[] millis = new double[count];
    CpuTimes processor = new CpuTimes(data);
    long begun = System.nanoTime();
    try (PlainClient client = new PlainClient(port)) {
      for (int i = 0; i < count; i++) {
        long start = System.nanoTime();
        client.get("/api/v1/exits?at=" + at(random));
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    double rate = count / ((System.nanoTime() - begun) / 1e9);
    Arrays.sort(millis);
    Map<String, Double> used = processor.stop();
    if (shown) {
      print("exits at a past time", rate, millis, used, count);
    }
  }

  /**
   * Lookups by some clients for a while; requests a second.
   *
   * @param rate how many a second are due, at even distances, and measured from when each is due;
   *     zero: as many as can be
   */
  private double singles(String what, double rate, boolean shown) throws Exception {
    return singles(what, rate, Integer.MAX_VALUE, shown);
  }

  private double singles(String what, double rate, int most, boolean shown) throws Exception {
    CpuTimes processor = new CpuTimes(data);
    long start = System.nanoTime();
    long end = most < Integer.MAX_VALUE ? Long.MAX_VALUE : start + seconds * 1_000_000_000L;
    AtomicInteger next = new AtomicInteger();
    List<List<Double>> millis = new ArrayList<>();
    List<Thread> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      int seed = i;
      List<Double> own = new ArrayList<>();
      millis.add(own);
      Thread thread =
          new Thread(
              () -> {
                try (PlainClient client = new PlainClient(port)) {
                  ask(client, new Random(most ^ seed), next, most, rate, start, end, own);
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              },
              "client-" + i);
      clients.add(thread);
      thread.start();
    }
    for (Thread client : clients) {
      client.join();
    }
    double[] all =
        millis.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).sorted().toArray();
    double done = all.length / ((System.nanoTime() - start) / 1e9);
    Map<String, Double> used = processor.stop();
    if (shown) {
      print(what, done, all, used, all.length);
    }
    return done;
  }

  private void ask(
      PlainClient client,
      Random random,
      AtomicInteger next,
      int most,
      double rate,
      long start,
      long end,
      List<Double> millis)
      throws IOException, InterruptedException {
    while (true) {
      int number = next.getAndIncrement();
      long due = rate == 0 ? System.nanoTime() : start + (long) (number / rate * 1e9);
      if (due > end || number >= most) {
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
}
