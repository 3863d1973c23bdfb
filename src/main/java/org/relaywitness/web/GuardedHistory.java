package org.relaywitness.web;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.AddressRecords;
import org.relaywitness.lookup.Answering;
import org.relaywitness.lookup.Coverage;
import org.relaywitness.lookup.Custody;
import org.relaywitness.lookup.Extent;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;
import org.relaywitness.lookup.HeldScan;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.Listing;
import org.relaywitness.lookup.Memory;
import org.relaywitness.lookup.NetworkRecords;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.lookup.Scanned;
import org.relaywitness.lookup.Sought;
import org.relaywitness.lookup.Span;

/**
 * A history whose own faults come out as {@link RecordsUnavailableException}, so that an
 * unreachable database (503) can be told from a fault in this product (500), whatever exceptions
 * the storage throws.
 */
final class GuardedHistory implements RelayHistory {
  private final RelayHistory history;

  GuardedHistory(RelayHistory history) {
    this.history = history;
  }

  /** Carries a fault of the reading itself through the storage unchanged. */
  private static final class ReadingFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final RuntimeException fault;

    ReadingFault(RuntimeException fault) {
      super(fault);
      this.fault = fault;
    }
  }

  @Override
  public <T> T read(Function<Snapshot, T> reading) {
    try {
      return history.read(snapshot -> guarded(reading, snapshot));
    } catch (ReadingFault e) {
      throw e.fault;
    } catch (RuntimeException e) {
      throw new RecordsUnavailableException(e);
    }
  }

  private static <T> T guarded(Function<Snapshot, T> reading, Snapshot snapshot) {
    try {
      return reading.apply(new GuardedSnapshot(snapshot));
    } catch (RuntimeException e) {
      throw new ReadingFault(e);
    }
  }

  private record GuardedSnapshot(Snapshot snapshot) implements Snapshot {
    private static <T extends @Nullable Object> T tried(Supplier<T> reading) {
      try {
        return reading.get();
      } catch (RuntimeException e) {
        throw new RecordsUnavailableException(e);
      }
    }

    @Override
    public List<HeldConsensus> consensuses(Instant from, Instant to) {
      return tried(() -> snapshot.consensuses(from, to));
    }

    @Override
    public List<Answering> answering(Instant from, Instant to) {
      return tried(() -> snapshot.answering(from, to));
    }

    @Override
    public List<Instant> exitListTimes(Instant from, Instant to) {
      return tried(() -> snapshot.exitListTimes(from, to));
    }

    @Override
    public List<HeldExitList> exitLists(Instant from, Instant to) {
      return tried(() -> snapshot.exitLists(from, to));
    }

    @Override
    public List<Listing> listingsOf(InetAddress address, Instant from, Instant to) {
      return tried(() -> snapshot.listingsOf(address, from, to));
    }

    @Override
    public List<Listing> listingsOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
      return tried(() -> snapshot.listingsOf(relays, from, to));
    }

    @Override
    public List<Listing> listingsIn(IpNetwork network, Instant from, Instant to) {
      return tried(() -> snapshot.listingsIn(network, from, to));
    }

    @Override
    public List<Listing> listings(Instant from, Instant to) {
      return tried(() -> snapshot.listings(from, to));
    }

    @Override
    public List<Listing> listingsOfExits(Iterable<Fingerprint> also, Instant from, Instant to) {
      return tried(() -> snapshot.listingsOfExits(also, from, to));
    }

    @Override
    public List<HeldScan> scansOf(InetAddress address, Instant from, Instant to) {
      return tried(() -> snapshot.scansOf(address, from, to));
    }

    @Override
    public AddressRecords recordsOf(
        InetAddress address, Instant scansFrom, Instant listingsFrom, Instant to) {
      return tried(() -> snapshot.recordsOf(address, scansFrom, listingsFrom, to));
    }

    @Override
    public NetworkRecords recordsIn(
        IpNetwork network, Instant scansFrom, Instant listingsFrom, Instant to) {
      return tried(() -> snapshot.recordsIn(network, scansFrom, listingsFrom, to));
    }

    @Override
    public List<HeldScan> scansOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
      return tried(() -> snapshot.scansOf(relays, from, to));
    }

    @Override
    public List<HeldScan> scansIn(IpNetwork network, Instant from, Instant to) {
      return tried(() -> snapshot.scansIn(network, from, to));
    }

    @Override
    public Set<Scanned> scannedIn(IpNetwork network, Instant from, Instant to) {
      return tried(() -> snapshot.scannedIn(network, from, to));
    }

    @Override
    public List<HeldScan> scans(Instant from, Instant to) {
      return tried(() -> snapshot.scans(from, to));
    }

    @Override
    public List<HeldScan> firstScans(List<Instant> bounds) {
      return tried(() -> snapshot.firstScans(bounds));
    }

    @Override
    public Optional<String> findPath(Sha256 document) {
      return tried(() -> snapshot.findPath(document));
    }

    @Override
    public List<Listing> listingsOfAddresses(Collection<Sought<InetAddress>> spans) {
      return tried(() -> snapshot.listingsOfAddresses(spans));
    }

    @Override
    public List<Listing> listingsOfRelays(Collection<Sought<Fingerprint>> spans) {
      return tried(() -> snapshot.listingsOfRelays(spans));
    }

    @Override
    public List<HeldScan> scansOfAddresses(Collection<Sought<InetAddress>> spans) {
      return tried(() -> snapshot.scansOfAddresses(spans));
    }

    @Override
    public Extent extent() {
      return tried(snapshot::extent);
    }

    @Override
    public Optional<Coverage.Replica> replica() {
      return tried(snapshot::replica);
    }

    @Override
    public Span span() {
      return tried(snapshot::span);
    }

    @Override
    public @Nullable Memory memory() {
      return tried(snapshot::memory);
    }

    @Override
    public List<KeyCertificate> certificates() {
      return tried(snapshot::certificates);
    }

    @Override
    public List<Custody> custody(Collection<Sha256> documents) {
      return tried(() -> snapshot.custody(documents));
    }
  }
}
