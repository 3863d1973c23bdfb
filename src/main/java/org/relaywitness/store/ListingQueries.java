package org.relaywitness.store;

import java.net.InetAddress;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.Listing;
import org.relaywitness.lookup.Sought;
import org.relaywitness.store.RecordState.Line;

/**
 * Reads runs as listings. As no run leaves its month, every question is a bounded range of {@code
 * first_valid_after}, whatever the length of the history.
 */
final class ListingQueries {
  /** In the order in which a row is read. */
  private static final String COLUMNS =
      """
      select r.microdesc, r.first_valid_after, r.last_valid_after, r.or_port, r.exit, r.bad_exit,
             inet_send(r.address), f.fingerprint, r.nickname, p.summary
      """;

  private static final String SELECT =
      COLUMNS
          + """
        from run r
        join relay f on f.id = r.relay_id
        left join policy p on p.id = r.policy_id
       where r.first_valid_after >= ? and r.first_valid_after < ? and r.last_valid_after >= ?
         and\s""";

  /** Many spans at once; the subquery keeps the planner to one index range scan for each. */
  private static final String SELECT_MANY = COLUMNS + ", k.n ";

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
          + COLUMNS
          + """
        from exits e
        join held r on r.relay_id = e.relay_id
        join relay f on f.id = r.relay_id
        left join policy p on p.id = r.policy_id
      """;

  private static final String ORDER =
      " order by r.first_valid_after, r.microdesc, f.fingerprint, r.address, r.last_valid_after,"
          + " r.or_port, r.nickname";

  private final Connection connection;
  private final RecordState state;
  private final KeptRecords kept;

  private interface Binding {
    void bind(PreparedStatement select, int index) throws SQLException;
  }

  ListingQueries(Connection connection, RecordState state, KeptRecords kept) {
    this.connection = connection;
    this.state = state;
    this.kept = kept;
  }

  List<Listing> of(InetAddress address, Instant from, Instant to) throws SQLException {
    return select(
        SELECT + "r.address = ?::inet" + ORDER,
        (select, index) -> select.setString(index, Addresses.format(address)),
        from,
        to);
  }

  List<Listing> of(Iterable<Fingerprint> relays, Instant from, Instant to) throws SQLException {
    byte[][] fingerprints = bytes(relays);
    return select(
        SELECT
            + "r.relay_id = any (array(select id from relay where fingerprint = any (?)))"
            + ORDER,
        (select, index) -> select.setArray(index, connection.createArrayOf("bytea", fingerprints)),
        from,
        to);
  }

  static byte[][] bytes(Iterable<Fingerprint> relays) {
    List<byte[]> bytes = new ArrayList<>();
    relays.forEach(relay -> bytes.add(relay.toBytes()));
    return bytes.toArray(byte[][]::new);
  }

  List<Listing> in(IpNetwork network, Instant from, Instant to) throws SQLException {
    return select(
        SELECT + "r.address between ?::inet and ?::inet" + ORDER,
        (select, index) -> {
          select.setString(index, Addresses.format(network.address()));
          select.setString(index + 1, Addresses.format(network.last()));
        },
        from,
        to);
  }

  List<Listing> all(Instant from, Instant to) throws SQLException {
    return select(SELECT + "true" + ORDER, (select, index) -> {}, from, to);
  }

  /** In no order. */
  List<Listing> ofExits(Iterable<Fingerprint> also, Instant from, Instant to) throws SQLException {
    byte[][] fingerprints = bytes(also);
    return select(
        OF_EXITS,
        (select, index) -> select.setArray(index, connection.createArrayOf("bytea", fingerprints)),
        from,
        to);
  }

  List<Listing> ofAddresses(List<Sought<InetAddress>> spans) throws SQLException {
    String[] addresses =
        spans.stream().map(span -> Addresses.format(span.of())).toArray(String[]::new);
    return selectMany(OF_ADDRESSES, connection.createArrayOf("inet", addresses), spans);
  }

  List<Listing> ofRelays(List<Sought<Fingerprint>> spans) throws SQLException {
    byte[][] fingerprints = bytes(spans.stream().map(Sought::of).toList());
    return selectMany(OF_RELAYS, connection.createArrayOf("bytea", fingerprints), spans);
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
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setFetchSize(5_000);
      select.setArray(1, keys);
      select.setArray(2, connection.createArrayOf("timestamptz", months));
      select.setArray(3, connection.createArrayOf("timestamptz", since));
      select.setArray(4, connection.createArrayOf("timestamptz", until));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Sought<K> span = spans.get(row.getInt(11) - 1);
          Listing listing = listing(row, span.from(), span.to());
          if (listing != null) {
            listings.add(listing);
          }
        }
      }
    }
    return listings;
  }

  /** No run that reaches into the interval begins before this. */
  private static OffsetDateTime firstMonth(Instant from) {
    return from.equals(Instant.MIN)
        ? Times.bound(from)
        : Times.bound(Times.start(Times.month(from)));
  }

  private List<Listing> select(String sql, Binding binding, Instant from, Instant to)
      throws SQLException {
    List<Listing> listings = new ArrayList<>();
    if (!from.isBefore(to)) {
      return listings;
    }
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      select.setFetchSize(5_000);
      select.setObject(1, firstMonth(from));
      select.setObject(2, Times.bound(to));
      select.setObject(3, Times.bound(from));
      binding.bind(select, 4);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Listing listing = listing(row, from, to);
          if (listing != null) {
            listings.add(listing);
          }
        }
      }
    }
    return listings;
  }

  /** The run's listing; {@code null} when no consensus of the interval is among its members. */
  private @Nullable Listing listing(ResultSet row, Instant from, Instant to) throws SQLException {
    boolean microdesc = row.getBoolean(1);
    long first = Times.seconds(row, 2);
    long last = Times.seconds(row, 3);
    long[] line = members(new Line(microdesc, Times.month(first)));
    if (last == RunList.OPEN) {
      last = line[line.length - 1];
    }
    int next = Arrays.binarySearch(line, Math.max(first, ceiling(from)));
    next = next >= 0 ? next : -next - 1;
    if (next == line.length || line[next] > last || line[next] >= ceiling(to)) {
      return null;
    }
    return new Listing(
        appearance(row),
        microdesc ? Flavor.MICRODESC : Flavor.NS,
        Instant.ofEpochSecond(first),
        Instant.ofEpochSecond(last));
  }

  /** The first whole second that is not before the instant. */
  private static long ceiling(Instant instant) {
    return instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
  }

  /** The answering consensuses of the run's month; not empty, as the run itself has some. */
  private long[] members(Line line) throws SQLException {
    long[] known = state.members().get(line);
    if (known == null) {
      known = ConsensusTable.members(connection, line.microdesc(), line.month());
      if (known.length == 0) {
        throw new StoreException(
            "read listings", "runs of " + line.month() + " without a consensus", null);
      }
      state.members().put(line, known);
    }
    return known;
  }

  private Appearance appearance(ResultSet row) throws SQLException {
    String summary = row.getString(10);
    ExitPolicySummary policy = summary == null ? null : kept.policy(summary);
    if (summary != null && policy == null) {
      throw new StoreException(
          "read listings", "\"" + summary + "\" is no exit policy summary", null);
    }
    byte[] fingerprint = row.getBytes(8);
    return new Appearance(
        ScanTable.address(row.getBytes(7)),
        Fingerprint.ofBytes(fingerprint),
        row.getString(9),
        row.getInt(4),
        row.getBoolean(5),
        row.getBoolean(6),
        policy);
  }
}
