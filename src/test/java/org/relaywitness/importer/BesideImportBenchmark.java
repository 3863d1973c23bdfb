package org.relaywitness.importer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.relaywitness.importer.HistoryStream.Span;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.lookup.Question;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;

/**
 * How long lookups take with an import beside them and without, in one run: two threads, each with
 * a question every 10 ms, over a week of 7,000 relays. Argument: days to import beside them (14).
 *
 * <pre>
 * java -Xmx1g -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.importer.BesideImportBenchmark 14
 * </pre>
 */
final class BesideImportBenchmark {
  private static final int RELAYS = 7_000;
  private static final long SECONDS_ALONE = 10;
  private static final long EVERY = Duration.ofMillis(10).toNanos();

  private final Store store;
  private final List<Question> questions;

  private BesideImportBenchmark(Store store, List<Question> questions) {
    this.store = store;
    this.questions = questions;
  }

  /** Prints the figures. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    int days = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 14;
    // Made before, so that making it takes no time from the import or the lookups.
    Path more = Files.createTempFile("relaywitness-beside", ".tar");
    try (EmbeddedDatabase database = EmbeddedDatabase.temporary();
        Store store = Store.open(database.createDatabase("beside"))) {
      Instant from = WholeHistoryBenchmark.WEEK.minus(Duration.ofDays(days));
      Span span =
          new Span(
              from,
              WholeHistoryBenchmark.WEEK,
              Duration.ofHours(1),
              RELAYS,
              0.004, /* exits */
              true);
      try (InputStream documents = new HistoryStream(2, RELAYS).open(span)) {
        Files.copy(documents, more, StandardCopyOption.REPLACE_EXISTING);
      }
      HistoryStream week = new HistoryStream(1, RELAYS);
      WholeHistoryBenchmark.importInto(
          store, List.of(), week.open(WholeHistoryBenchmark.week(RELAYS)));
      new BesideImportBenchmark(store, WholeHistoryBenchmark.questions(week.relays())).run(more);
    } finally {
      Files.delete(more);
    }
  }

  private void run(Path more) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      ask(threads, forSeconds(threads)); // warming up
      double[] alone = ask(threads, forSeconds(threads));
      print("without an import", alone);
      long begun = System.nanoTime();
      Future<ImportSummary> importing =
          threads.submit(
              () -> WholeHistoryBenchmark.importInto(store, List.of(more), /* documents */ null));
      double[] beside = ask(threads, importing);
      print("beside an import", beside);
      System.out.printf(
          Locale.ROOT,
          "the import: %,d entries in %.1f s%n",
          importing.get().entries(),
          (System.nanoTime() - begun) / 1e9);
      double[] after = ask(threads, forSeconds(threads));
      print("after it", after);
      System.out.printf(
          Locale.ROOT,
          "p99 beside / without: %.2f x (after: %.2f x)%n",
          at(beside, 99) / at(alone, 99),
          at(beside, 99) / at(after, 99));
    } finally {
      threads.shutdownNow();
    }
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
    List<Double> times = new ArrayList<>();
    for (int i = first; !until.isDone(); i += 2) {
      Question question = questions.get(i % questions.size());
      long begun = System.nanoTime();
      store.read(snapshot -> Lookup.answer(question, snapshot, now));
      long took = System.nanoTime() - begun;
      times.add(took / 1e6);
      LockSupport.parkNanos(EVERY - took);
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
