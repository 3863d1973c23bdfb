package org.relaywitness.store;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Fingerprint;

/** The rows of {@code exit_scan}: merges new scans in, and takes those of a removed list out. */
final class ScanTable {
  private static final long[] NONE = {};

  private final Connection connection;
  private final Dictionary<Fingerprint> relays;

  /** A stored row's key, with the relay's number. */
  private record Key(int relay, int week, InetAddress address) {}

  /** A stored row. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Row(String place, byte[] scans) {}

  ScanTable(Connection connection, Dictionary<Fingerprint> relays) {
    this.connection = connection;
    this.relays = relays;
  }

  /**
   * Adds scans; known ones only gain a list.
   *
   * @param scans for each key sorted, distinct pairs of {@link ScanCodec}
   * @return how many of the scans were new
   */
  long merge(Map<ScanKey, long[]> scans) throws SQLException {
    Set<Fingerprint> fingerprints = new LinkedHashSet<>();
    scans.keySet().forEach(key -> fingerprints.add(key.fingerprint()));
    relays.resolve(fingerprints);
    Map<Key, Row> stored = load(scans.keySet());
    long fresh = 0;
    List<String> places = new ArrayList<>();
    List<byte[]> values = new ArrayList<>();
    try (BinaryCopy copy =
        new BinaryCopy(connection, "exit_scan (relay_id, week, address, scans)")) {
      for (ScanKey name : byAddress(scans.keySet())) {
        long[] added = scans.getOrDefault(name, NONE);
        int relay = relays.id(name.fingerprint());
        Row row = stored.get(new Key(relay, name.week(), name.address()));
        if (row == null) {
          byte[] address = name.address().getAddress();
          copy.row(4)
              .integer(relay)
              .date(name.week())
              .inet(address, 0, address.length)
              .bytes(ScanCodec.encode(added));
          fresh += ScanCodec.scans(added);
        } else {
          long[] before = ScanCodec.decode(row.scans());
          long[] union = ScanCodec.union(before, added);
          if (union.length != before.length) {
            places.add(row.place());
            values.add(ScanCodec.encode(union));
            fresh += ScanCodec.scans(union) - ScanCodec.scans(before);
          }
        }
      }
      copy.finish();
    }
    update(places, values);
    return fresh;
  }

  /** In order of address, relay and week, for the same reasons as runs are. */
  private static List<ScanKey> byAddress(Set<ScanKey> keys) {
    List<ScanKey> ordered = new ArrayList<>(keys);
    ordered.sort(ScanTable::compare);
    return ordered;
  }

  private static int compare(ScanKey a, ScanKey b) {
    int order = Arrays.compareUnsigned(a.address().getAddress(), b.address().getAddress());
    if (order == 0) {
      order = a.fingerprint().compareTo(b.fingerprint());
    }
    return order != 0 ? order : Integer.compare(a.week(), b.week());
  }

  private Map<Key, Row> load(Set<ScanKey> keys) throws SQLException {
    Set<List<Integer>> weeks = new LinkedHashSet<>();
    keys.forEach(key -> weeks.add(List.of(relays.id(key.fingerprint()), key.week())));
    Map<Key, Row> rows = new HashMap<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select s.ctid::text, s.relay_id, s.week - date '1970-01-01', inet_send(s.address),
                   s.scans
              from unnest(?, ?) as k (relay_id, week)
              join exit_scan s on s.relay_id = k.relay_id and s.week = date '1970-01-01' + k.week
            """)) {
      select.setArray(
          1, connection.createArrayOf("int4", weeks.stream().map(week -> week.get(0)).toArray()));
      select.setArray(
          2, connection.createArrayOf("int4", weeks.stream().map(week -> week.get(1)).toArray()));
      select.setFetchSize(5_000);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.put(
              new Key(row.getInt(2), row.getInt(3), address(row.getBytes(4))),
              new Row(row.getString(1), row.getBytes(5)));
        }
      }
    }
    return rows;
  }

  /** The address in the form that {@code inet_send} gives: four bytes before the address's own. */
  static InetAddress address(byte[] inet) {
    return Addresses.ofBytes(Arrays.copyOfRange(inet, 4, inet.length));
  }

  private void update(List<String> places, List<byte[]> values) throws SQLException {
    if (places.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update exit_scan set scans = c.scans
              from unnest(?, ?) as c (place, scans)
             where exit_scan.ctid = c.place
            """)) {
      update.setArray(1, connection.createArrayOf("tid", places.toArray()));
      update.setArray(2, connection.createArrayOf("bytea", values.toArray(byte[][]::new)));
      requireCount(places.size(), update.executeUpdate());
    }
  }

  private static void requireCount(int expected, int found) {
    if (expected != found) {
      throw new StoreException("write scans", found + " rows found instead of " + expected, null);
    }
  }

  /**
   * Takes a list out of all scans; a scan that no other list reports goes.
   *
   * @param from the list's earliest scan in seconds since 1970
   * @param to its latest
   * @return how many scans went
   */
  long removeList(int list, long from, long to) throws SQLException {
    List<String> changed = new ArrayList<>();
    List<byte[]> values = new ArrayList<>();
    List<String> emptied = new ArrayList<>();
    long gone = 0;
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select ctid::text, scans from exit_scan
             where week between date '1970-01-01' + ? and date '1970-01-01' + ?
            """)) {
      select.setFetchSize(5_000);
      select.setInt(1, ScanKey.week(from));
      select.setInt(2, ScanKey.week(to));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          long[] before = ScanCodec.decode(row.getBytes(2));
          long[] after =
              Arrays.stream(before).filter(pair -> ScanCodec.list(pair) != list).toArray();
          if (after.length == 0) {
            emptied.add(row.getString(1));
          } else if (after.length != before.length) {
            changed.add(row.getString(1));
            values.add(ScanCodec.encode(after));
          }
          gone += ScanCodec.scans(before) - ScanCodec.scans(after);
        }
      }
    }
    update(changed, values);
    try (PreparedStatement delete =
        connection.prepareStatement("delete from exit_scan where ctid = any (?)")) {
      delete.setArray(1, connection.createArrayOf("tid", emptied.toArray()));
      requireCount(emptied.size(), delete.executeUpdate());
    }
    return gone;
  }
}
