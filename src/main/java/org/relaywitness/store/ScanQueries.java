package org.relaywitness.store;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.RelayHistory.HeldScan;
import org.relaywitness.lookup.RelayHistory.Sought;

/** Reads scans, each with the earliest exit list that reports it. */
final class ScanQueries {
  private static final String SELECT =
      """
      select s.week - date '1970-01-01', f.fingerprint, inet_send(s.address), s.scans
        from exit_scan s
        join relay f on f.id = s.relay_id
       where s.week >= ? and s.week <= ? and\s""";

  /** Many spans at once; the subquery keeps the planner to one index range scan for each. */
  private static final String OF_ADDRESSES =
      """
      select s.week - date '1970-01-01', f.fingerprint, inet_send(s.address), s.scans, k.n
        from unnest(?::inet[], ?::date[], ?::date[])
             with ordinality as k (address, since, until, n)
       cross join lateral (
             select * from exit_scan
              where exit_scan.address = k.address
                and exit_scan.week >= k.since and exit_scan.week <= k.until
             offset 0) s
        join relay f on f.id = s.relay_id
      """;

  private static final Comparator<HeldScan> ORDER =
      Comparator.<HeldScan, Instant>comparing(held -> held.scan().time())
          .thenComparing(held -> held.scan().fingerprint())
          .thenComparing(held -> Addresses.format(held.scan().address()));

  private final Connection connection;
  private final Map<Integer, ListName> lists = new HashMap<>();

  private record ListName(long time, Sha256 sha256) implements Comparable<ListName> {
    @Override
    public int compareTo(ListName other) {
      int order = Long.compare(time, other.time);
      return order != 0 ? order : sha256.compareTo(other.sha256);
    }
  }

  /** A scan whose list is still a number. */
  private record Found(ExitScan scan, List<Integer> lists) {}

  private interface Binding {
    void bind(PreparedStatement select, int index) throws SQLException;
  }

  ScanQueries(Connection connection) {
    this.connection = connection;
  }

  /** The week of an instant; the far past and future stay within what the database takes. */
  static LocalDate week(Instant instant) {
    if (instant.equals(Instant.MIN)) {
      return LocalDate.MIN;
    }
    return instant.equals(Instant.MAX)
        ? LocalDate.MAX
        : LocalDate.ofEpochDay(ScanKey.week(instant.getEpochSecond()));
  }

  List<HeldScan> of(InetAddress address, Instant from, Instant to) throws SQLException {
    return select(
        "s.address = ?::inet",
        (select, index) -> select.setString(index, Addresses.format(address)),
        from,
        to);
  }

  List<HeldScan> of(Iterable<Fingerprint> relays, Instant from, Instant to) throws SQLException {
    byte[][] fingerprints = ListingQueries.bytes(relays);
    return select(
        "s.relay_id = any (array(select id from relay where fingerprint = any (?)))",
        (select, index) -> select.setArray(index, connection.createArrayOf("bytea", fingerprints)),
        from,
        to);
  }

  List<HeldScan> in(IpNetwork network, Instant from, Instant to) throws SQLException {
    return select(
        "s.address between ?::inet and ?::inet",
        (select, index) -> {
          select.setString(index, Addresses.format(network.address()));
          select.setString(index + 1, Addresses.format(network.last()));
        },
        from,
        to);
  }

  List<HeldScan> all(Instant from, Instant to) throws SQLException {
    return select("true", (select, index) -> {}, from, to);
  }

  List<HeldScan> ofAddresses(List<Sought<InetAddress>> spans) throws SQLException {
    String[] addresses =
        spans.stream().map(span -> Addresses.format(span.of())).toArray(String[]::new);
    LocalDate[] since = spans.stream().map(span -> week(span.from())).toArray(LocalDate[]::new);
    LocalDate[] until = spans.stream().map(span -> week(span.to())).toArray(LocalDate[]::new);
    List<Found> found = new ArrayList<>();
    Set<Integer> listIds = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(OF_ADDRESSES)) {
      select.setFetchSize(5_000);
      select.setArray(1, connection.createArrayOf("inet", addresses));
      select.setArray(2, connection.createArrayOf("date", since));
      select.setArray(3, connection.createArrayOf("date", until));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Sought<InetAddress> span = spans.get(row.getInt(5) - 1);
          unpack(row, span.from(), span.to(), found, listIds);
        }
      }
    }
    return held(found, listIds);
  }

  private List<HeldScan> select(String condition, Binding binding, Instant from, Instant to)
      throws SQLException {
    List<Found> found = new ArrayList<>();
    Set<Integer> listIds = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT + condition)) {
      select.setFetchSize(5_000);
      select.setObject(1, week(from));
      select.setObject(2, week(to));
      binding.bind(select, 3);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          unpack(row, from, to, found, listIds);
        }
      }
    }
    return held(found, listIds);
  }

  /** The scans in order of time, each with its list. */
  private List<HeldScan> held(List<Found> found, Set<Integer> listIds) throws SQLException {
    loadLists(listIds);
    List<HeldScan> scans = new ArrayList<>(found.size());
    for (Found one : found) {
      scans.add(new HeldScan(one.scan(), earliest(one.lists())));
    }
    scans.sort(ORDER);
    return scans;
  }

  private static void unpack(
      ResultSet row, Instant from, Instant to, List<Found> found, Set<Integer> listIds)
      throws SQLException {
    int week = row.getInt(1);
    Fingerprint fingerprint = Fingerprint.ofBytes(row.getBytes(2));
    InetAddress address = ScanTable.address(row.getBytes(3));
    long[] pairs = ScanCodec.decode(row.getBytes(4));
    int start = 0;
    while (start < pairs.length) {
      int second = ScanCodec.second(pairs[start]);
      List<Integer> lists = new ArrayList<>(1);
      int end = start;
      while (end < pairs.length && ScanCodec.second(pairs[end]) == second) {
        lists.add(ScanCodec.list(pairs[end++]));
      }
      Instant time = Instant.ofEpochSecond(ScanKey.time(week, second));
      if (!time.isBefore(from) && time.isBefore(to)) {
        found.add(new Found(new ExitScan(fingerprint, address, time), lists));
        listIds.addAll(lists);
      }
      start = end;
    }
  }

  private void loadLists(Set<Integer> ids) throws SQLException {
    ids.removeAll(lists.keySet());
    if (ids.isEmpty()) {
      return;
    }
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, listed_at, sha256 from exit_list where id = any (?)")) {
      select.setArray(1, connection.createArrayOf("int4", ids.toArray()));
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
