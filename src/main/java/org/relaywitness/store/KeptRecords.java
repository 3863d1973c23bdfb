package org.relaywitness.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;
import org.relaywitness.lookup.Kept;

/**
 * Consensuses and exit lists that were read, day by day, and what was worked out from them, for all
 * readers of a store. Each is kept under the version that the day has in the state it was read from
 * ({@code sql/V002}), so a reader finds it only while it sees that very version: an import changes
 * the versions of its own days, and nothing else is read anew. Bounded in what it takes.
 */
final class KeptRecords {
  /** A day of hourly consensuses of both flavours and exit lists takes some 100 kB. */
  private static final long MOST_BYTES_OF_DAYS = 64L << 20;

  private static final long MOST_BYTES_OF_POLICIES = 8L << 20;
  private static final long MOST_BYTES_WORKED_OUT = 64L << 20;

  /** With its JSON, which is kept for as long as the record itself. */
  private static final int BYTES_OF_A_RECORD = 1_500;

  /** With an import at work there are two; replicas of one server may be at different states. */
  private static final int STATES = 4;

  private final Cache<Day, DayRecords> days =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES_OF_DAYS)
          .weigher((Day day, DayRecords records) -> records.bytes())
          .executor(Runnable::run)
          .build();
  private final Cache<Worked, Kept> workedOut =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES_WORKED_OUT)
          .weigher((Worked key, Kept kept) -> 200 + kept.bytes())
          .executor(Runnable::run)
          .build();
  private final Cache<UUID, RecordState> states =
      Caffeine.newBuilder().maximumSize(STATES).executor(Runnable::run).build();
  private final Cache<String, ExitPolicySummary> policies =
      Caffeine.newBuilder()
          .maximumWeight(MOST_BYTES_OF_POLICIES)
          .weigher((String summary, ExitPolicySummary policy) -> 100 + 12 * summary.length())
          .executor(Runnable::run)
          .build();
  private final AtomicReference<@Nullable RecordState> newest = new AtomicReference<>();

  /** A day since 1970 in one version. */
  record Day(long day, UUID version) {}

  /** The records of a day, in order. */
  record DayRecords(List<HeldConsensus> consensuses, List<HeldExitList> lists) {
    static final DayRecords NONE = new DayRecords(List.of(), List.of());

    DayRecords {
      consensuses = List.copyOf(consensuses);
      lists = List.copyOf(lists);
    }

    int bytes() {
      return BYTES_OF_A_RECORD * (1 + consensuses.size() + lists.size());
    }
  }

  /** What a thing is that was worked out, and the days it rests on. */
  record Worked(Object key, List<Object> versions) {}

  @Nullable RecordState findState(UUID version) {
    return states.getIfPresent(version);
  }

  /** The state that was read last, to take over from. */
  @Nullable RecordState newest() {
    return newest.get();
  }

  void keep(UUID version, RecordState state) {
    states.put(version, state);
    newest.set(state);
  }

  /** A summary that was read from the records; {@code null} for what is none. */
  @Nullable ExitPolicySummary policy(String summary) {
    return policies.get(summary, ExitPolicySummary::find);
  }

  @Nullable DayRecords find(Day day) {
    return days.getIfPresent(day);
  }

  void keep(Day day, DayRecords records) {
    days.put(day, records);
  }

  @Nullable Kept find(Worked key) {
    return workedOut.getIfPresent(key);
  }

  void keep(Worked key, Kept kept) {
    workedOut.put(key, kept);
  }
}
