package org.relaywitness.web;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.EvidenceBundle;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.CoverageReport;
import org.relaywitness.lookup.ExitsAt;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.lookup.OriginalAnswer;
import org.relaywitness.lookup.OriginalQuestion;
import org.relaywitness.lookup.OriginalRule;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.QuestionParser;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.lookup.RelayTimeline;
import org.relaywitness.lookup.RelayTimeline.History;

/** Everything that can be asked of the records; each answer reads one consistent state. */
final class Records {
  private static final History NOTHING =
      new History(Instant.EPOCH, Instant.EPOCH, List.of(), List.of(), 0, List.of());

  private final RelayHistory history;
  private final Documents documents;
  private final Clock clock;
  private final QuestionParser parser;

  Records(RelayHistory history, Documents documents, Clock clock) {
    this.history = new GuardedHistory(history);
    this.documents = documents;
    this.clock = clock;
    this.parser = new QuestionParser(clock);
  }

  Clock clock() {
    return clock;
  }

  Documents documents() {
    return documents;
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
    Question question = parser.parse(address, at, date, zone, tolerance, port);
    Instant now = clock.instant();
    return history.read(snapshot -> Lookup.answer(question, snapshot, now));
  }

  EvidenceBundle bundle(Question question) {
    Instant now = clock.instant();
    return history.read(snapshot -> EvidenceBundle.of(question, snapshot, now));
  }

  CoverageReport.Report coverage(Instant from, Instant to) {
    Instant now = clock.instant();
    return history.read(snapshot -> CoverageReport.of(from, to, snapshot, now));
  }

  ExitsAt.Exits exits(Instant at, @Nullable Integer port) {
    Instant now = clock.instant();
    return history.read(snapshot -> ExitsAt.find(at, port, snapshot, now));
  }

  /** The history of a relay; an end that is not given is that of the records held. */
  History relay(Fingerprint relay, @Nullable Instant from, @Nullable Instant to)
      throws InvalidQuestionException {
    Instant now = clock.instant();
    return history(
        from,
        to,
        (snapshot, held) -> RelayTimeline.ofRelay(relay, held.from(), held.to(), snapshot, now));
  }

  /** The history of a block; an end that is not given is that of the records held. */
  History network(IpNetwork network, @Nullable Instant from, @Nullable Instant to)
      throws InvalidQuestionException {
    Instant now = clock.instant();
    return history(
        from,
        to,
        (snapshot, held) ->
            RelayTimeline.ofNetwork(network, held.from(), held.to(), snapshot, now));
  }

  private History history(
      @Nullable Instant from,
      @Nullable Instant to,
      BiFunction<RelayHistory.Snapshot, HistoryInterval, History> reading)
      throws InvalidQuestionException {
    // The interval is settled in the same state of the records that is then read, so that none of
    // them falls between; its problems are told once the state is left.
    AtomicReference<InvalidQuestionException> problem = new AtomicReference<>();
    History found =
        history.read(
            snapshot -> {
              try {
                return reading.apply(snapshot, HistoryInterval.of(snapshot.extent(), from, to));
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
