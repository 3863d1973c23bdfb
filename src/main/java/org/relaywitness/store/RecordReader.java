package org.relaywitness.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.relaywitness.lookup.Answering;
import org.relaywitness.lookup.Extent;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;
import org.relaywitness.lookup.Kept;
import org.relaywitness.lookup.Memory;
import org.relaywitness.store.KeptRecords.Day;
import org.relaywitness.store.KeptRecords.DayRecords;
import org.relaywitness.store.KeptRecords.Worked;

/**
 * The consensuses and exit lists in one state, from what is kept wherever that is of the very
 * versions it sees.
 */
final class RecordReader implements Memory {
  /** Longer stretches are read as they are: they would push out what is asked for often. */
  private static final long MOST_DAYS = 150;

  private final RecordQueries queries;
  private final KeptRecords kept;
  private final RecordState state;

  RecordReader(Reading reading, KeptRecords kept) throws SQLException {
    this.kept = kept;
    queries = new RecordQueries(reading);
    RecordState known = kept.findState(reading.version());
    if (known == null) {
      known = new RecordState(days(reading), kept.newest());
      kept.keep(reading.version(), known);
    }
    state = known;
  }

  private static Map<Long, UUID> days(Reading reading) throws SQLException {
    Map<Long, UUID> days = new HashMap<>();
    try (PreparedStatement select =
            reading.prepare("select day - date '1970-01-01', version from record_day");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        days.put(row.getLong(1), row.getObject(2, UUID.class));
      }
    }
    return days;
  }

  RecordState state() {
    return state;
  }

  List<HeldConsensus> consensuses(Instant from, Instant to) throws SQLException {
    return isLong(from, to)
        ? queries.consensuses(from, to)
        : between(from, to, DayRecords::consensuses, HeldConsensus::validAfter);
  }

  List<HeldExitList> exitLists(Instant from, Instant to) throws SQLException {
    return isLong(from, to)
        ? queries.exitLists(from, to)
        : between(from, to, DayRecords::lists, HeldExitList::time);
  }

  private static boolean isLong(Instant from, Instant to) {
    return from.equals(Instant.MIN)
        || to.equals(Instant.MAX)
        || RecordState.day(to) - RecordState.day(from) > MOST_DAYS;
  }

  private <T> List<T> between(
      Instant from, Instant to, Function<DayRecords, List<T>> kind, Function<T, Instant> time)
      throws SQLException {
    List<T> found = new ArrayList<>();
    if (!from.isBefore(to)) {
      return found;
    }
    for (DayRecords day : days(RecordState.day(from), RecordState.day(to))) {
      for (T one : kind.apply(day)) {
        if (!time.apply(one).isBefore(from) && time.apply(one).isBefore(to)) {
          found.add(one);
        }
      }
    }
    return found;
  }

  /** The records of the days from one to another, both included. */
  private List<DayRecords> days(long first, long last) throws SQLException {
    List<DayRecords> days = new ArrayList<>();
    for (long day = first; day <= last; day++) {
      UUID version = state.version(day);
      DayRecords known = version == null ? DayRecords.NONE : kept.find(new Day(day, version));
      if (known != null) {
        days.add(known);
        continue;
      }
      long end = day + 1;
      while (end <= last && isToBeRead(end)) {
        end++;
      }
      days.addAll(read(day, end));
      day = end - 1;
    }
    return days;
  }

  private boolean isToBeRead(long day) {
    UUID version = state.version(day);
    return version != null && kept.find(new Day(day, version)) == null;
  }

  /** Reads the days of [first, end), and keeps them. */
  private List<DayRecords> read(long first, long end) throws SQLException {
    Instant from = Instant.ofEpochSecond(first * 86_400L);
    Instant to = Instant.ofEpochSecond(end * 86_400L);
    Map<Long, List<HeldConsensus>> consensuses = new HashMap<>();
    for (HeldConsensus held : queries.consensuses(from, to)) {
      consensuses
          .computeIfAbsent(RecordState.day(held.validAfter()), day -> new ArrayList<>())
          .add(held);
    }
    Map<Long, List<HeldExitList>> lists = new HashMap<>();
    for (HeldExitList held : queries.exitLists(from, to)) {
      lists.computeIfAbsent(RecordState.day(held.time()), day -> new ArrayList<>()).add(held);
    }
    List<DayRecords> days = new ArrayList<>();
    for (long day = first; day < end; day++) {
      DayRecords records =
          new DayRecords(
              consensuses.getOrDefault(day, List.of()), lists.getOrDefault(day, List.of()));
      UUID version = state.version(day);
      if (version != null) {
        kept.keep(new Day(day, version), records);
      }
      days.add(records);
    }
    return days;
  }

  List<Answering> answering(Instant from, Instant to) throws SQLException {
    return queries.answering(from, to);
  }

  List<Instant> exitListTimes(Instant from, Instant to) throws SQLException {
    return queries.exitListTimes(from, to);
  }

  Extent extent() throws SQLException {
    Extent extent = state.extent();
    if (extent == null) {
      extent = queries.extent();
      state.extent(extent);
    }
    return extent;
  }

  @Override
  public <T extends Kept> T get(Object key, Instant from, Instant to, Supplier<T> working) {
    Worked worked = new Worked(key, state.versions(RecordState.day(from), RecordState.day(to)));
    @SuppressWarnings("unchecked") // the key tells one type from another
    T known = (T) kept.find(worked);
    if (known == null) {
      known = working.get();
      kept.keep(worked, known);
    }
    return known;
  }
}
