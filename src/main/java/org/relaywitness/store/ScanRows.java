package org.relaywitness.store;

import java.net.InetAddress;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.HeldScan;
import org.relaywitness.store.RecordState.ListName;

/** Rows of scans, each scan with the earliest exit list that reports it. */
final class ScanRows {
  /** In the order in which a row is read. */
  static final String COLUMNS =
      "select s.week - date '1970-01-01', f.fingerprint, inet_send(s.address), s.scans ";

  private static final Comparator<HeldScan> ORDER =
      Comparator.<HeldScan, Instant>comparing(held -> held.scan().time())
          .thenComparing(held -> held.scan().fingerprint())
          .thenComparing(held -> held.scan().address(), ScanRows::byText);

  private final Reading reading;
  private final Map<Integer, ListName> lists;

  /** A scan whose list is still a number. */
  record Found(ExitScan scan, List<Integer> lists) {}

  ScanRows(Reading reading, RecordState state) {
    this.reading = reading;
    lists = state.lists();
  }

  /** In the order of their texts; those of one relay and time are nearly always equal. */
  private static int byText(InetAddress one, InetAddress other) {
    return one.equals(other) ? 0 : Addresses.format(one).compareTo(Addresses.format(other));
  }

  /** The row's first scan in [from, to), if it has any. */
  static void unpackFirst(ResultSet row, Instant from, Instant to, List<Found> found)
      throws SQLException {
    int week = row.getInt(1);
    long[] pairs = ScanCodec.decode(row.getBytes(4));
    for (int start = 0; start < pairs.length; start++) {
      Instant time = time(week, pairs[start]);
      if (!time.isBefore(to)) {
        return;
      }
      if (!time.isBefore(from)) {
        Fingerprint fingerprint = Fingerprint.ofBytes(row.getBytes(2));
        InetAddress address = ScanTable.address(row.getBytes(3));
        found.add(new Found(new ExitScan(fingerprint, address, time), listsAt(pairs, start)));
        return;
      }
    }
  }

  /** The scans in order of time, each with its list. */
  List<HeldScan> held(Collection<Found> found) throws SQLException {
    Set<Integer> listIds = new HashSet<>();
    found.forEach(one -> listIds.addAll(one.lists()));
    loadLists(listIds);
    List<HeldScan> scans = new ArrayList<>(found.size());
    for (Found one : found) {
      scans.add(new HeldScan(one.scan(), earliest(one.lists())));
    }
    scans.sort(ORDER);
    return scans;
  }

  /** The scans of these rows in [from, to). */
  static List<Found> unpackAll(ResultSet row, Instant from, Instant to) throws SQLException {
    List<Found> found = new ArrayList<>();
    while (row.next()) {
      unpack(row, from, to, found);
    }
    return found;
  }

  /** The row's scans in [from, to). */
  static void unpack(ResultSet row, Instant from, Instant to, List<Found> found)
      throws SQLException {
    int week = row.getInt(1);
    Fingerprint fingerprint = Fingerprint.ofBytes(row.getBytes(2));
    InetAddress address = ScanTable.address(row.getBytes(3));
    long[] pairs = ScanCodec.decode(row.getBytes(4));
    int start = 0;
    while (start < pairs.length) {
      List<Integer> lists = listsAt(pairs, start);
      Instant time = time(week, pairs[start]);
      if (!time.isBefore(from) && time.isBefore(to)) {
        found.add(new Found(new ExitScan(fingerprint, address, time), lists));
      }
      start += lists.size();
    }
  }

  static Instant time(int week, long pair) {
    return Instant.ofEpochSecond(ScanKey.time(week, ScanCodec.second(pair)));
  }

  /** The lists that report the scan whose pairs begin here: one for each pair. */
  private static List<Integer> listsAt(long[] pairs, int start) {
    int second = ScanCodec.second(pairs[start]);
    List<Integer> lists = new ArrayList<>(1);
    for (int i = start; i < pairs.length && ScanCodec.second(pairs[i]) == second; i++) {
      lists.add(ScanCodec.list(pairs[i]));
    }
    return lists;
  }

  private void loadLists(Set<Integer> ids) throws SQLException {
    ids.removeAll(lists.keySet());
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement select =
        reading.prepare("select id, listed_at, sha256 from exit_list where id = any (?)")) {
      select.setArray(1, reading.array("int4", ids.toArray()));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          lists.put(
              row.getInt(1), new ListName(Times.seconds(row, 2), Sha256.ofBytes(row.getBytes(3))));
        }
      }
    }
  }

  private Sha256 earliest(List<Integer> ids) {
    return ids.stream()
        .map(lists::get)
        .min(Comparator.naturalOrder())
        .orElseThrow(() -> new IllegalStateException("a scan that no list reports"))
        .sha256();
  }
}
