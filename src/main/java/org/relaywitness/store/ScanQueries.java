package org.relaywitness.store;

import java.net.InetAddress;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.lookup.HeldScan;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.Scanned;
import org.relaywitness.lookup.Sought;
import org.relaywitness.store.ScanRows.Found;

/** Reads scans, each with the earliest exit list that reports it. */
final class ScanQueries {
  private static final String SELECT =
      ScanRows.COLUMNS
          + """
        from exit_scan s
        join relay f on f.id = s.relay_id
       where s.week >= ? and s.week <= ? and\s""";

  /** The scans of a block, for {@link #bindInNetwork}. */
  static final String IN_NETWORK = SELECT + "s.address between ?::inet and ?::inet";

  /** Many spans at once; the subquery keeps the planner to one index range scan for each. */
  private static final String OF_ADDRESSES =
      ScanRows.COLUMNS
          + """
             , k.n
        from unnest(?::inet[], ?::date[], ?::date[])
             with ordinality as k (address, since, until, n)
       cross join lateral (
             select * from exit_scan
              where exit_scan.address = k.address
                and exit_scan.week >= k.since and exit_scan.week <= k.until
             offset 0) s
        join relay f on f.id = s.relay_id
      """;

  private final Reading reading;
  private final ScanRows rows;

  private interface Binding {
    void bind(PreparedStatement select, int index) throws SQLException;
  }

  ScanQueries(Reading reading, ScanRows rows) {
    this.reading = reading;
    this.rows = rows;
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
        (select, index) -> select.setArray(index, reading.array("bytea", fingerprints)),
        from,
        to);
  }

  List<HeldScan> in(IpNetwork network, Instant from, Instant to) throws SQLException {
    try (PreparedStatement select = reading.prepare(IN_NETWORK)) {
      select.setFetchSize(5_000);
      bindInNetwork(select, 1, network, from, to);
      return read(select, from, to);
    }
  }

  /** Returns the index behind its parameters. */
  static int bindInNetwork(
      PreparedStatement select, int index, IpNetwork network, Instant from, Instant to)
      throws SQLException {
    select.setObject(index, week(from));
    select.setObject(index + 1, week(to));
    select.setString(index + 2, Addresses.format(network.address()));
    select.setString(index + 3, Addresses.format(network.last()));
    return index + 4;
  }

  /** Who was seen to send traffic from a block in the interval, and where. */
  Set<Scanned> whoIn(IpNetwork network, Instant from, Instant to) throws SQLException {
    try (PreparedStatement select = reading.prepare(IN_NETWORK)) {
      bindInNetwork(select, 1, network, from, to);
      try (ResultSet row = select.executeQuery()) {
        return who(row, from, to);
      }
    }
  }

  /** Who was seen in the interval, by these rows. */
  static Set<Scanned> who(ResultSet row, Instant from, Instant to) throws SQLException {
    Set<Scanned> who = new HashSet<>();
    while (row.next()) {
      if (anyWithin(row.getInt(1), ScanCodec.decode(row.getBytes(4)), from, to)) {
        who.add(
            new Scanned(Fingerprint.ofBytes(row.getBytes(2)), ScanTable.address(row.getBytes(3))));
      }
    }
    return who;
  }

  private static boolean anyWithin(int week, long[] pairs, Instant from, Instant to) {
    for (long pair : pairs) {
      Instant time = ScanRows.time(week, pair);
      if (!time.isBefore(from) && time.isBefore(to)) {
        return true;
      }
    }
    return false;
  }

  /** The first scan of each relay and address between each two bounds. */
  List<HeldScan> first(List<Instant> bounds) throws SQLException {
    Instant from = bounds.get(0);
    Instant to = bounds.get(bounds.size() - 1);
    Map<FirstKey, Found> first = new HashMap<>();
    try (PreparedStatement select = reading.prepare(SELECT + "true")) {
      select.setFetchSize(5_000);
      select.setObject(1, week(from));
      select.setObject(2, week(to));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          List<Found> found = new ArrayList<>();
          for (int i = 1; i < bounds.size(); i++) {
            ScanRows.unpackFirst(row, bounds.get(i - 1), bounds.get(i), found);
            for (Found one : found) {
              first.merge(
                  new FirstKey(i, one.scan().fingerprint(), one.scan().address()),
                  one,
                  (a, b) -> a.scan().time().isAfter(b.scan().time()) ? b : a);
            }
            found.clear();
          }
        }
      }
    }
    return rows.held(first.values());
  }

  private record FirstKey(int interval, Fingerprint fingerprint, InetAddress address) {}

  List<HeldScan> all(Instant from, Instant to) throws SQLException {
    return select("true", (select, index) -> {}, from, to);
  }

  List<HeldScan> ofAddresses(List<Sought<InetAddress>> spans) throws SQLException {
    String[] addresses =
        spans.stream().map(span -> Addresses.format(span.of())).toArray(String[]::new);
    LocalDate[] since = spans.stream().map(span -> week(span.from())).toArray(LocalDate[]::new);
    LocalDate[] until = spans.stream().map(span -> week(span.to())).toArray(LocalDate[]::new);
    List<Found> found = new ArrayList<>();
    try (PreparedStatement select = reading.prepare(OF_ADDRESSES)) {
      select.setFetchSize(5_000);
      select.setArray(1, reading.array("inet", addresses));
      select.setArray(2, reading.array("date", since));
      select.setArray(3, reading.array("date", until));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Sought<InetAddress> span = spans.get(row.getInt(5) - 1);
          ScanRows.unpack(row, span.from(), span.to(), found);
        }
      }
    }
    return rows.held(found);
  }

  private List<HeldScan> select(String condition, Binding binding, Instant from, Instant to)
      throws SQLException {
    try (PreparedStatement select = reading.prepare(SELECT + condition)) {
      select.setFetchSize(5_000);
      select.setObject(1, week(from));
      select.setObject(2, week(to));
      binding.bind(select, 3);
      return read(select, from, to);
    }
  }

  private List<HeldScan> read(PreparedStatement select, Instant from, Instant to)
      throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      return rows.held(ScanRows.unpackAll(row, from, to));
    }
  }
}
