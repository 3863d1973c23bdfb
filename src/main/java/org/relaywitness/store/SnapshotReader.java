package org.relaywitness.store;

import java.net.InetAddress;
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
import org.relaywitness.lookup.NetworkRecords;
import org.relaywitness.lookup.RelayHistory.Snapshot;
import org.relaywitness.lookup.Scanned;
import org.relaywitness.lookup.Sought;

/**
 * One consistent state of the records: the one that the first query finds, in the same round trip
 * where this can be.
 */
final class SnapshotReader implements Snapshot, AutoCloseable {
  private final ReaderPool readers;
  private final KeptRecords kept;
  private @Nullable ReadTransaction begun;
  private boolean goneAtOnce;

  private interface Query<T> {
    T run(ReadTransaction transaction) throws SQLException;
  }

  /**
   * A state that is yet to be read.
   *
   * @param kept what was read before, of whatever state
   */
  SnapshotReader(ReaderPool readers, KeptRecords kept) {
    this(readers, kept, null);
  }

  /** This state; {@code null}: one is yet to be found. */
  SnapshotReader(ReaderPool readers, KeptRecords kept, @Nullable ReadTransaction begun) {
    this.readers = readers;
    this.kept = kept;
    this.begun = begun;
  }

  private <T> T query(String operation, Query<T> query) {
    ReadTransaction transaction = transaction();
    try {
      return query.run(transaction);
    } catch (SQLException e) {
      throw new StoreException(operation, e);
    }
  }

  private ReadTransaction transaction() {
    try {
      if (begun == null) {
        begun = readers.begin(kept);
      }
      return begun;
    } catch (SQLException e) {
      throw new StoreException("read the records", e);
    }
  }

  /** Reads in one round trip. */
  <T> T query(String operation, PairQuery<T> query) {
    if (begun != null) {
      return query(operation, in -> in.run(query));
    }
    try {
      ReaderPool.Begun<T> first = readers.begin(query, kept);
      begun = first.state();
      return first.found();
    } catch (StateGoneException e) {
      goneAtOnce = true;
      throw e;
    } catch (SQLException e) {
      throw new StoreException("read the records", e);
    }
  }

  /**
   * Whether a query came when the state was gone that those before it had read; it failed then, and
   * all is to be read again.
   */
  boolean movedOn() {
    return goneAtOnce || (begun != null && begun.movedOn());
  }

  @Override
  public void close() throws SQLException {
    if (begun != null) {
      begun.close();
    }
  }

  @Override
  public Optional<Replica> replica() {
    return transaction().replica();
  }

  @Override
  public List<HeldConsensus> consensuses(Instant from, Instant to) {
    return query("read consensuses", in -> in.records().consensuses(from, to));
  }

  @Override
  public List<Answering> answering(Instant from, Instant to) {
    return query("read which hours are held", in -> in.records().answering(from, to));
  }

  @Override
  public List<Instant> exitListTimes(Instant from, Instant to) {
    return query("read the times of exit lists", in -> in.records().exitListTimes(from, to));
  }

  @Override
  public List<HeldExitList> exitLists(Instant from, Instant to) {
    return query("read exit lists", in -> in.records().exitLists(from, to));
  }

  @Override
  public List<Listing> listingsOf(InetAddress address, Instant from, Instant to) {
    return query("read listings", in -> in.listings().of(address, from, to));
  }

  @Override
  public List<Listing> listingsOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    return query("read listings", in -> in.listings().of(relays, from, to));
  }

  @Override
  public List<Listing> listingsIn(IpNetwork network, Instant from, Instant to) {
    return query("read listings", in -> in.listings().in(network, from, to));
  }

  @Override
  public List<Listing> listings(Instant from, Instant to) {
    return query("read listings", in -> in.listings().all(from, to));
  }

  @Override
  public List<Listing> listingsOfExits(Iterable<Fingerprint> also, Instant from, Instant to) {
    return query("read listings", in -> in.listings().ofExits(also, from, to));
  }

  @Override
  public List<HeldScan> scansOf(InetAddress address, Instant from, Instant to) {
    return query("read scans", in -> in.scans().of(address, from, to));
  }

  @Override
  public AddressRecords recordsOf(
      InetAddress address, Instant scansFrom, Instant listingsFrom, Instant to) {
    return query("read listings and scans", new AddressQuery(address, scansFrom, listingsFrom, to));
  }

  @Override
  public NetworkRecords recordsIn(
      IpNetwork network, Instant scansFrom, Instant listingsFrom, Instant to) {
    return query("read listings and scans", new NetworkQuery(network, scansFrom, listingsFrom, to));
  }

  @Override
  public List<HeldScan> scansOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    return query("read scans", in -> in.scans().of(relays, from, to));
  }

  @Override
  public List<HeldScan> scansIn(IpNetwork network, Instant from, Instant to) {
    return query("read scans", in -> in.scans().in(network, from, to));
  }

  @Override
  public Set<Scanned> scannedIn(IpNetwork network, Instant from, Instant to) {
    return query("read scans", in -> in.scans().whoIn(network, from, to));
  }

  @Override
  public List<HeldScan> scans(Instant from, Instant to) {
    return query("read scans", in -> in.scans().all(from, to));
  }

  @Override
  public List<HeldScan> firstScans(List<Instant> bounds) {
    return query("read scans", in -> in.scans().first(bounds));
  }

  @Override
  public Optional<String> findPath(Sha256 document) {
    return query("find a document", in -> CustodyQueries.path(in.connection(), document));
  }

  @Override
  public List<Listing> listingsOfAddresses(Collection<Sought<InetAddress>> spans) {
    return query("read listings", in -> in.listings().ofAddresses(List.copyOf(spans)));
  }

  @Override
  public List<Listing> listingsOfRelays(Collection<Sought<Fingerprint>> spans) {
    return query("read listings", in -> in.listings().ofRelays(List.copyOf(spans)));
  }

  @Override
  public List<HeldScan> scansOfAddresses(Collection<Sought<InetAddress>> spans) {
    return query("read scans", in -> in.scans().ofAddresses(List.copyOf(spans)));
  }

  @Override
  public Extent extent() {
    return query("read the extent of the records", in -> in.records().extent());
  }

  @Override
  public Memory memory() {
    return transaction().records();
  }

  @Override
  public List<KeyCertificate> certificates() {
    return query("read key certificates", in -> CertificateTable.all(in.connection()));
  }

  @Override
  public List<Custody> custody(Collection<Sha256> documents) {
    return query(
        "read the chain of custody", in -> CustodyQueries.custody(in.connection(), documents));
  }
}
