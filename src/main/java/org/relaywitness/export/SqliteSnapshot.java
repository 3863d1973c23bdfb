package org.relaywitness.export;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.Custody;
import org.relaywitness.lookup.Extent;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;
import org.relaywitness.lookup.HeldScan;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.Listing;
import org.relaywitness.lookup.RelayHistory.Snapshot;
import org.relaywitness.lookup.Span;

/** The records of a SQLite file; a value that cannot be read is a fault, never left out. */
final class SqliteSnapshot implements Snapshot {
  private static final String RUNS =
      """
      select address_key, fingerprint, nickname, or_port, exit_flag, bad_exit_flag, policy, flavor,
             first_valid_after, last_valid_after
        from run where\s""";
  private static final String SCANS =
      "select fingerprint, address_key, time, exit_list from scan where ";
  private static final String THESE_RELAYS = "fingerprint in (select value from json_each(?))";

  private final Connection connection;
  private final Span span;
  private final RowValues rows = new RowValues();

  SqliteSnapshot(Connection connection, Span span) {
    this.connection = connection;
    this.span = span;
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> select(RowReader<T> reader, String sql, String... values) {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setString(i + 1, values[i]);
      }
      List<T> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(reader.read(row));
        }
      }
      return found;
    } catch (SQLException e) {
      // SQLite's messages name tables and pages, never the values bound.
      throw new IllegalStateException(
          "the offline data set cannot be read, it may be damaged: " + e.getMessage(), e);
    } catch (IllegalArgumentException | DateTimeException | NullPointerException e) {
      throw new IllegalStateException("the offline data set holds an unreadable value", e);
    }
  }

  @Override
  public List<HeldConsensus> consensuses(Instant from, Instant to) {
    return select(
        RowValues::consensus,
        """
        select flavor, method, valid_after, fresh_until, valid_until, answers, conflict, entries,
               sha256, signed_digest, verification, good_signatures, needed, authorities, weak_keys,
               path, source
          from consensus where valid_after >= ? and valid_after < ? order by valid_after, id
        """,
        Values.bound(from),
        Values.bound(to));
  }

  @Override
  public List<HeldExitList> exitLists(Instant from, Instant to) {
    return select(
        RowValues::exitList,
        "select time, sha256, path, source from exit_list where time >= ? and time < ?"
            + " order by time, id",
        Values.bound(from),
        Values.bound(to));
  }

  @Override
  public Optional<String> findPath(Sha256 document) {
    return select(
            row -> row.getString(1),
            "select path from consensus where sha256 = ?1"
                + " union all select path from exit_list where sha256 = ?1",
            document.toString())
        .stream()
        .findFirst();
  }

  /** The data set holds what documents say, not what proves them. */
  @Override
  public List<KeyCertificate> certificates() {
    return List.of();
  }

  @Override
  public List<Custody> custody(Collection<Sha256> documents) {
    return List.of();
  }

  @Override
  public List<Listing> listingsOf(InetAddress address, Instant from, Instant to) {
    return runs("address_key = ?", from, to, Values.addressKey(address));
  }

  @Override
  public List<Listing> listingsOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    return runs(THESE_RELAYS, from, to, json(relays));
  }

  @Override
  public List<Listing> listingsIn(IpNetwork network, Instant from, Instant to) {
    return runs(
        "address_key between ? and ?",
        from,
        to,
        Values.addressKey(network.address()),
        Values.addressKey(network.last()));
  }

  @Override
  public List<Listing> listings(Instant from, Instant to) {
    return runs("true", from, to);
  }

  private List<Listing> runs(String condition, Instant from, Instant to, String... values) {
    return select(
        rows::listing,
        RUNS
            + condition
            + " and last_valid_after >= ? and first_valid_after < ?"
            + " order by first_valid_after, rowid",
        with(values, Values.bound(from), Values.bound(to)));
  }

  private static String[] with(String[] values, String from, String to) {
    List<String> all = new ArrayList<>(List.of(values));
    all.add(from);
    all.add(to);
    return all.toArray(String[]::new);
  }

  private static String json(Iterable<Fingerprint> relays) {
    List<String> quoted = new ArrayList<>();
    relays.forEach(relay -> quoted.add("\"" + relay + "\""));
    return "[" + String.join(",", quoted) + "]";
  }

  @Override
  public List<HeldScan> scansOf(InetAddress address, Instant from, Instant to) {
    return someScans("address_key = ?", from, to, Values.addressKey(address));
  }

  @Override
  public List<HeldScan> scansOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    return someScans(THESE_RELAYS, from, to, json(relays));
  }

  @Override
  public List<HeldScan> scansIn(IpNetwork network, Instant from, Instant to) {
    return someScans(
        "address_key between ? and ?",
        from,
        to,
        Values.addressKey(network.address()),
        Values.addressKey(network.last()));
  }

  @Override
  public List<HeldScan> scans(Instant from, Instant to) {
    return someScans("true", from, to);
  }

  private List<HeldScan> someScans(String condition, Instant from, Instant to, String... values) {
    return select(
        RowValues::scan,
        SCANS + condition + " and time >= ? and time < ? order by time, id",
        with(values, Values.bound(from), Values.bound(to)));
  }

  @Override
  public Extent extent() {
    return select(
            RowValues::extent,
            """
            select (select min(valid_after) from consensus where answers = 1),
                   (select max(valid_after) from consensus where answers = 1),
                   (select min(time) from exit_list), (select max(time) from exit_list)
            """)
        .get(0);
  }

  @Override
  public Span span() {
    return span;
  }
}
