package org.relaywitness.store;

import java.util.Arrays;
import org.relaywitness.directory.PackedAppearance;

/**
 * The order in which new runs are written: by address, then by tuple, then by time. Rows that are
 * asked for together stand together then, and the indexes are filled page by page.
 */
final class RunOrder {
  private static final int RUN_BITS = 31;
  private static final long RUN_MASK = (1L << RUN_BITS) - 1;

  private final RunList runs;
  private final TupleTable tuples;

  private RunOrder(RunList runs, TupleTable tuples) {
    this.runs = runs;
    this.tuples = tuples;
  }

  /** The runs' positions in the list, in this order. */
  static int[] byAddress(RunList runs, TupleTable tuples) {
    return new RunOrder(runs, tuples).sorted();
  }

  /** The first four bytes of the address decide nearly always: they are sorted as numbers. */
  private int[] sorted() {
    long[] keys = new long[runs.size()];
    for (int run = 0; run < keys.length; run++) {
      keys[run] = (addressHead(run) << RUN_BITS) | run;
    }
    Arrays.sort(keys);
    int[] order = Arrays.stream(keys).mapToInt(key -> (int) (key & RUN_MASK)).toArray();
    int from = 0;
    while (from < keys.length) {
      int to = from + 1;
      while (to < keys.length && keys[to] >>> RUN_BITS == keys[from] >>> RUN_BITS) {
        to++;
      }
      sortWhole(order, from, to);
      from = to;
    }
    return order;
  }

  private long addressHead(int run) {
    byte[] arena = tuples.arena();
    int at = tuples.start(runs.tuple(run)) + PackedAppearance.ADDRESS_OFFSET;
    return ((arena[at] & 0xffL) << 24)
        | ((arena[at + 1] & 0xffL) << 16)
        | ((arena[at + 2] & 0xffL) << 8)
        | (arena[at + 3] & 0xffL);
  }

  /** Binary insertion: hardly any of these stretches are long. */
  private void sortWhole(int[] order, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int run = order[i];
      int low = from;
      int high = i;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (compare(run, order[middle]) < 0) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      System.arraycopy(order, low, order, low + 1, i - low);
      order[low] = run;
    }
  }

  private int compare(int a, int b) {
    byte[] arena = tuples.arena();
    int one = tuples.start(runs.tuple(a));
    int other = tuples.start(runs.tuple(b));
    int order =
        Arrays.compareUnsigned(
            arena,
            one + PackedAppearance.ADDRESS_OFFSET,
            one + PackedAppearance.ADDRESS_OFFSET + addressLength(one),
            arena,
            other + PackedAppearance.ADDRESS_OFFSET,
            other + PackedAppearance.ADDRESS_OFFSET + addressLength(other));
    if (order == 0) {
      order = tuples.compare(runs.tuple(a), runs.tuple(b));
    }
    return order != 0 ? order : Long.compare(runs.first(a), runs.first(b));
  }

  private int addressLength(int start) {
    return PackedAppearance.addressLength(tuples.arena()[start + PackedAppearance.FLAGS_OFFSET]);
  }
}
