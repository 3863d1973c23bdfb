package org.relaywitness.store;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.Verification;
import org.relaywitness.lookup.Coverage.Replica;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.RelayHistory.Answering;
import org.relaywitness.lookup.RelayHistory.Custody;
import org.relaywitness.lookup.RelayHistory.Extent;
import org.relaywitness.lookup.RelayHistory.HeldConsensus;
import org.relaywitness.lookup.RelayHistory.HeldExitList;
import org.relaywitness.lookup.RelayHistory.HeldScan;
import org.relaywitness.lookup.RelayHistory.Listing;
import org.relaywitness.lookup.RelayHistory.Snapshot;
import org.relaywitness.lookup.RelayHistory.Sought;

/** One consistent state of the records, as long as its transaction lives. */
final class SnapshotReader implements Snapshot {
  private final Connection connection;
  private final @Nullable Replica replica;
  private final ListingQueries listings;
  private final ScanQueries scans;

  private interface Query<T> {
    T run() throws SQLException;
  }

  /**
   * Reads over this connection.
   *
   * @param replica how far behind its server is; {@code null}: it is no replica
   */
  SnapshotReader(Connection connection, @Nullable Replica replica) {
    this.connection = connection;
    this.replica = replica;
    listings = new ListingQueries(connection);
    scans = new ScanQueries(connection);
  }

  private static <T> T query(String operation, Query<T> query) {
    try {
      return query.run();
    } catch (SQLException e) {
      throw new StoreException(operation, e);
    }
  }

  @Override
  public Optional<Replica> replica() {
    return Optional.ofNullable(replica);
  }

  @Override
  public List<HeldConsensus> consensuses(Instant from, Instant to) {
    return query("read consensuses", () -> readConsensuses(from, to));
  }

  private List<HeldConsensus> readConsensuses(Instant from, Instant to) throws SQLException {
    List<HeldConsensus> held = new ArrayList<>();
    // Of several copies the one with the smallest SHA-256 is named: the choice must not depend on
    // the order of import.
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select c.microdesc, c.method, c.valid_after, c.fresh_until, c.valid_until, c.answers,
                   exists (select from consensus o
                            where o.valid_after = c.valid_after and o.microdesc = c.microdesc
                              and o.id <> c.id),
                   c.entries, d.sha256, c.signed_digest, c.status, c.good, c.needed,
                   c.authorities, c.weak_keys, d.path, d.location
              from consensus c
              cross join lateral (
                   select e.sha256, e.path, s.location
                     from consensus_document e join source s on s.id = e.source_id
                    where e.consensus_id = c.id
                    order by e.sha256 limit 1) d
             where c.valid_after >= ? and c.valid_after < ?
             order by c.valid_after, c.microdesc, c.answers desc, c.signed_digest
            """)) {
      select.setObject(1, Times.bound(from));
      select.setObject(2, Times.bound(to));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          held.add(consensus(row));
        }
      }
    }
    return held;
  }

  private static HeldConsensus consensus(ResultSet row) throws SQLException {
    return new HeldConsensus(
        row.getBoolean(1) ? Flavor.MICRODESC : Flavor.NS,
        row.getInt(2),
        Times.instant(row, 3),
        Times.instant(row, 4),
        Times.instant(row, 5),
        row.getBoolean(6),
        row.getBoolean(7),
        row.getInt(8),
        Sha256.ofBytes(row.getBytes(9)),
        HexFormat.of().formatHex(row.getBytes(10)),
        Verification.ofCode(row.getString(11)),
        row.getInt(12),
        row.getInt(13),
        row.getInt(14),
        row.getBoolean(15),
        row.getString(16),
        row.getString(17));
  }

  @Override
  public List<Answering> answering(Instant from, Instant to) {
    return query("read which hours are held", () -> readAnswering(from, to));
  }

  private List<Answering> readAnswering(Instant from, Instant to) throws SQLException {
    List<Answering> answering = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select microdesc, extract(epoch from valid_after)::bigint,
                   extract(epoch from fresh_until)::bigint, status
              from consensus
             where answers and valid_after >= ? and valid_after < ?
             order by valid_after, microdesc
            """)) {
      select.setObject(1, Times.bound(from));
      select.setObject(2, Times.bound(to));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          answering.add(
              new Answering(
                  row.getBoolean(1) ? Flavor.MICRODESC : Flavor.NS,
                  Instant.ofEpochSecond(row.getLong(2)),
                  Instant.ofEpochSecond(row.getLong(3)),
                  Verification.ofCode(row.getString(4))));
        }
      }
    }
    return answering;
  }

  @Override
  public List<Instant> exitListTimes(Instant from, Instant to) {
    return query("read the times of exit lists", () -> readExitListTimes(from, to));
  }

  private List<Instant> readExitListTimes(Instant from, Instant to) throws SQLException {
    List<Instant> times = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select extract(epoch from listed_at)::bigint from exit_list
             where listed_at >= ? and listed_at < ?
             order by listed_at
            """)) {
      select.setObject(1, Times.bound(from));
      select.setObject(2, Times.bound(to));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          times.add(Instant.ofEpochSecond(row.getLong(1)));
        }
      }
    }
    return times;
  }

  @Override
  public List<HeldExitList> exitLists(Instant from, Instant to) {
    return query("read exit lists", () -> readExitLists(from, to));
  }

  private List<HeldExitList> readExitLists(Instant from, Instant to) throws SQLException {
    List<HeldExitList> held = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select l.listed_at, l.sha256, l.path, s.location
              from exit_list l join source s on s.id = l.source_id
             where l.listed_at >= ? and l.listed_at < ?
             order by l.listed_at, l.sha256
            """)) {
      select.setObject(1, Times.bound(from));
      select.setObject(2, Times.bound(to));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          held.add(
              new HeldExitList(
                  Times.instant(row, 1),
                  Sha256.ofBytes(row.getBytes(2)),
                  row.getString(3),
                  row.getString(4)));
        }
      }
    }
    return held;
  }

  @Override
  public List<Listing> listingsOf(InetAddress address, Instant from, Instant to) {
    return query("read listings", () -> listings.of(address, from, to));
  }

  @Override
  public List<Listing> listingsOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    return query("read listings", () -> listings.of(relays, from, to));
  }

  @Override
  public List<Listing> listingsIn(IpNetwork network, Instant from, Instant to) {
    return query("read listings", () -> listings.in(network, from, to));
  }

  @Override
  public List<Listing> listings(Instant from, Instant to) {
    return query("read listings", () -> listings.all(from, to));
  }

  @Override
  public List<HeldScan> scansOf(InetAddress address, Instant from, Instant to) {
    return query("read scans", () -> scans.of(address, from, to));
  }

  @Override
  public List<HeldScan> scansOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    return query("read scans", () -> scans.of(relays, from, to));
  }

  @Override
  public List<HeldScan> scansIn(IpNetwork network, Instant from, Instant to) {
    return query("read scans", () -> scans.in(network, from, to));
  }

  @Override
  public List<HeldScan> scans(Instant from, Instant to) {
    return query("read scans", () -> scans.all(from, to));
  }

  @Override
  public Optional<String> findPath(Sha256 document) {
    return query("find a document", () -> readPath(document));
  }

  private Optional<String> readPath(Sha256 document) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select path from consensus_document where sha256 = ?
            union all select path from exit_list where sha256 = ?
            limit 1
            """)) {
      select.setBytes(1, document.toBytes());
      select.setBytes(2, document.toBytes());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  @Override
  public List<Listing> listingsOfAddresses(Collection<Sought<InetAddress>> spans) {
    return query("read listings", () -> listings.ofAddresses(List.copyOf(spans)));
  }

  @Override
  public List<Listing> listingsOfRelays(Collection<Sought<Fingerprint>> spans) {
    return query("read listings", () -> listings.ofRelays(List.copyOf(spans)));
  }

  @Override
  public List<HeldScan> scansOfAddresses(Collection<Sought<InetAddress>> spans) {
    return query("read scans", () -> scans.ofAddresses(List.copyOf(spans)));
  }

  @Override
  public Extent extent() {
    return query("read the extent of the records", this::readExtent);
  }

  private Extent readExtent() throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                select (select min(valid_after) from consensus where answers),
                       (select max(valid_after) from consensus where answers),
                       (select min(listed_at) from exit_list),
                       (select max(listed_at) from exit_list)
                """);
        ResultSet row = select.executeQuery()) {
      row.next();
      return new Extent(find(row, 1), find(row, 2), find(row, 3), find(row, 4));
    }
  }

  @Override
  public List<KeyCertificate> certificates() {
    return query("read key certificates", () -> CertificateTable.all(connection));
  }

  @Override
  public List<Custody> custody(Collection<Sha256> documents) {
    return query("read the chain of custody", () -> readCustody(documents));
  }

  private List<Custody> readCustody(Collection<Sha256> documents) throws SQLException {
    List<Custody> custody = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            with wanted as (select unnest(?::bytea[]) as sha256)
            select d.sha256, d.path, s.location, s.sha256, d.imported_at, s.version
              from (
                select sha256, path, source_id, imported_at from consensus_document
                 where consensus_id in (
                   select consensus_id from consensus_document natural join wanted)
                union all
                select sha256, path, source_id, imported_at from exit_list natural join wanted
                union all
                select sha256, path, source_id, imported_at from key_certificate natural join wanted
              ) d
              join source s on s.id = d.source_id
             order by d.sha256
            """)) {
      select.setArray(
          1,
          connection.createArrayOf(
              "bytea", documents.stream().map(Sha256::toBytes).toArray(byte[][]::new)));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          byte[] source = row.getBytes(4);
          custody.add(
              new Custody(
                  Sha256.ofBytes(row.getBytes(1)),
                  row.getString(2),
                  row.getString(3),
                  source == null ? null : Sha256.ofBytes(source),
                  Times.instant(row, 5),
                  row.getString(6)));
        }
      }
    }
    return custody;
  }

  private static @Nullable Instant find(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
