package org.relaywitness.store;

import java.util.Arrays;

/**
 * Runs in columns: tuple number, first and last valid-after in seconds since 1970, and for stored
 * ones the place of their row. Plain arrays, as a month can have half a million.
 */
final class RunList {
  /** The {@code last} of a run that goes through the newest member of its month. */
  static final long OPEN = Long.MAX_VALUE;

  private int[] tuples = new int[256];
  private long[] firsts = new long[256];
  private long[] lasts = new long[256];
  private long[] places = new long[256];
  private int size;

  void add(int tuple, long first, long last, long place) {
    if (size == tuples.length) {
      tuples = Arrays.copyOf(tuples, 2 * size);
      firsts = Arrays.copyOf(firsts, 2 * size);
      lasts = Arrays.copyOf(lasts, 2 * size);
      places = Arrays.copyOf(places, 2 * size);
    }
    tuples[size] = tuple;
    firsts[size] = first;
    lasts[size] = last;
    places[size++] = place;
  }

  int size() {
    return size;
  }

  int tuple(int run) {
    return tuples[run];
  }

  long first(int run) {
    return firsts[run];
  }

  long last(int run) {
    return lasts[run];
  }

  /** Where the row stands: block number shifted left by 16 bits, and the item's number. */
  long place(int run) {
    return places[run];
  }

  /** The numbers of the tuples whose run covers this member. */
  int[] at(long validAfter) {
    int[] covering = new int[size];
    int count = 0;
    for (int run = 0; run < size; run++) {
      if (firsts[run] <= validAfter && lasts[run] >= validAfter) {
        covering[count++] = tuples[run];
      }
    }
    return Arrays.copyOf(covering, count);
  }
}
