package org.relaywitness.store;

import java.util.Arrays;
import java.util.BitSet;
import org.relaywitness.pace.Pace;

/**
 * The run encoder: cuts the new time line of a window into maximal runs and compares them with the
 * stored ones. One sweep serves appending, late arrival, replacement and removal.
 *
 * <p>Knows nothing of a database. Plain arrays, as every status entry of an import passes through
 * once; the law that it keeps is {@code RunEncoderTest}.
 */
final class RunEncoder {
  private final RunWindow window;
  private final RunList stored;
  private final int[] openedAt;
  private final int[] seenAt;
  private final int[] firstRun;
  private final int[] nextRun;
  private final long[] lasts;
  private final BitSet moved = new BitSet();
  private final BitSet found = new BitSet();
  private final RunList added = new RunList();

  private RunEncoder(RunWindow window, RunList stored, int tuples) {
    this.window = window;
    this.stored = stored;
    openedAt = filled(tuples);
    seenAt = filled(tuples);
    firstRun = filled(tuples);
    nextRun = new int[stored.size()];
    lasts = new long[stored.size()];
    for (int run = 0; run < stored.size(); run++) {
      nextRun[run] = firstRun[stored.tuple(run)];
      firstRun[stored.tuple(run)] = run;
      lasts[run] = stored.last(run);
    }
  }

  private static int[] filled(int size) {
    int[] array = new int[size];
    Arrays.fill(array, -1);
    return array;
  }

  /**
   * The changes that make the stored runs those of the window's new time line.
   *
   * @param stored all runs of the month with {@code last >= window.from()} and {@code first <=
   *     window.to()}; each maximal in the old time line
   * @param tuples all tuple numbers are below this
   */
  static RunChanges encode(RunWindow window, RunList stored, int tuples) {
    RunEncoder encoder = new RunEncoder(window, stored, tuples);
    encoder.sweep();
    BitSet removed = new BitSet();
    removed.set(0, stored.size());
    removed.andNot(encoder.found);
    return new RunChanges(encoder.added, encoder.lasts, encoder.moved, removed);
  }

  private void sweep() {
    KeptContent kept = new KeptContent(stored);
    int[] open = new int[openedAt.length];
    int opened = 0;
    for (int position = 0; position < window.size(); position++) {
      int[] content;
      int count;
      if (window.kept(position)) {
        count = kept.moveTo(window.time(position));
        content = kept.tuples();
      } else {
        content = window.content(position);
        count = content.length;
      }
      for (int i = 0; i < count; i++) {
        int tuple = content[i];
        seenAt[tuple] = position;
        if (openedAt[tuple] < 0) {
          openedAt[tuple] = position;
          open[opened++] = tuple;
        }
      }
      int left = 0;
      for (int i = 0; i < opened; i++) {
        if (seenAt[open[i]] == position) {
          open[left++] = open[i];
        } else {
          close(open[i], position - 1);
        }
      }
      opened = left;
      Pace.offerProcessor();
    }
    for (int i = 0; i < opened; i++) {
      close(open[i], window.size() - 1);
    }
  }

  private void close(int tuple, int lastPosition) {
    int firstPosition = openedAt[tuple];
    openedAt[tuple] = -1;
    long first = window.time(firstPosition);
    if (firstPosition == 0 && !window.begins()) {
      first = stored.first(covering(tuple, first));
    }
    long last = window.time(lastPosition);
    if (lastPosition == window.size() - 1) {
      last = window.ends() ? RunList.OPEN : stored.last(covering(tuple, last));
    }
    int run = firstRun[tuple];
    while (run >= 0 && stored.first(run) != first) {
      run = nextRun[run];
    }
    if (run < 0) {
      added.add(tuple, first, last, -1);
      return;
    }
    found.set(run);
    if (stored.last(run) != last) {
      lasts[run] = last;
      moved.set(run);
    }
  }

  private int covering(int tuple, long time) {
    for (int run = firstRun[tuple]; run >= 0; run = nextRun[run]) {
      if (stored.first(run) <= time && stored.last(run) >= time) {
        return run;
      }
    }
    throw new IllegalStateException("the stored runs do not cover an unchanged consensus");
  }

  /** The content of unchanged members, taken from the stored runs, member after member. */
  private static final class KeptContent {
    private final RunList stored;
    private final int[] byFirst;
    private int next;
    private final int[] active;
    private final int[] tuples;
    private int count;

    KeptContent(RunList stored) {
      this.stored = stored;
      byFirst = order(stored);
      active = new int[stored.size()];
      tuples = new int[stored.size()];
    }

    private static int[] order(RunList stored) {
      long month = Long.MAX_VALUE;
      for (int run = 0; run < stored.size(); run++) {
        month = Math.min(month, stored.first(run));
      }
      long[] keys = new long[stored.size()];
      for (int run = 0; run < keys.length; run++) {
        // All runs are of one month: its seconds need 22 bits, the run's number 31.
        keys[run] = ((stored.first(run) - month) << 31) | run;
      }
      Arrays.sort(keys);
      return Arrays.stream(keys).mapToInt(key -> (int) (key & 0x7fffffff)).toArray();
    }

    int moveTo(long time) {
      while (next < byFirst.length && stored.first(byFirst[next]) <= time) {
        active[count++] = byFirst[next++];
      }
      int left = 0;
      for (int i = 0; i < count; i++) {
        if (stored.last(active[i]) >= time) {
          tuples[left] = stored.tuple(active[i]);
          active[left++] = active[i];
        }
      }
      count = left;
      return count;
    }

    int[] tuples() {
      return tuples;
    }
  }
}
