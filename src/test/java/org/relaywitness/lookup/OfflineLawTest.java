package org.relaywitness.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.relaywitness.export.OfflineExport;
import org.relaywitness.export.OfflineExport.Form;
import org.relaywitness.export.SqliteHistory;

/** Laws of answers from an offline data set, over random histories and questions. */
class OfflineLawTest {
  private static Path folder = Path.of("");

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("offline-law");
  }

  @AfterContainer
  static void dropFolder() throws IOException {
    Files.deleteIfExists(file());
    // The files must have left nothing beside them.
    Files.delete(folder);
  }

  private static Path file() {
    return folder.resolve("records.sqlite");
  }

  private interface Reading<T> {
    T of(RelayHistory offline);
  }

  private static <T> T offline(RandomCase given, Span period, Reading<T> reading)
      throws IOException {
    return offline(given, period, given.now, reading);
  }

  private static <T> T offline(
      RandomCase given, Span period, Instant exportedAt, Reading<T> reading) throws IOException {
    new OfflineExport(given.history, "test").write(period, exportedAt, Form.SQLITE, file());
    try (SqliteHistory history = SqliteHistory.open(file())) {
      T found = reading.of(history);
      try (Stream<Path> files = Files.list(folder)) {
        assertEquals(1, files.count(), "nothing beside the file");
      }
      return found;
    }
  }

  private static Answer answer(RelayHistory history, RandomCase given) {
    return history.read(snapshot -> Lookup.answer(given.question, snapshot, given.now));
  }

  /** Without what says how far the records reach as a whole. */
  private static Answer withoutExtent(Answer answer) {
    Coverage coverage = answer.coverage();
    return new Answer(
        answer.question(),
        answer.verdict(),
        answer.inForce(),
        answer.provisional(),
        answer.finalFrom(),
        null,
        answer.relays(),
        answer.consensuses(),
        answer.exitLists(),
        new Coverage(coverage.complete(), coverage.consensuses(), coverage.exitLists(), null, null),
        answer.nearby(),
        answer.limits());
  }

  @Property(tries = 100)
  void everythingExported_anyQuestion_sameAnswer(@ForAll long seed) throws IOException {
    RandomCase given = new RandomCase(seed);
    assertEquals(
        answer(given.history, given), offline(given, Span.ALL, history -> answer(history, given)));
  }

  @Example
  void everythingExported_dueAtTheMomentOfTheExport_isNotMissing() throws IOException {
    everythingExported_anyQuestion_sameAnswer(1638691);
  }

  @Property(tries = 60)
  void windowExported_anyQuestion_sameAnswer(@ForAll long seed) throws IOException {
    RandomCase given = new RandomCase(seed);
    Window window = Window.of(given.question);
    Random random = new Random(seed);
    Span period =
        new Span(
            window.readFrom().minusSeconds(random.nextInt(100_000)),
            window.finalFrom().plusSeconds(random.nextInt(100_000)));
    assertEquals(
        withoutExtent(answer(given.history, given)),
        withoutExtent(offline(given, period, history -> answer(history, given))));
  }

  @Property(tries = 200)
  void lessExported_completeAnswer_isTheSameVerdict(@ForAll long seed) throws IOException {
    RandomCase given = new RandomCase(seed);
    Window window = Window.of(given.question);
    Random random = new Random(seed);
    Instant from = near(random, window.readFrom());
    Instant to = near(random, window.nearTo());
    if (to.isAfter(given.now) && to.isBefore(window.nearTo())) {
      // These histories know records of the future, which no export can tell apart from none.
      to = window.nearTo();
    }
    Span period = new Span(from, to.isAfter(from) ? to : from.plusSeconds(1));
    Answer whole = answer(given.history, given);
    Answer part = offline(given, period, history -> answer(history, given));
    // Within four hours a consensus is due in these histories, so one is missing.
    Duration due = Duration.ofHours(4);
    boolean lacking =
        period.from().isAfter(window.readFrom().plus(due))
            || period.to().plus(due).isBefore(earlier(window.nearTo(), given.now));
    if (lacking && given.now.isAfter(window.to().plus(Duration.ofHours(1)))) {
      assertTrue(part.verdict() != Verdict.NOT_LISTED, () -> "lacking, yet " + part.verdict());
    }
    if (part.coverage().complete()) {
      assertEquals(whole.verdict(), part.verdict());
      assertEquals(withoutExtent(whole).relays(), part.relays());
    }
    if (part.verdict() == Verdict.INCONCLUSIVE) {
      assertTrue(
          !part.coverage().consensuses().missing().isEmpty()
              || !part.coverage().exitLists().missing().isEmpty(),
          "what is missing is named");
    }
  }

  private static Instant near(Random random, Instant end) {
    int reach = random.nextBoolean() ? 3 : 100 * 3600;
    return end.plusSeconds(random.nextInt(2 * reach + 1) - reach);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  @Property(tries = 40)
  void exportedLongBefore_laterQuestion_isNoNegative(@ForAll long seed) throws IOException {
    RandomCase given = new RandomCase(seed);
    Instant exported = given.question.to().minusSeconds(new Random(seed).nextInt(90_000));
    Answer answer = offline(given, Span.ALL, exported, history -> answer(history, given));
    if (exported.plusSeconds(1).isBefore(given.now)) {
      assertTrue(
          answer.verdict() != Verdict.NOT_LISTED || beforeExitLists(given),
          () -> "exported before the time asked, yet " + answer.verdict());
    }
  }

  private static boolean beforeExitLists(RandomCase given) {
    return !given.question.to().plus(Window.SCAN_REACH).isAfter(CoverageRule.FIRST_EXIT_LIST);
  }

  @Property(tries = 40)
  void everythingExported_listsInBulk_areTheSame(@ForAll long seed) throws IOException {
    RandomCase given = new RandomCase(seed);
    Instant at = given.question.from();
    @Nullable Integer port = given.question.port();
    ExitsAt.Exits exits =
        given.history.read(snapshot -> ExitsAt.find(at, port, snapshot, given.now));
    RelayTimeline.History relay = given.history.read(snapshot -> relayOne(snapshot, given));
    CoverageReport coverage =
        given.history.read(
            snapshot -> CoverageReport.of(at, at.plus(Duration.ofDays(2)), snapshot, given.now));
    offline(
        given,
        Span.ALL,
        history ->
            history.read(
                snapshot -> {
                  assertEquals(exits, ExitsAt.find(at, port, snapshot, given.now));
                  assertEquals(relay, relayOne(snapshot, given));
                  assertEquals(
                      coverage,
                      CoverageReport.of(at, at.plus(Duration.ofDays(2)), snapshot, given.now));
                  return true;
                }));
  }

  private static RelayTimeline.History relayOne(RelayHistory.Snapshot snapshot, RandomCase given) {
    return RelayTimeline.ofRelay(
        Records.relay(1),
        given.question.from().minus(Duration.ofDays(3)),
        given.question.to(),
        snapshot,
        given.now);
  }
}
