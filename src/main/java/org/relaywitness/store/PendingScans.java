package org.relaywitness.store;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.ExitListEntry;
import org.relaywitness.directory.ExitScan;

/** The scans of the exit lists that wait to be written, gathered by the rows they will be in. */
final class PendingScans {
  private final Map<ScanKey, Pairs> scans = new HashMap<>();
  private long count;

  /** Pairs of {@link ScanCodec} in the order in which they came, with lists' positions. */
  private static final class Pairs {
    private long[] values = new long[4];
    private int count;
    private int ofOtherLists;

    void add(long pair) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = pair;
    }

    boolean hasNewOnes() {
      return ofOtherLists < count;
    }

    /** Ends a list: its pairs are kept once each; returns how many those are. */
    int settle() {
      Arrays.sort(values, ofOtherLists, count);
      int left = ofOtherLists;
      for (int i = ofOtherLists; i < count; i++) {
        if (left == ofOtherLists || values[left - 1] != values[i]) {
          values[left++] = values[i];
        }
      }
      int distinct = left - ofOtherLists;
      count = left;
      ofOtherLists = left;
      return distinct;
    }

    /** Sorted, with the lists' numbers in place of their positions. */
    long[] numbered(int[] listIds) {
      long[] numbered = new long[count];
      for (int i = 0; i < count; i++) {
        numbered[i] =
            ScanCodec.pair(ScanCodec.second(values[i]), listIds[ScanCodec.list(values[i])]);
      }
      return ScanCodec.sorted(numbered, count);
    }
  }

  /** How many scans wait; one that several lists report counts for each. */
  long count() {
    return count;
  }

  /**
   * Takes a list's scans in.
   *
   * @param position the list's in its batch; larger than those of the lists before
   * @return how many distinct ones it reports
   */
  int add(ExitList list, int position) {
    List<Pairs> touched = new ArrayList<>();
    for (ExitListEntry entry : list.entries()) {
      add(entry, position, touched);
    }
    int distinct = 0;
    for (Pairs pairs : touched) {
      distinct += pairs.settle();
    }
    count += distinct;
    return distinct;
  }

  private void add(ExitListEntry entry, int position, List<Pairs> touched) {
    for (ExitScan scan : entry.scans()) {
      Pairs pairs = pairs(scan);
      if (!pairs.hasNewOnes()) {
        touched.add(pairs);
      }
      pairs.add(ScanCodec.pair(ScanKey.second(scan.time().getEpochSecond()), position));
    }
  }

  private Pairs pairs(ExitScan scan) {
    ScanKey key =
        new ScanKey(
            scan.fingerprint(),
            canonical(scan.address()),
            ScanKey.week(scan.time().getEpochSecond()));
    return scans.computeIfAbsent(key, absent -> new Pairs());
  }

  /** Without the scope or host name that an address object may carry along. */
  private static InetAddress canonical(InetAddress address) {
    return Addresses.ofBytes(address.getAddress());
  }

  /**
   * The scans by key, sorted.
   *
   * @param listIds the lists' numbers, to stand in place of their positions
   */
  Map<ScanKey, long[]> numbered(int[] listIds) {
    Map<ScanKey, long[]> numbered = new LinkedHashMap<>();
    scans.forEach((key, pairs) -> numbered.put(key, pairs.numbered(listIds)));
    return numbered;
  }
}
