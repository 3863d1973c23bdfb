package org.relaywitness.importer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.DoubleStream;
import org.relaywitness.TestFolders;
import org.relaywitness.importer.HistoryStream.Span;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.lookup.Question;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;

/**
 * How long lookups take with an import beside them and without, in one run: two threads, each with
 * a question every 5 to 15 ms, over a week of 7,000 relays in the embedded database; the import is
 * the command, in a session of its own as its timer starts it, and joins the same database. Without
 * an import is before and after it. Argument: days to import beside the lookups (150).
 *
 * <pre>
 * java -Xmx1g -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.importer.BesideImportBenchmark 150
 * </pre>
 */
final class BesideImportBenchmark {
  private static final int RELAYS = 7_000;
  private static final long SECONDS_ALONE = 20;

  /** In days: more than one batch. */
  private static final int WARMING_UP = 65;

  private static final String FIRST = "first.tar";
  private static final String SECOND = "second.tar";
  private static final String MORE = "more.tar";
  private static final long EVERY = Duration.ofMillis(10).toNanos();

  private final Path folder;
  private final Store store;
  private final List<Question> questions;

  private BesideImportBenchmark(Path folder, Store store, List<Question> questions) {
    this.folder = folder;
    this.store = store;
    this.questions = questions;
  }

  /** Prints the figures. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    int days = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 150;
    Path folder = Files.createTempDirectory("relaywitness-beside");
    try (EmbeddedDatabase database = EmbeddedDatabase.open(folder.resolve("data"));
        Store store = Store.open(database.config())) {
      Instant from = WholeHistoryBenchmark.WEEK.minus(Duration.ofDays(days));
      // Made before, so that making it takes no time from the import or the lookups.
      write(from, WholeHistoryBenchmark.WEEK, folder.resolve(MORE));
      Instant second = from.minus(Duration.ofDays(WARMING_UP));
      write(second, from, folder.resolve(SECOND));
      write(second.minus(Duration.ofDays(WARMING_UP)), second, folder.resolve(FIRST));
      HistoryStream week = new HistoryStream(1, RELAYS);
      WholeHistoryBenchmark.importInto(
          store, List.of(), week.open(WholeHistoryBenchmark.week(RELAYS)));
      new BesideImportBenchmark(folder, store, WholeHistoryBenchmark.questions(week.relays()))
          .run();
    } finally {
      TestFolders.delete(folder);
    }
  }

  private static void write(Instant from, Instant to, Path file) throws IOException {
    Span span = new Span(from, to, Duration.ofHours(1), RELAYS, 0.004, /* exits */ true);
    try (InputStream documents = new HistoryStream(2, RELAYS).open(span)) {
      Files.copy(documents, file);
    }
  }

  private void run() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      // A server that has run for days has compiled what answers, and what reads changed records.
      for (String archive : List.of(FIRST, SECOND)) {
        ask(threads, forSeconds(threads));
        ask(threads, threads.submit(() -> importing(archive)));
        ask(threads, forSeconds(threads));
      }
      double[] before = ask(threads, forSeconds(threads));
      print("before the import", before);
      Future<String> importing = threads.submit(() -> importing(MORE));
      double[] beside = ask(threads, importing);
      print("beside it", beside);
      System.out.println("the import: " + importing.get());
      double[] after = ask(threads, forSeconds(threads));
      print("after it", after);
      double[] without =
          DoubleStream.concat(Arrays.stream(before), Arrays.stream(after)).sorted().toArray();
      print("without an import", without);
      System.out.printf(
          Locale.ROOT,
          "p99 beside / without: %.2f x (p50: %.2f x; p99 after / before: %.2f x)%n",
          at(beside, 99) / at(without, 99),
          at(beside, 50) / at(without, 50),
          at(after, 99) / at(before, 99));
    } finally {
      threads.shutdownNow();
    }
  }

  /** The summary that the command prints. */
  private String importing(String archive) throws IOException, InterruptedException {
    Path printed = folder.resolve("printed");
    Process process =
        new ProcessBuilder(
                "setsid",
                "--wait",
                "./relaywitness",
                "import",
                "--json",
                "--data",
                folder.resolve("data").toString(),
                folder.resolve(archive).toString())
            .redirectErrorStream(true)
            .redirectOutput(printed.toFile())
            .start();
    int exit = process.waitFor();
    List<String> lines = Files.readAllLines(printed);
    String summary = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
    if (exit != 0) {
      throw new IOException("import ended with " + exit + ": " + summary);
    }
    return summary;
  }

  private static Future<?> forSeconds(ExecutorService threads) {
    return threads.submit(
        () -> {
          Thread.sleep(Duration.ofSeconds(SECONDS_ALONE).toMillis());
          return SECONDS_ALONE;
        });
  }

  /** The times of the questions that two threads ask until this is done, in milliseconds. */
  private double[] ask(ExecutorService threads, Future<?> until)
      throws InterruptedException, ExecutionException {
    // The pool's third thread is at work on what is waited for.
    Future<List<Double>> other = threads.submit(() -> asking(1, until));
    List<Double> times = new ArrayList<>(asking(0, until));
    times.addAll(other.get());
    double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  private List<Double> asking(int first, Future<?> until) {
    Instant now = WholeHistoryBenchmark.WEEK.plus(Duration.ofDays(60));
    SplittableRandom random = new SplittableRandom(first);
    List<Double> times = new ArrayList<>();
    for (int i = first; !until.isDone(); i += 2) {
      Question question = questions.get(i % questions.size());
      long begun = System.nanoTime();
      store.read(snapshot -> Lookup.answer(question, snapshot, now));
      long took = System.nanoTime() - begun;
      times.add(took / 1e6);
      LockSupport.parkNanos(random.nextLong(EVERY / 2, 3 * EVERY / 2) - took);
    }
    return times;
  }

  private static double at(double[] sorted, int percent) {
    return sorted[sorted.length * percent / 100];
  }

  private static void print(String what, double[] sorted) {
    System.out.printf(
        Locale.ROOT,
        "lookups %s: p50 %.2f ms, p99 %.2f ms, of %,d%n",
        what,
        at(sorted, 50),
        at(sorted, 99),
        sorted.length);
  }
}
