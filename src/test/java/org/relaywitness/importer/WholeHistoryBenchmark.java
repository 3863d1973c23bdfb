package org.relaywitness.importer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.relaywitness.TestFolders;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.importer.HistoryStream.Relay;
import org.relaywitness.importer.HistoryStream.Span;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.lookup.Question;
import org.relaywitness.store.DatabaseConfig;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;
import org.relaywitness.trust.AuthorityList;

/**
 * Nineteen years through the real import, thinned to one consensus and one exit list a day, with
 * the change of 24 hours between two; and how long lookups take beside 1 week, 1 year and 19 years.
 * The newest week, which the questions are about, is whole. Argument: how many relays to take, as a
 * share of the historic number (1).
 *
 * <pre>
 * java -Xmx1g -cp target/test-classes:target/relaywitness.jar \
 *     org.relaywitness.importer.WholeHistoryBenchmark 1
 * </pre>
 */
final class WholeHistoryBenchmark {
  private static final int QUESTIONS = 400;
  private static final int ROUNDS = 20;
  private static final int REAL_HOURS = 167_000;

  /** Relays by year from 2007; between the years that are known it is a straight line. */
  private static final int[] RELAYS = {
    1500, 1670, 1830, 2000, 2500, 3000, 4500, 6000, 6500, 7000, 6830, 6670, 6500, 6670, 6830, 7000,
    7500, 8000, 8500, 9000
  };

  static final Instant WEEK = Instant.parse("2026-10-01T00:00:00Z");

  private final Store store;
  private final double share;
  private long entries;
  private double seconds;

  private WholeHistoryBenchmark(Store store, double share) {
    this.store = store;
    this.share = share;
  }

  /** Prints the figures. */
  public static void main(String[] arguments)
      throws IOException, InterruptedException, SQLException {
    double share = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 1;
    Path folder = Files.createTempDirectory("relaywitness-history");
    try (EmbeddedDatabase database = EmbeddedDatabase.open(folder);
        Store store = Store.open(database.config())) {
      new WholeHistoryBenchmark(store, share).run(database.config());
    } finally {
      TestFolders.delete(folder);
    }
  }

  /** The week that the questions are about, every hour of it. */
  static Span week(int relays) {
    return new Span(WEEK, WEEK.plus(Duration.ofDays(7)), Duration.ofHours(1), relays, 0.004, true);
  }

  private int relays(int year) {
    return (int) (share * RELAYS[year - 2007]);
  }

  private void run(DatabaseConfig config) throws IOException, InterruptedException, SQLException {
    long empty = store.sizeInBytes();
    HistoryStream week = new HistoryStream(1, relays(2026));
    importing(week, List.of(week(relays(2026))));
    List<Question> questions = questions(week.relays());
    // The JVM compiles what answers within these; they count for nothing.
    ask("1 week, warming up", questions);
    double[] one = ask("1 week", questions);
    List<Relay> shared = week.relays();
    months(YearMonth.of(2025, 10), YearMonth.of(2026, 9), shared.subList(0, shared.size() / 4));
    double[] year = ask("1 year", questions);
    months(YearMonth.of(2007, 10), YearMonth.of(2025, 9), shared.subList(0, shared.size() / 8));
    double[] all = ask("19 years", questions);
    System.out.printf(
        Locale.ROOT,
        "growth of p50 and p99, 1 year: %.2f x, %.2f x; 19 years: %.2f x, %.2f x%n",
        year[0] / one[0],
        year[1] / one[1],
        all[0] / one[0],
        all[1] / one[1]);
    long size = store.sizeInBytes() - empty;
    System.out.printf(
        Locale.ROOT,
        "%,d entries in %.1f s: %,.0f a second (making them included); %,d bytes, %.1f an entry%n",
        entries,
        seconds,
        entries / seconds,
        size,
        (double) size / entries);
    double mean = 0;
    for (int relays : RELAYS) {
      mean += (double) relays / RELAYS.length;
    }
    System.out.printf(
        Locale.ROOT,
        "167,000 consensuses of these sizes at this speed: %.0f minutes%n",
        REAL_HOURS * mean / (entries / seconds) / 60);
    project(config);
  }

  /** Thinned months, with relays of the asked week among those listed for years. */
  private void months(YearMonth first, YearMonth last, List<Relay> lasting)
      throws IOException, InterruptedException {
    HistoryStream stream = new HistoryStream(first.getYear(), relays(first.getYear()), lasting);
    List<Span> spans = new ArrayList<>();
    for (YearMonth month = first; !month.isAfter(last); month = month.plusMonths(1)) {
      // 0.4% an hour; in one month of each year 1.4%, as in a bad month.
      double hourly = month.getMonthValue() == 6 ? 0.014 : 0.004;
      spans.add(
          new Span(
              month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC),
              month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC),
              Duration.ofDays(1),
              relays(month.getYear()),
              1 - Math.pow(1 - hourly, 24),
              month.isAfter(YearMonth.of(2010, 1))));
    }
    for (int from = 0; from < spans.size(); from += 12) {
      importing(stream, spans.subList(from, Math.min(from + 12, spans.size())));
    }
  }

  private void importing(HistoryStream stream, List<Span> spans)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    ImportSummary summary = importInto(store, List.of(), stream.open(spans.toArray(Span[]::new)));
    seconds += (System.nanoTime() - begun) / 1e9;
    entries += summary.entries();
  }

  /** An import in which nothing may go wrong. */
  static ImportSummary importInto(Store store, List<Path> paths, @Nullable InputStream documents)
      throws IOException, InterruptedException {
    ImportListener strict =
        new ImportListener() {
          @Override
          public void progress(long bytesRead, String what) {}

          @Override
          public void note(String message) {
            throw new IllegalStateException(message);
          }
        };
    return new DocumentImport(
            store,
            AuthorityList.bundled(),
            ArchiveLimits.defaults(),
            Runtime.getRuntime().availableProcessors(),
            strict)
        .run(paths, documents);
  }

  /** A third misses, a third exits, a third others, some by IPv6; by instant and by day. */
  static List<Question> questions(List<Relay> relays) throws IOException {
    Random random = new Random(3);
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      Relay relay = relays.get(random.nextInt(relays.size()));
      boolean exit = i % 3 == 1;
      while (relay.exit() != exit) {
        relay = relays.get(random.nextInt(relays.size()));
      }
      String text =
          i % 3 == 0
              ? "172.16.0." + i % 256
              : relay.ipv6() && i % 5 == 0 ? HistoryStream.ipv6(relay) : relay.address();
      InetAddress address = InetAddress.getByName(text);
      questions.add(
          i % 2 == 0
              ? Question.ofInstant(
                  address,
                  WEEK.plus(Duration.ofMinutes(7_000 + random.nextInt(2_000))),
                  ZoneOffset.UTC,
                  Duration.ZERO,
                  null)
              : Question.ofDate(address, LocalDate.parse("2026-10-05"), ZoneOffset.UTC, null));
    }
    return questions;
  }

  /** The p50 and p99 in milliseconds, after a warm-up with the same questions. */
  private double[] ask(String held, List<Question> questions) {
    Instant now = WEEK.plus(Duration.ofDays(60));
    double[] times = new double[ROUNDS * questions.size()];
    for (int round = -1; round < ROUNDS; round++) {
      for (int i = 0; i < questions.size(); i++) {
        Question question = questions.get(i);
        long begun = System.nanoTime();
        store.read(snapshot -> Lookup.answer(question, snapshot, now));
        if (round >= 0) {
          times[round * questions.size() + i] = (System.nanoTime() - begun) / 1e6;
        }
      }
    }
    Arrays.sort(times);
    double[] found = {times[times.length / 2], times[times.length * 99 / 100]};
    System.out.printf(
        Locale.ROOT, "lookups beside %s: p50 %.2f ms, p99 %.2f ms%n", held, found[0], found[1]);
    return found;
  }

  /**
   * What the tables would take with every hour: runs and names as they are, as a month has as many
   * changes; a row for each document 24 times; the scans' packed bytes 24 times.
   */
  private static void project(DatabaseConfig config) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(config.url(), config.user(), config.password());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select (select sum(pg_total_relation_size(t::regclass))
                          from unnest(array['run', 'relay', 'policy']) t),
                       (select sum(pg_total_relation_size(t::regclass))
                          from unnest(array['consensus', 'consensus_document', 'exit_list']) t),
                       (select pg_total_relation_size('exit_scan')),
                       (select coalesce(sum(octet_length(scans)), 0) from exit_scan)
                """)) {
      row.next();
      double packed = row.getDouble(4);
      double projected = row.getDouble(1) + 24 * row.getDouble(2) + row.getDouble(3) + 23 * packed;
      System.out.printf(
          Locale.ROOT,
          "runs %.1f MB, documents %.1f MB, scans %.1f MB (packed %.1f MB); every hour: %.2f GB%n",
          row.getDouble(1) / 1e6,
          row.getDouble(2) / 1e6,
          row.getDouble(3) / 1e6,
          packed / 1e6,
          projected / 1e9);
    }
  }
}
