package org.relaywitness.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.Extent;

/**
 * What was read of one state of the consensuses and exit lists, of which {@code record_state} has
 * the version: small things that every lookup needs. Bears use by many threads; holds nothing that
 * is not in that state, and nothing of any question.
 */
final class RecordState {
  /** One flavour's time line within one month. */
  record Line(boolean microdesc, YearMonth month) {}

  /** What an exit list is called, in the order of time. */
  record ListName(long time, Sha256 sha256) implements Comparable<ListName> {
    @Override
    public int compareTo(ListName other) {
      int order = Long.compare(time, other.time);
      return order != 0 ? order : sha256.compareTo(other.sha256);
    }
  }

  private final Map<Long, UUID> days;
  private final Map<Line, long[]> members = new ConcurrentHashMap<>();
  private final Map<Integer, ListName> lists = new ConcurrentHashMap<>();
  private volatile @Nullable Extent extent;

  /**
   * A state.
   *
   * @param days the version of each day since 1970 that has one
   * @param other another state: what lies in days that are the same there is taken over
   */
  RecordState(Map<Long, UUID> days, @Nullable RecordState other) {
    this.days = new HashMap<>(days);
    if (other != null) {
      other.lists.forEach(
          (id, name) -> {
            if (isSame(other, Math.floorDiv(name.time(), 86_400L))) {
              lists.put(id, name);
            }
          });
      other.members.forEach(
          (line, held) -> {
            if (isSame(other, line.month())) {
              members.put(line, held);
            }
          });
    }
  }

  private boolean isSame(RecordState other, long day) {
    UUID version = days.get(day);
    return version != null && version.equals(other.days.get(day));
  }

  private boolean isSame(RecordState other, YearMonth month) {
    LocalDate next = month.plusMonths(1).atDay(1);
    return versions(month.atDay(1).toEpochDay(), next.toEpochDay() - 1)
        .equals(other.versions(month.atDay(1).toEpochDay(), next.toEpochDay() - 1));
  }

  /** The day of an instant, counted from 1970. */
  static long day(Instant instant) {
    return Math.floorDiv(instant.getEpochSecond(), 86_400L);
  }

  /** The version of a day; {@code null}: it never had any record. */
  @Nullable UUID version(long day) {
    return days.get(day);
  }

  /** The days from one to another, both included, with their versions, as one key. */
  List<Object> versions(long first, long last) {
    List<Object> versions = new ArrayList<>((int) (last - first) + 2);
    versions.add(first);
    for (long day = first; day <= last; day++) {
      UUID version = days.get(day);
      versions.add(version == null ? "" : version);
    }
    return versions;
  }

  /** Answering valid-afters by month, as far as read. */
  Map<Line, long[]> members() {
    return members;
  }

  /** The exit lists by their number, as far as read. */
  Map<Integer, ListName> lists() {
    return lists;
  }

  @Nullable Extent extent() {
    return extent;
  }

  void extent(Extent read) {
    extent = read;
  }
}
