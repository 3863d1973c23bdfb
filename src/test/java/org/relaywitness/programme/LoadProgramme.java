package org.relaywitness.programme;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.relaywitness.TestFolders;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleOptions;

/**
 * Loads the packaged jar in a process of its own: page, API, bulk, exits, coverage, JSON and PDF
 * mixed, at a steady rate, while imports of an hour's documents go on beside it; then ten times as
 * many; then the steady rate again. Arguments: requests a second (200), seconds of the steady load
 * (600), relays (7,000), days held (8).
 *
 * <pre>
 * java -Drelaywitness.jar=target/relaywitness.jar -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.programme.LoadProgramme 200 600 7000 8
 * </pre>
 */
final class LoadProgramme {
  private static final Instant START = Instant.parse("2024-03-01T00:00:00Z");
  private static final int CLIENTS = 32;

  /** More than are answered at once and wait together: some must be refused. */
  private static final int CROWD = 600;

  private static final int LAST_HOURS = 24;

  private final int days;
  private final List<Path> hours = new ArrayList<>();
  private int port;

  /** What came back under a load. */
  private static final class Outcome {
    final Map<String, Integer> statuses = new TreeMap<>();
    final List<Double> millis = Collections.synchronizedList(new ArrayList<>());

    synchronized void add(String status) {
      statuses.merge(status, 1, Integer::sum);
    }

    int of(String... wanted) {
      return Arrays.stream(wanted).mapToInt(one -> statuses.getOrDefault(one, 0)).sum();
    }

    int all() {
      return statuses.values().stream().mapToInt(i -> i).sum();
    }

    double quantile(double share) {
      double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      return sorted.length == 0
          ? 0
          : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
    }
  }

  private LoadProgramme(int days) {
    this.days = days;
  }

  /** Prints the figures; ends with an exception when there were errors, or no recovery. */
  public static void main(String[] arguments) throws Exception {
    int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 200;
    int seconds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 600;
    int relays = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 7_000;
    int days = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 8;
    Path folder = Files.createTempDirectory("relaywitness-load");
    try {
      new LoadProgramme(days).run(folder, rate, seconds, relays);
    } finally {
      TestFolders.delete(folder);
    }
  }

  private void run(Path folder, int rate, int seconds, int relays) throws Exception {
    Path archive = folder.resolve("archive");
    new SampleArchive(SampleOptions.of(days, relays, relays / 5, 1, START)).writeFiles(archive);
    keepBack(archive, folder.resolve("later"));
    String data = folder.resolve("data").toString();
    String authorities = archive.resolve(SampleArchive.AUTHORITIES_FILE).toString();
    Served.Ended imported =
        Served.run(
            "1g", "import", "--data", data, "--authorities", authorities, archive.toString());
    if (imported.exitCode() != 0) {
      throw new IllegalStateException(imported.output());
    }
    try (Served server = Served.start("1g", "--data", data, "--authorities", authorities)) {
      port = server.port();
      load("warming up", CLIENTS, rate, Math.max(5, seconds / 20), server);
      long before = resident(server);
      AtomicReference<String> failed = new AtomicReference<>("");
      Thread importing = importing(data, authorities, seconds, failed);
      Outcome steady = load("steady load beside imports", CLIENTS, rate, seconds, server);
      importing.join();
      long after = resident(server);
      Outcome flood = load("ten times that", CROWD, 10 * rate, Math.max(5, seconds / 10), server);
      Outcome again =
          load("steady load after it", CLIENTS, rate, Math.max(5, seconds / 10), server);
      System.out.printf(
          Locale.ROOT,
          "resident memory before, after the steady load, at the end: %d, %d, %d MB%n",
          before >> 10,
          after >> 10,
          resident(server) >> 10);
      require(
          String.valueOf(failed.get()).isEmpty(), "an import beside the load failed: " + failed);
      require(steady.all() >= 0.95 * rate * seconds, "it could not be asked so often");
      require(steady.of("200") == steady.all(), "errors under the steady load: " + steady.statuses);
      require(
          flood.of("200", "429", "503") == flood.all(),
          "neither served nor shed: " + flood.statuses);
      require(flood.of("200") > 0 && flood.of("503") > 0, "served and shed: " + flood.statuses);
      require(again.of("200") == again.all(), "it did not recover: " + again.statuses);
      require(server.log().stream().noneMatch(line -> line.contains("ERROR")), "" + server.log());
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }

  /** The last hours' documents are imported later, an hour at a time. */
  private void keepBack(Path archive, Path later) throws IOException {
    Instant from = START.plus(Duration.ofDays(days)).minus(Duration.ofHours(LAST_HOURS));
    for (int hour = 0; hour < LAST_HOURS; hour++) {
      hours.add(Files.createDirectories(later.resolve("hour-" + hour)));
    }
    List<Path> files;
    try (Stream<Path> found = Files.walk(archive.resolve("recent"))) {
      files = found.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = String.valueOf(file.getFileName());
      for (int hour = 0; hour < LAST_HOURS; hour++) {
        String prefix =
            from.plus(Duration.ofHours(hour)).toString().substring(0, 13).replace('T', '-') + "-";
        if (name.startsWith(prefix)) {
          Files.move(file, hours.get(hour).resolve(name));
        }
      }
    }
  }

  /** Imports an hour every half minute, or as many as there are in the time. */
  private Thread importing(
      String data, String authorities, int seconds, AtomicReference<String> failed) {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    Thread thread =
        new Thread(
            () -> {
              int done = 0;
              for (Path hour : hours) {
                if (System.nanoTime() > end) {
                  break;
                }
                try {
                  Served.Ended ended =
                      Served.run(
                          "512m",
                          "import",
                          "--data",
                          data,
                          "--authorities",
                          authorities,
                          hour.toString());
                  if (ended.exitCode() != 0) {
                    failed.set(ended.output());
                    break;
                  }
                  done++;
                  Thread.sleep(
                      Math.max(0, Math.min(25_000, (end - System.nanoTime()) / 1_000_000)));
                } catch (IOException e) {
                  failed.set(e.toString());
                  break;
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                  failed.set(e.toString());
                  break;
                }
              }
              System.out.println("imports of an hour beside the load: " + done);
            });
    thread.start();
    return thread;
  }

  private static long resident(Served server) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + server.process().pid() + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    return 0;
  }

  private Outcome load(String what, int clients, int rate, int seconds, Served server)
      throws InterruptedException {
    Outcome outcome = new Outcome();
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    CountDownLatch ended = new CountDownLatch(clients);
    for (int i = 0; i < clients; i++) {
      Random random = new Random(i);
      new Thread(
              () -> {
                try {
                  ask(random, next, rate, start, end, outcome);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  ended.countDown();
                }
              })
          .start();
    }
    ended.await();
    System.out.printf(
        Locale.ROOT,
        "%-28s %d/s for %d s: %s, median %.1f ms, p99 %.1f ms%n",
        what,
        rate,
        seconds,
        outcome.statuses,
        outcome.quantile(0.5),
        outcome.quantile(0.99));
    require(server.process().isAlive(), "the server is gone");
    return outcome;
  }

  /** Measures from when each request is due: a client that waits does not hide the wait. */
  private void ask(
      Random random, AtomicInteger next, int rate, long start, long end, Outcome outcome)
      throws InterruptedException {
    while (true) {
      long due = start + (long) (next.getAndIncrement() / (double) rate * 1e9);
      if (due > end) {
        return;
      }
      long wait = due - System.nanoTime();
      if (wait > 0) {
        Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
      } else if (wait < -1_000_000_000L) {
        // As many as ask at once are on their way: what nobody could send is not counted.
        continue;
      }
      try {
        outcome.add(send(request(random)));
      } catch (IOException e) {
        outcome.add(e.getClass().getSimpleName());
      }
      outcome.millis.add((System.nanoTime() - due) / 1e6);
    }
  }

  private String request(Random random) {
    String at =
        START.plus(Duration.ofDays(3)).plusSeconds(random.nextInt((days - 5) * 86_400)).toString();
    String address = "198.18." + random.nextInt(32) + "." + random.nextInt(256);
    int kind = random.nextInt(1_000);
    if (kind < 400) {
      return get("/?ip=" + address + "&at=" + at);
    } else if (kind < 900) {
      return get("/api/v1/lookup?address=" + address + "&at=" + at);
    } else if (kind < 950) {
      return get("/api/v1/coverage?from=2024-03-01T00:00:00Z&to=2024-03-05T00:00:00Z");
    } else if (kind < 970) {
      return get("/api/v1/exits?at=" + at);
    } else if (kind < 990) {
      StringBuilder csv = new StringBuilder("address,at\n");
      for (int i = 0; i < 20; i++) {
        csv.append("198.18.").append(random.nextInt(32)).append('.').append(random.nextInt(256));
        csv.append(',').append(at).append('\n');
      }
      return "POST /api/v1/lookups HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
          + "Content-Type: text/csv\r\nContent-Length: "
          + csv.length()
          + "\r\n\r\n"
          + csv;
    }
    return get("/evidence.pdf?ip=" + address + "&at=" + at);
  }

  private static String get(String path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  }

  /** The status; an answer that breaks off is a fault. */
  private String send(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(60_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      byte[] head = in.readNBytes(12);
      byte[] rest = new byte[1 << 16];
      long length = 0;
      for (int count = in.read(rest); count >= 0; count = in.read(rest)) {
        length += count;
      }
      if (head.length < 12 || length == 0) {
        return "nothing";
      }
      return new String(head, 9, 3, StandardCharsets.US_ASCII);
    }
  }
}
