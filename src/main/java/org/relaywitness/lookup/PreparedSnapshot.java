package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.RelayHistory.Snapshot;

/**
 * A state of the records from which everything that {@link Lookup} asks for some questions was read
 * beforehand, in a few large queries instead of many small ones. What was not prepared is asked of
 * the state itself: nothing is ever taken for absent because it was not read.
 */
final class PreparedSnapshot implements Snapshot {
  /** The one key of spans that are of the whole network. */
  private static final String ALL = "all";

  private final Snapshot snapshot;
  private final Extent extent;
  private final Spans<String> consensusSpans = new Spans<>();
  private final Spans<String> listSpans = new Spans<>();
  private final Spans<InetAddress> listingSpans = new Spans<>();
  private final Spans<InetAddress> scanSpans = new Spans<>();
  private final Spans<Fingerprint> relaySpans = new Spans<>();
  private final List<HeldConsensus> consensuses = new ArrayList<>();
  private final List<HeldExitList> lists = new ArrayList<>();
  private final Map<InetAddress, Set<Listing>> listings;
  private final Map<InetAddress, List<HeldScan>> scans = new HashMap<>();
  private final Map<Fingerprint, Set<Listing>> relayListings;

  /** Reads what these questions need. */
  PreparedSnapshot(Collection<Question> questions, Snapshot snapshot) {
    this.snapshot = snapshot;
    extent = snapshot.extent();
    for (Question question : questions) {
      Window window = Window.of(question);
      consensusSpans.add(ALL, window.readFrom(), window.nearTo());
      listSpans.add(ALL, window.nearFrom(), window.finalFrom());
      listingSpans.add(question.address(), window.readFrom(), window.nearTo());
      scanSpans.add(question.address(), window.nearFrom(), window.nearTo());
    }
    consensusSpans
        .all()
        .forEach(span -> consensuses.addAll(snapshot.consensuses(span.from(), span.to())));
    listSpans.all().forEach(span -> lists.addAll(snapshot.exitLists(span.from(), span.to())));
    listings =
        grouped(
            snapshot.listingsOfAddresses(listingSpans.all()),
            listing -> listing.appearance().address());
    for (HeldScan scan : snapshot.scansOfAddresses(scanSpans.all())) {
      scans.computeIfAbsent(scan.scan().address(), address -> new ArrayList<>()).add(scan);
    }
    questions.forEach(this::wantRelays);
    List<Sought<Fingerprint>> relays = relaySpans.all();
    relayListings =
        grouped(
            relays.isEmpty() ? List.of() : snapshot.listingsOfRelays(relays),
            listing -> listing.appearance().fingerprint());
  }

  private static <K> Map<K, Set<Listing>> grouped(
      List<Listing> listings, Function<Listing, K> key) {
    Map<K, Set<Listing>> grouped = new HashMap<>();
    for (Listing listing : listings) {
      grouped.computeIfAbsent(key.apply(listing), k -> new LinkedHashSet<>()).add(listing);
    }
    return grouped;
  }

  private void wantRelays(Question question) {
    Window window = Window.of(question);
    InetAddress address = question.address();
    Set<Fingerprint> relays = new HashSet<>();
    listingsOf(address, window.readFrom(), window.nearTo())
        .forEach(listing -> relays.add(listing.appearance().fingerprint()));
    scansOf(address, window.nearFrom(), window.nearTo())
        .forEach(scan -> relays.add(scan.scan().fingerprint()));
    relays.forEach(relay -> relaySpans.add(relay, window.readFrom(), window.nearTo()));
  }

  /** All consensuses that were read, in order. */
  List<HeldConsensus> consensuses() {
    return consensuses;
  }

  /** All exit lists that were read, in order. */
  List<HeldExitList> exitLists() {
    return lists;
  }

  @Override
  public List<HeldConsensus> consensuses(Instant from, Instant to) {
    return consensusSpans.cover(ALL, from, to)
        ? between(consensuses, HeldConsensus::validAfter, from, to)
        : snapshot.consensuses(from, to);
  }

  @Override
  public List<HeldExitList> exitLists(Instant from, Instant to) {
    return listSpans.cover(ALL, from, to)
        ? between(lists, HeldExitList::time, from, to)
        : snapshot.exitLists(from, to);
  }

  private static <T> List<T> between(
      List<T> ordered, Function<T, Instant> time, Instant from, Instant to) {
    return ordered.subList(ceiling(ordered, time, from), ceiling(ordered, time, to));
  }

  /** The place of the first that is not before the bound. */
  private static <T> int ceiling(List<T> ordered, Function<T, Instant> time, Instant bound) {
    int low = 0;
    int high = ordered.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (time.apply(ordered.get(middle)).isBefore(bound)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public List<Listing> listingsOf(InetAddress address, Instant from, Instant to) {
    return listingSpans.cover(address, from, to)
        ? reaching(listings.getOrDefault(address, Set.of()), from, to)
        : snapshot.listingsOf(address, from, to);
  }

  @Override
  public List<Listing> listingsOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    List<Listing> found = new ArrayList<>();
    for (Fingerprint relay : relays) {
      if (!relaySpans.cover(relay, from, to)) {
        return snapshot.listingsOf(relays, from, to);
      }
      found.addAll(reaching(relayListings.getOrDefault(relay, Set.of()), from, to));
    }
    return found;
  }

  private static List<Listing> reaching(Set<Listing> listings, Instant from, Instant to) {
    List<Listing> found = new ArrayList<>();
    for (Listing listing : listings) {
      if (listing.first().isBefore(to) && !listing.last().isBefore(from)) {
        found.add(listing);
      }
    }
    return found;
  }

  @Override
  public List<HeldScan> scansOf(InetAddress address, Instant from, Instant to) {
    return scanSpans.cover(address, from, to)
        ? between(scans.getOrDefault(address, List.of()), scan -> scan.scan().time(), from, to)
        : snapshot.scansOf(address, from, to);
  }

  @Override
  public List<Listing> listingsIn(IpNetwork network, Instant from, Instant to) {
    return snapshot.listingsIn(network, from, to);
  }

  @Override
  public List<Listing> listings(Instant from, Instant to) {
    return snapshot.listings(from, to);
  }

  @Override
  public List<HeldScan> scansOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    return snapshot.scansOf(relays, from, to);
  }

  @Override
  public List<HeldScan> scansIn(IpNetwork network, Instant from, Instant to) {
    return snapshot.scansIn(network, from, to);
  }

  @Override
  public Set<Scanned> scannedIn(IpNetwork network, Instant from, Instant to) {
    return snapshot.scannedIn(network, from, to);
  }

  @Override
  public List<HeldScan> scans(Instant from, Instant to) {
    return snapshot.scans(from, to);
  }

  @Override
  public List<HeldScan> firstScans(List<Instant> bounds) {
    return snapshot.firstScans(bounds);
  }

  @Override
  public Optional<String> findPath(Sha256 document) {
    return snapshot.findPath(document);
  }

  @Override
  public Extent extent() {
    return extent;
  }

  @Override
  public @Nullable Memory memory() {
    return snapshot.memory();
  }

  @Override
  public List<KeyCertificate> certificates() {
    return snapshot.certificates();
  }

  @Override
  public List<Custody> custody(Collection<Sha256> documents) {
    return snapshot.custody(documents);
  }

  @Override
  public Optional<Coverage.Replica> replica() {
    return snapshot.replica();
  }

  @Override
  public Span span() {
    return snapshot.span();
  }
}
