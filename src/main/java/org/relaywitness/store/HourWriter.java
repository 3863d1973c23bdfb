package org.relaywitness.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings runs, kept entries and consensus rows to what changed hours say from now on. Additions,
 * removals and new checks all end here. Works within the caller's transaction.
 */
final class HourWriter {
  private final Connection connection;
  private final RunTable runs;
  private final ConsensusTable consensuses;
  private final KeptEntries entries;
  private final TupleTable tuples;
  private long runsAdded;
  private long runsRemoved;

  /** One flavour's time line within one month. */
  private record Line(boolean microdesc, YearMonth month) {}

  HourWriter(Connection connection, RunTable runs, ConsensusTable consensuses, TupleTable tuples) {
    this.connection = connection;
    this.runs = runs;
    this.consensuses = consensuses;
    this.tuples = tuples;
    entries = new KeptEntries(connection);
  }

  long runsAdded() {
    return runsAdded;
  }

  long runsRemoved() {
    return runsRemoved;
  }

  /** Writes these hours, as their candidates stand now. */
  void write(Collection<Hour> hours) throws SQLException {
    Map<Line, List<Hour>> lines = new LinkedHashMap<>();
    for (Hour hour : hours) {
      if (hour.answeredBefore() != hour.answersNow()) {
        lines
            .computeIfAbsent(
                new Line(hour.key().microdesc(), Times.month(hour.key().validAfter())),
                line -> new ArrayList<>())
            .add(hour);
      }
    }
    Map<Integer, int[]> steppedBack = new HashMap<>();
    List<Integer> steppedForward = new ArrayList<>();
    for (Map.Entry<Line, List<Hour>> line : lines.entrySet()) {
      encode(line.getKey(), line.getValue(), steppedBack, steppedForward);
    }
    consensuses.write(hours);
    for (int id : steppedForward) {
      entries.delete(id);
    }
    for (Hour hour : hours) {
      Candidate now = hour.answersNow();
      for (Candidate candidate : hour.candidates()) {
        int[] content = candidate.added != null ? candidate.tuples : steppedBack.get(candidate.id);
        if (candidate != now && !candidate.removed && content != null) {
          entries.keep(candidate.id, content, tuples);
        }
      }
    }
  }

  private void encode(
      Line line, List<Hour> hours, Map<Integer, int[]> steppedBack, List<Integer> steppedForward)
      throws SQLException {
    TreeMap<Long, int[]> changes = new TreeMap<>();
    for (Hour hour : hours) {
      changes.put(hour.key().validAfter(), content(hour.answersNow(), steppedForward));
    }
    RunWindow window =
        RunWindow.of(ConsensusTable.members(connection, line.microdesc(), line.month()), changes);
    RunList stored =
        RunReader.load(
            connection, line.month(), line.microdesc(), window.from(), window.to(), tuples);
    for (Hour hour : hours) {
      Candidate before = hour.answeredBefore();
      if (before != null && !before.removed) {
        steppedBack.put(before.id, stored.at(hour.key().validAfter()));
      }
    }
    RunChanges found = RunEncoder.encode(window, stored, tuples.size());
    runs.apply(found, stored, line.microdesc(), tuples);
    runsAdded += found.added().size();
    runsRemoved += found.removed().cardinality();
  }

  private int[] content(@Nullable Candidate candidate, List<Integer> steppedForward)
      throws SQLException {
    if (candidate == null) {
      return RunWindow.GONE;
    }
    int[] content = candidate.tuples;
    if (content == null) {
      steppedForward.add(candidate.id);
      content = KeptEntries.read(connection, candidate.id, tuples);
    }
    return content;
  }
}
