package org.relaywitness.store;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.AddressRecords;
import org.relaywitness.lookup.Answering;
import org.relaywitness.lookup.Coverage.Replica;
import org.relaywitness.lookup.Custody;
import org.relaywitness.lookup.Extent;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;
import org.relaywitness.lookup.HeldScan;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.Listing;
import org.relaywitness.lookup.Memory;
import org.relaywitness.lookup.RelayHistory.Snapshot;
import org.relaywitness.lookup.Scanned;
import org.relaywitness.lookup.Sought;

/** One consistent state of the records, as long as its transaction lives. */
final class SnapshotReader implements Snapshot {
  private final Connection connection;
  private final @Nullable Replica replica;
  private final RecordReader records;
  private final ListingQueries listings;
  private final ScanQueries scans;
  private final AddressQuery addresses;

  private interface Query<T> {
    T run() throws SQLException;
  }

  /**
   * The state that a transaction sees.
   *
   * @param reading the transaction
   * @param kept what was read before, by whatever transaction
   */
  SnapshotReader(ReaderPool.Reading reading, KeptRecords kept) throws SQLException {
    connection = reading.connection();
    replica = reading.replica();
    records = new RecordReader(connection, reading.version(), kept);
    ListingRows listingRows = new ListingRows(connection, records.state(), kept);
    ScanRows scanRows = new ScanRows(connection, records.state());
    listings = new ListingQueries(connection, listingRows);
    scans = new ScanQueries(connection, scanRows);
    addresses = new AddressQuery(connection, listingRows, scanRows);
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
    return query("read consensuses", () -> records.consensuses(from, to));
  }

  @Override
  public List<Answering> answering(Instant from, Instant to) {
    return query("read which hours are held", () -> records.answering(from, to));
  }

  @Override
  public List<Instant> exitListTimes(Instant from, Instant to) {
    return query("read the times of exit lists", () -> records.exitListTimes(from, to));
  }

  @Override
  public List<HeldExitList> exitLists(Instant from, Instant to) {
    return query("read exit lists", () -> records.exitLists(from, to));
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
  public List<Listing> listingsOfExits(Iterable<Fingerprint> also, Instant from, Instant to) {
    return query("read listings", () -> listings.ofExits(also, from, to));
  }

  @Override
  public List<HeldScan> scansOf(InetAddress address, Instant from, Instant to) {
    return query("read scans", () -> scans.of(address, from, to));
  }

  @Override
  public AddressRecords recordsOf(
      InetAddress address, Instant scansFrom, Instant listingsFrom, Instant to) {
    return query(
        "read listings and scans", () -> addresses.of(address, scansFrom, listingsFrom, to));
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
  public Set<Scanned> scannedIn(IpNetwork network, Instant from, Instant to) {
    return query("read scans", () -> scans.whoIn(network, from, to));
  }

  @Override
  public List<HeldScan> scans(Instant from, Instant to) {
    return query("read scans", () -> scans.all(from, to));
  }

  @Override
  public List<HeldScan> firstScans(List<Instant> bounds) {
    return query("read scans", () -> scans.first(bounds));
  }

  @Override
  public Optional<String> findPath(Sha256 document) {
    return query("find a document", () -> CustodyQueries.path(connection, document));
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
    return query("read the extent of the records", records::extent);
  }

  @Override
  public Memory memory() {
    return records;
  }

  @Override
  public List<KeyCertificate> certificates() {
    return query("read key certificates", () -> CertificateTable.all(connection));
  }

  @Override
  public List<Custody> custody(Collection<Sha256> documents) {
    return query("read the chain of custody", () -> CustodyQueries.custody(connection, documents));
  }
}
