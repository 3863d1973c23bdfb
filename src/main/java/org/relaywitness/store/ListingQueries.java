package org.relaywitness.store;

import java.net.InetAddress;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.Listing;
import org.relaywitness.lookup.Sought;

/**
 * Reads runs as listings. As no run leaves its month, every question is a bounded range of {@code
 * first_valid_after}, whatever the length of the history.
 */
final class ListingQueries {
  private static final String SELECT =
      ListingRows.COLUMNS
          + """
        from run r
        join relay f on f.id = r.relay_id
        left join policy p on p.id = r.policy_id
       where r.first_valid_after >= ? and r.first_valid_after < ? and r.last_valid_after >= ?
         and\s""";

  /** The listings of a block, for {@link #bindInNetwork}. */
  static final String IN_NETWORK =
      SELECT + "r.address between ?::inet and ?::inet" + ListingRows.ORDER;

  /** Many spans at once; the subquery keeps the planner to one index range scan for each. */
  private static final String SELECT_MANY = ListingRows.COLUMNS + ", k.n ";

  private static final String OF_ADDRESSES =
      SELECT_MANY
          + """
              from unnest(?::inet[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[])
                   with ordinality as k (address, month, since, until, n)
             cross join lateral (
                   select * from run
                    where run.address = k.address and run.first_valid_after >= k.month
                      and run.first_valid_after < k.until and run.last_valid_after >= k.since
                   offset 0) r
              join relay f on f.id = r.relay_id
              left join policy p on p.id = r.policy_id
             order by k.n, r.first_valid_after, r.microdesc, f.fingerprint, r.last_valid_after,
                      r.or_port, r.nickname
            """;

  private static final String OF_RELAYS =
      SELECT_MANY
          + """
              from unnest(?::bytea[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[])
                   with ordinality as k (fingerprint, month, since, until, n)
              join relay f on f.fingerprint = k.fingerprint
             cross join lateral (
                   select * from run
                    where run.relay_id = f.id and run.first_valid_after >= k.month
                      and run.first_valid_after < k.until and run.last_valid_after >= k.since
                   offset 0) r
              left join policy p on p.id = r.policy_id
             order by k.n, r.first_valid_after, r.microdesc, r.address, r.last_valid_after,
                      r.or_port, r.nickname
            """;

  /**
   * The month's runs are read once. Only a policy of this very form is left out, so that no other
   * way to write it is missed.
   */
  private static final String OF_EXITS =
      """
        with held as materialized (
             select * from run
              where first_valid_after >= ? and first_valid_after < ? and last_valid_after >= ?),
             exits as materialized (
             select h.relay_id
               from held h
               left join policy p on p.id = h.policy_id
              where h.exit or p.summary <> 'reject 1-65535'
              union
             select id from relay where fingerprint = any (?))
      """
          + ListingRows.COLUMNS
          + """
        from exits e
        join held r on r.relay_id = e.relay_id
        join relay f on f.id = r.relay_id
        left join policy p on p.id = r.policy_id
      """;

  private final Reading reading;
  private final ListingRows rows;

  private interface Binding {
    void bind(PreparedStatement select, int index) throws SQLException;
  }

  ListingQueries(Reading reading, ListingRows rows) {
    this.reading = reading;
    this.rows = rows;
  }

  List<Listing> of(InetAddress address, Instant from, Instant to) throws SQLException {
    return select(
        SELECT + "r.address = ?::inet" + ListingRows.ORDER,
        (select, index) -> select.setString(index, Addresses.format(address)),
        from,
        to);
  }

  List<Listing> of(Iterable<Fingerprint> relays, Instant from, Instant to) throws SQLException {
    byte[][] fingerprints = bytes(relays);
    return select(
        SELECT
            + "r.relay_id = any (array(select id from relay where fingerprint = any (?)))"
            + ListingRows.ORDER,
        (select, index) -> select.setArray(index, reading.array("bytea", fingerprints)),
        from,
        to);
  }

  static byte[][] bytes(Iterable<Fingerprint> relays) {
    List<byte[]> bytes = new ArrayList<>();
    relays.forEach(relay -> bytes.add(relay.toBytes()));
    return bytes.toArray(byte[][]::new);
  }

  List<Listing> in(IpNetwork network, Instant from, Instant to) throws SQLException {
    return select(IN_NETWORK, (select, index) -> bindNetwork(select, index, network), from, to);
  }

  static void bindInNetwork(
      PreparedStatement select, int index, IpNetwork network, Instant from, Instant to)
      throws SQLException {
    bindNetwork(select, bindInterval(select, index, from, to), network);
  }

  private static void bindNetwork(PreparedStatement select, int index, IpNetwork network)
      throws SQLException {
    select.setString(index, Addresses.format(network.address()));
    select.setString(index + 1, Addresses.format(network.last()));
  }

  /** Binds the bounds of the runs that reach into [from, to); returns the index behind them. */
  static int bindInterval(PreparedStatement select, int index, Instant from, Instant to)
      throws SQLException {
    select.setObject(index, firstMonth(from));
    select.setObject(index + 1, Times.bound(to));
    select.setObject(index + 2, Times.bound(from));
    return index + 3;
  }

  List<Listing> all(Instant from, Instant to) throws SQLException {
    return select(SELECT + "true" + ListingRows.ORDER, (select, index) -> {}, from, to);
  }

  /** In no order. */
  List<Listing> ofExits(Iterable<Fingerprint> also, Instant from, Instant to) throws SQLException {
    byte[][] fingerprints = bytes(also);
    return select(
        OF_EXITS,
        (select, index) -> select.setArray(index, reading.array("bytea", fingerprints)),
        from,
        to);
  }

  List<Listing> ofAddresses(List<Sought<InetAddress>> spans) throws SQLException {
    String[] addresses =
        spans.stream().map(span -> Addresses.format(span.of())).toArray(String[]::new);
    return selectMany(OF_ADDRESSES, reading.array("inet", addresses), spans);
  }

  List<Listing> ofRelays(List<Sought<Fingerprint>> spans) throws SQLException {
    byte[][] fingerprints = bytes(spans.stream().map(Sought::of).toList());
    return selectMany(OF_RELAYS, reading.array("bytea", fingerprints), spans);
  }

  private <K> List<Listing> selectMany(String sql, Array keys, List<Sought<K>> spans)
      throws SQLException {
    OffsetDateTime[] months = new OffsetDateTime[spans.size()];
    OffsetDateTime[] since = new OffsetDateTime[spans.size()];
    OffsetDateTime[] until = new OffsetDateTime[spans.size()];
    for (int i = 0; i < spans.size(); i++) {
      months[i] = firstMonth(spans.get(i).from());
      since[i] = Times.bound(spans.get(i).from());
      until[i] = Times.bound(spans.get(i).to());
    }
    List<Listing> listings = new ArrayList<>();
    try (PreparedStatement select = reading.prepare(sql)) {
      select.setFetchSize(5_000);
      select.setArray(1, keys);
      select.setArray(2, reading.array("timestamptz", months));
      select.setArray(3, reading.array("timestamptz", since));
      select.setArray(4, reading.array("timestamptz", until));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Sought<K> span = spans.get(row.getInt(11) - 1);
          rows.add(row, span.from(), span.to(), listings);
        }
      }
    }
    return listings;
  }

  /** No run that reaches into the interval begins before this. */
  static OffsetDateTime firstMonth(Instant from) {
    return from.equals(Instant.MIN)
        ? Times.bound(from)
        : Times.bound(Times.start(Times.month(from)));
  }

  private List<Listing> select(String sql, Binding binding, Instant from, Instant to)
      throws SQLException {
    if (!from.isBefore(to)) {
      return new ArrayList<>();
    }
    try (PreparedStatement select = reading.prepare(sql)) {
      select.setFetchSize(5_000);
      binding.bind(select, bindInterval(select, 1, from, to));
      try (ResultSet row = select.executeQuery()) {
        return rows.read(row, from, to);
      }
    }
  }
}
