package org.relaywitness.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.QuotableDocuments;
import org.relaywitness.evidence.bulk.BulkLine;
import org.relaywitness.evidence.pdf.CaseEntry;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.CoverageReport;
import org.relaywitness.lookup.ExitsAt;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.OriginalAnswer;
import org.relaywitness.lookup.OriginalQuestion;
import org.relaywitness.lookup.OriginalRule;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.QuestionParser;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.lookup.RelayTimeline;
import org.relaywitness.lookup.RelayTimeline.History;
import org.relaywitness.lookup.Verdict;
import org.relaywitness.watch.Metrics;

/** Everything that can be asked of the records; each answer reads one consistent state. */
final class Records {
  private static final HistoryPage NOTHING =
      new HistoryPage(
          new History(Instant.EPOCH, Instant.EPOCH, List.of(), List.of(), 0, List.of()), null);

  private final RelayHistory history;
  private final Documents documents;
  private final Clock clock;
  private final QuestionParser parser;
  private final Metrics metrics;

  Records(RelayHistory history, Documents documents, Clock clock) {
    this(history, documents, clock, new Metrics());
  }

  Records(RelayHistory history, Documents documents, Clock clock, Metrics metrics) {
    this.metrics = metrics;
    this.history = new GuardedHistory(history);
    this.documents = documents == Documents.NONE ? documents : new QuotableDocuments(documents);
    this.clock = clock;
    this.parser = new QuestionParser(clock);
  }

  Clock clock() {
    return clock;
  }

  Documents documents() {
    return documents;
  }

  /** Where this consensus or exit list stood; empty when none such is held, or no longer. */
  Optional<String> findPath(Sha256 document) {
    return history.read(snapshot -> snapshot.findPath(document));
  }

  /** What is made of a question, in one state of the records. */
  interface Answering<T> {
    T read(Question question, AskedState state);
  }

  /** Reads; what was read in vain, as an import committed meanwhile, is not counted as answered. */
  private <T> T read(Function<AskedState, T> reading) {
    Instant now = clock.instant();
    List<Verdict> given = new ArrayList<>();
    T read =
        history.read(
            snapshot -> {
              given.clear();
              return reading.apply(new AskedState(snapshot, now, given));
            });
    given.forEach(verdict -> metrics.answered(Metrics.Door.WEB, verdict));
    return read;
  }

  /** The answer to a question given as text; absent and blank parameters are {@code null}. */
  Answer ask(
      @Nullable String address,
      @Nullable String at,
      @Nullable String date,
      @Nullable String zone,
      @Nullable String tolerance,
      @Nullable String port)
      throws InvalidQuestionException {
    return ask(
        (question, state) -> state.answer(question), address, at, date, zone, tolerance, port);
  }

  /** The answers to these lines, or their problems, all from one state of the records. */
  List<CaseEntry> entries(List<BulkLine> lines) {
    return read(state -> CaseEntry.all(lines, state::plainAnswer));
  }

  QuestionParser parser() {
    return parser;
  }

  /** What is made of a question given as text; absent and blank parameters are {@code null}. */
  <T> T ask(
      Answering<T> answering,
      @Nullable String address,
      @Nullable String at,
      @Nullable String date,
      @Nullable String zone,
      @Nullable String tolerance,
      @Nullable String port)
      throws InvalidQuestionException {
    return ask(answering, parser.parse(address, at, date, zone, tolerance, port));
  }

  /** What is made of a question. */
  <T> T ask(Answering<T> answering, Question question) {
    return read(state -> answering.read(question, state));
  }

  CoverageReport coverage(Instant from, Instant to) {
    Instant now = clock.instant();
    return history.read(snapshot -> CoverageReport.of(from, to, snapshot, now));
  }

  /** What is held and missing from the first to the last record held, or of a month in it. */
  CoverageReport calendar(@Nullable YearMonth month) {
    Instant now = clock.instant();
    return history.read(
        snapshot -> {
          HistoryInterval held = HistoryInterval.held(snapshot.extent());
          Instant from = held.from();
          Instant to = held.to();
          if (month != null) {
            from = later(from, start(month));
            to = earlier(to, start(month.plusMonths(1)));
          }
          return CoverageReport.of(from, to, snapshot, now);
        });
  }

  private static Instant start(YearMonth month) {
    return month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  ExitsAt.Exits exits(Instant at, @Nullable Integer port) {
    Instant now = clock.instant();
    return history.read(snapshot -> ExitsAt.find(at, port, snapshot, now));
  }

  /** A page of the history of a relay. */
  HistoryPage relay(Fingerprint relay, HistoryInterval.Wanted wanted, Duration page)
      throws InvalidQuestionException {
    Instant now = clock.instant();
    return history(
        wanted,
        page,
        (snapshot, held) -> RelayTimeline.ofRelay(relay, held.from(), held.to(), snapshot, now));
  }

  /** A page of the history of a block. */
  HistoryPage network(IpNetwork network, HistoryInterval.Wanted wanted, Duration page)
      throws InvalidQuestionException {
    Instant now = clock.instant();
    return history(
        wanted,
        page,
        (snapshot, held) ->
            RelayTimeline.ofNetwork(network, held.from(), held.to(), snapshot, now));
  }

  /**
   * A page of a history.
   *
   * @param next where the next page begins; {@code null}: this is the last
   */
  record HistoryPage(History history, @Nullable Instant next) {}

  private HistoryPage history(
      HistoryInterval.Wanted wanted,
      Duration page,
      BiFunction<RelayHistory.Snapshot, HistoryInterval, History> reading)
      throws InvalidQuestionException {
    // The interval is settled in the same state of the records that is then read, so that none of
    // them falls between; its problems are told once the state is left.
    AtomicReference<InvalidQuestionException> problem = new AtomicReference<>();
    HistoryPage found =
        history.read(
            snapshot -> {
              try {
                HistoryInterval interval = HistoryInterval.of(snapshot.extent(), wanted, page);
                return new HistoryPage(reading.apply(snapshot, interval), interval.next());
              } catch (InvalidQuestionException e) {
                problem.set(e);
                return NOTHING;
              }
            });
    InvalidQuestionException invalid = problem.get();
    if (invalid != null) {
      throw invalid;
    }
    return found;
  }

  OriginalAnswer original(OriginalQuestion question) {
    return history.read(snapshot -> OriginalRule.answer(question, snapshot));
  }
}
