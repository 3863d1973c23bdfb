package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;

/**
 * What the held documents say, by time. Implemented by {@code store} over PostgreSQL, and by
 * whatever else can hold documents.
 *
 * <p>All intervals are half-open, [from, to). Faults of the storage come out as unchecked
 * exceptions.
 */
public interface RelayHistory {

  /**
   * Reads one consistent state: what an import commits meanwhile is not seen.
   *
   * @param reading may be run again from its start, in another state: all that counts is what the
   *     last run returns
   */
  <T> T read(Function<Snapshot, T> reading);

  /** One consistent state of the records. */
  interface Snapshot {
    /**
     * Every consensus held with valid-after in the interval, of both flavours and every status,
     * those that do not answer included; ordered by valid-after, then flavour.
     */
    List<HeldConsensus> consensuses(Instant from, Instant to);

    /**
     * The consensuses that answer with valid-after in the interval, in the same order: as much of
     * them as shows which hours are held, to be read for many years at once.
     */
    default List<Answering> answering(Instant from, Instant to) {
      return consensuses(from, to).stream()
          .filter(held -> held.answers() && held.verification().counts())
          .map(
              held ->
                  new Answering(
                      held.flavor(), held.validAfter(), held.freshUntil(), held.verification()))
          .toList();
    }

    /** The times of the exit lists held in the interval, in order, for the same purpose. */
    default List<Instant> exitListTimes(Instant from, Instant to) {
      return exitLists(from, to).stream().map(HeldExitList::time).toList();
    }

    /** Every exit list held with its time in the interval, in order of time. */
    List<HeldExitList> exitLists(Instant from, Instant to);

    /** Where this address was an OR address, by answering consensuses in the interval. */
    List<Listing> listingsOf(InetAddress address, Instant from, Instant to);

    /** Every OR address of these relays, by answering consensuses in the interval. */
    List<Listing> listingsOf(Iterable<Fingerprint> relays, Instant from, Instant to);

    /**
     * Where addresses of this block were OR addresses, by answering consensuses in the interval.
     */
    List<Listing> listingsIn(IpNetwork network, Instant from, Instant to);

    /** Everything that answering consensuses in the interval list. */
    List<Listing> listings(Instant from, Instant to);

    /**
     * What answering consensuses in the interval list of these relays, and of every relay that one
     * of them gives the Exit flag or a policy that accepts some port; others may be among it, and
     * it is in no order.
     */
    default List<Listing> listingsOfExits(Iterable<Fingerprint> also, Instant from, Instant to) {
      Set<Fingerprint> exits = new HashSet<>();
      also.forEach(exits::add);
      List<Listing> listings = listings(from, to);
      for (Listing listing : listings) {
        Appearance appearance = listing.appearance();
        ExitPolicySummary policy = appearance.policy();
        if (appearance.exit() || (policy != null && policy.allowsSome())) {
          exits.add(appearance.fingerprint());
        }
      }
      return listings.stream()
          .filter(listing -> exits.contains(listing.appearance().fingerprint()))
          .toList();
    }

    /** The scans that saw traffic leave from this address in the interval, in order of time. */
    List<HeldScan> scansOf(InetAddress address, Instant from, Instant to);

    /**
     * The scans of this address in [scansFrom, to), and what answering consensuses in
     * [listingsFrom, to) list of each relay that was listed or scanned there; in one go where the
     * storage can.
     */
    default AddressRecords recordsOf(
        InetAddress address, Instant scansFrom, Instant listingsFrom, Instant to) {
      List<HeldScan> scans = scansOf(address, scansFrom, to);
      Set<Fingerprint> relays = new HashSet<>();
      scans.forEach(scan -> relays.add(scan.scan().fingerprint()));
      listingsOf(address, listingsFrom, to)
          .forEach(listing -> relays.add(listing.appearance().fingerprint()));
      return new AddressRecords(
          scans, relays.isEmpty() ? List.of() : listingsOf(relays, listingsFrom, to));
    }

    /** The scans of these relays in the interval, in order of time. */
    List<HeldScan> scansOf(Iterable<Fingerprint> relays, Instant from, Instant to);

    /** The scans that saw traffic leave from this block in the interval, in order of time. */
    List<HeldScan> scansIn(IpNetwork network, Instant from, Instant to);

    /** The relays that were seen to send traffic from this block in the interval, and where. */
    default Set<Scanned> scannedIn(IpNetwork network, Instant from, Instant to) {
      Set<Scanned> scanned = new HashSet<>();
      for (HeldScan scan : scansIn(network, from, to)) {
        scanned.add(new Scanned(scan.scan().fingerprint(), scan.scan().address()));
      }
      return scanned;
    }

    /**
     * Who was scanned in this block in [scansFrom, to), and where answering consensuses in
     * [listingsFrom, to) list addresses of it; in one go where the storage can.
     */
    default NetworkRecords recordsIn(
        IpNetwork network, Instant scansFrom, Instant listingsFrom, Instant to) {
      return new NetworkRecords(
          scannedIn(network, scansFrom, to), listingsIn(network, listingsFrom, to));
    }

    /** All scans in the interval, in order of time. */
    List<HeldScan> scans(Instant from, Instant to);

    /**
     * The first scan of each relay at each address in each of the intervals between two bounds that
     * follow each other, in no order.
     */
    default List<HeldScan> firstScans(List<Instant> bounds) {
      List<HeldScan> first = new ArrayList<>();
      for (int i = 1; i < bounds.size(); i++) {
        Set<Scanned> seen = new HashSet<>();
        for (HeldScan scan : scans(bounds.get(i - 1), bounds.get(i))) {
          if (seen.add(new Scanned(scan.scan().fingerprint(), scan.scan().address()))) {
            first.add(scan);
          }
        }
      }
      return first;
    }

    /**
     * Where this consensus or exit list stood: the file's name, or the member's name in its
     * archive. Empty when no such document is held, or no longer.
     */
    Optional<String> findPath(Sha256 document);

    /** First and last record held. */
    Extent extent();

    /** All key certificates held, in order of identity and time. */
    List<KeyCertificate> certificates();

    /**
     * Where documents came from: for the digest of a consensus, each held copy of that consensus
     * (same signed content, other signatures, annotation or line ends); for that of an exit list or
     * key certificate, that document. In order of digest; what is not held is left out.
     */
    List<Custody> custody(Collection<Sha256> documents);

    /**
     * The period that these records were taken for, where they are a copy of a part: outside of it
     * nothing may be concluded from what is not held.
     */
    default Span span() {
      return Span.ALL;
    }

    /** How far behind these records are, where they are read from a copy that follows others. */
    default Optional<Coverage.Replica> replica() {
      return Optional.empty();
    }

    /** Keeps what is worked out from these records; {@code null}: nothing is kept here. */
    default @Nullable Memory memory() {
      return null;
    }

    /**
     * As {@link #listingsOf(InetAddress, Instant, Instant)} for each of these, in one go where the
     * storage can; those of one address in its own order. A listing that reaches into two spans of
     * an address comes twice.
     */
    default List<Listing> listingsOfAddresses(Collection<Sought<InetAddress>> spans) {
      List<Listing> listings = new ArrayList<>();
      spans.forEach(span -> listings.addAll(listingsOf(span.of(), span.from(), span.to())));
      return listings;
    }

    /**
     * As {@link #listingsOf(Iterable, Instant, Instant)} for each of these, in one go where the
     * storage can; those of one relay in its own order. A listing that reaches into two spans of a
     * relay comes twice.
     */
    default List<Listing> listingsOfRelays(Collection<Sought<Fingerprint>> spans) {
      List<Listing> listings = new ArrayList<>();
      spans.forEach(
          span -> listings.addAll(listingsOf(List.of(span.of()), span.from(), span.to())));
      return listings;
    }

    /**
     * As {@link #scansOf(InetAddress, Instant, Instant)} for each of these, in one go where the
     * storage can; in order of time for each span.
     */
    default List<HeldScan> scansOfAddresses(Collection<Sought<InetAddress>> spans) {
      List<HeldScan> scans = new ArrayList<>();
      spans.forEach(span -> scans.addAll(scansOf(span.of(), span.from(), span.to())));
      return scans;
    }
  }
}
