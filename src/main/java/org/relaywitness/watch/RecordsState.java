package org.relaywitness.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.Coverage;
import org.relaywitness.lookup.CoverageReport;
import org.relaywitness.lookup.CoverageReport.Missing;
import org.relaywitness.lookup.Extent;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.lookup.RelayHistory.Snapshot;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How fresh the records are, read at most every few seconds however often it is asked. Thread-safe.
 */
public final class RecordsState {
  private static final Logger LOG = LoggerFactory.getLogger(RecordsState.class);
  private static final Duration WINDOW = Duration.ofDays(3);
  private static final Duration KEPT = Duration.ofSeconds(5);

  private final RelayHistory history;
  private final Clock clock;
  private @Nullable State kept;

  /** The state of these records. */
  public RecordsState(RelayHistory history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  /**
   * What was found.
   *
   * @param reachable whether the records could be read; if not, the rest says nothing
   * @param expectedHours hours of the last three days in which a consensus was due
   * @param missingHours those of them without one, the last two hours not counted
   * @param missingListHours hours of the last three days without an exit list, likewise
   * @param copy how far behind the records are; {@code null}: they are no copy
   */
  public record State(
      Instant readAt,
      boolean reachable,
      @Nullable Instant newestConsensus,
      @Nullable Instant newestExitList,
      int expectedHours,
      int missingHours,
      int missingListHours,
      Coverage.@Nullable Replica copy) {

    /** Whether the records are read from a copy. */
    public boolean replica() {
      return copy != null;
    }

    /** How far behind the copy is; empty where that is unknown, or there is no copy. */
    public Optional<Duration> delay() {
      return copy == null ? Optional.empty() : Optional.ofNullable(copy.delay());
    }

    /** Time since the newest consensus; empty where none is held. */
    public Optional<Duration> consensusAge(Instant now) {
      return Optional.ofNullable(newestConsensus).map(newest -> Duration.between(newest, now));
    }

    /** Time since the newest exit list; empty where none is held. */
    public Optional<Duration> exitListAge(Instant now) {
      return Optional.ofNullable(newestExitList).map(newest -> Duration.between(newest, now));
    }
  }

  /** The state now, or a few seconds ago. */
  public synchronized State current() {
    Instant now = clock.instant();
    State last = kept;
    if (last == null || last.readAt().isAfter(now) || last.readAt().plus(KEPT).isBefore(now)) {
      last = read(now);
      kept = last;
    }
    return last;
  }

  private State read(Instant now) {
    try {
      return history.read(snapshot -> read(snapshot, now));
    } catch (RuntimeException e) {
      // The kind alone: what a message quotes is not known here.
      LOG.warn("the state of the records cannot be read: {}", e.getClass().getName());
      return new State(now, false, null, null, 0, 0, 0, null);
    }
  }

  private static State read(Snapshot snapshot, Instant now) {
    Extent extent = snapshot.extent();
    CoverageReport report = CoverageReport.of(now.minus(WINDOW), now, snapshot, now);
    return new State(
        now,
        true,
        extent.lastConsensus(),
        extent.lastExitList(),
        report.expected(),
        report.missing().stream().mapToInt(Missing::count).sum(),
        report.missingExitLists().stream().mapToInt(Missing::count).sum(),
        snapshot.replica().orElse(null));
  }
}
