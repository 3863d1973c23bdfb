package org.relaywitness.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of one month's time line that a set of changes touches: from the last member before the
 * first change through the first member after the last change. Runs outside of it cannot change.
 *
 * <p>Times are valid-after in seconds since 1970.
 */
final class RunWindow {
  /** What stands for the content of a consensus that leaves the time line. */
  static final int[] GONE = new int[0];

  private final long from;
  private final long to;
  private final boolean begins;
  private final boolean ends;
  private final long[] times;
  private final int[][] contents;

  private RunWindow(
      long from, long to, boolean begins, boolean ends, long[] times, int[][] contents) {
    this.from = from;
    this.to = to;
    this.begins = begins;
    this.ends = ends;
    this.times = times;
    this.contents = contents;
  }

  /**
   * The window of these changes.
   *
   * @param members the members of the month before the change, ascending
   * @param changes for each changed valid-after the tuples that it shows from now on; the very
   *     object {@link #GONE} where it has no member any more. At least one; an empty consensus is
   *     another, empty array
   */
  static RunWindow of(long[] members, SortedMap<Long, int[]> changes) {
    int before = position(members, changes.firstKey()) - 1;
    int after = position(members, changes.lastKey() + 1);
    TreeMap<Long, int[]> line = new TreeMap<>();
    for (int i = Math.max(before, 0); i < Math.min(after + 1, members.length); i++) {
      line.put(members[i], KEPT);
    }
    line.putAll(changes);
    List<Long> times = new ArrayList<>();
    List<int[]> contents = new ArrayList<>();
    for (Map.Entry<Long, int[]> member : line.entrySet()) {
      if (member.getValue() != GONE) {
        times.add(member.getKey());
        contents.add(member.getValue());
      }
    }
    return new RunWindow(
        before >= 0 ? members[before] : changes.firstKey(),
        after < members.length ? members[after] : RunList.OPEN,
        before < 0,
        after >= members.length,
        times.stream().mapToLong(Long::longValue).toArray(),
        contents.toArray(int[][]::new));
  }

  private static final int[] KEPT = new int[0];

  private static int position(long[] members, long time) {
    int found = Arrays.binarySearch(members, time);
    return found >= 0 ? found : -found - 1;
  }

  /** Stored runs matter when their last is this or later, ... */
  long from() {
    return from;
  }

  /** ... and their first is this or earlier. */
  long to() {
    return to;
  }

  /** Whether the window begins with the month's first member: no run comes from before it. */
  boolean begins() {
    return begins;
  }

  /** Whether the window ends with the month's newest member: runs that reach it stay open. */
  boolean ends() {
    return ends;
  }

  /** How many members the window has after the change. */
  int size() {
    return times.length;
  }

  long time(int position) {
    return times[position];
  }

  /** Whether the member at this position is as it was, so that the stored runs hold its content. */
  boolean kept(int position) {
    return contents[position] == KEPT;
  }

  /** The tuples of a member that is new or replaced. */
  int[] content(int position) {
    return contents[position];
  }
}
