package org.relaywitness.evidence;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ExitScan;
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
import org.relaywitness.lookup.RelayHistory;

/** Records in plain lists in memory, once it is settled what each of them counts for. */
class SettledRecords implements RelayHistory, RelayHistory.Snapshot {
  private static final Comparator<HeldExitList> BY_TIME =
      Comparator.comparing(HeldExitList::time).thenComparing(HeldExitList::sha256);

  private final Extent extent;
  private final List<HeldConsensus> held = new ArrayList<>();
  private final List<HeldExitList> lists = new ArrayList<>();
  private final List<Listing> runs = new ArrayList<>();
  private final Map<ExitScan, HeldExitList> scans = new HashMap<>();

  /** No records yet; how far they reach is as stated: a part of them cannot show it. */
  SettledRecords(Extent extent) {
    this.extent = extent;
  }

  final void hold(HeldConsensus consensus) {
    held.add(consensus);
  }

  final void hold(Listing run) {
    runs.add(run);
  }

  /** A scan that stands in several lists belongs to the earliest. */
  final void hold(HeldExitList list, Stream<ExitScan> reported) {
    lists.add(list);
    reported.forEach(
        scan ->
            scans.merge(
                scan, list, (one, other) -> BY_TIME.compare(one, other) <= 0 ? one : other));
  }

  /** Puts the documents in the order in which they are read. */
  final void sort() {
    held.sort(
        Comparator.comparing(HeldConsensus::validAfter)
            .thenComparing(HeldConsensus::flavor)
            .thenComparing(consensus -> !consensus.answers())
            .thenComparing(HeldConsensus::signedDigest));
    lists.sort(BY_TIME);
  }

  final int scanCount() {
    return scans.size();
  }

  @Override
  public <T> T read(Function<Snapshot, T> reading) {
    return reading.apply(this);
  }

  private static boolean isIn(Instant time, Instant from, Instant to) {
    return !time.isBefore(from) && time.isBefore(to);
  }

  @Override
  public List<HeldConsensus> consensuses(Instant from, Instant to) {
    return held.stream().filter(c -> isIn(c.validAfter(), from, to)).toList();
  }

  @Override
  public List<HeldExitList> exitLists(Instant from, Instant to) {
    return lists.stream().filter(list -> isIn(list.time(), from, to)).toList();
  }

  private List<Listing> runs(Predicate<Appearance> wanted, Instant from, Instant to) {
    return runs.stream()
        .filter(run -> run.first().isBefore(to) && !run.last().isBefore(from))
        .filter(run -> wanted.test(run.appearance()))
        .toList();
  }

  @Override
  public List<Listing> listingsOf(InetAddress address, Instant from, Instant to) {
    return runs(appearance -> appearance.address().equals(address), from, to);
  }

  @Override
  public List<Listing> listingsOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    Set<Fingerprint> wanted = setOf(relays);
    return runs(appearance -> wanted.contains(appearance.fingerprint()), from, to);
  }

  @Override
  public List<Listing> listingsIn(IpNetwork network, Instant from, Instant to) {
    return runs(appearance -> network.contains(appearance.address()), from, to);
  }

  @Override
  public List<Listing> listings(Instant from, Instant to) {
    return runs(appearance -> true, from, to);
  }

  private static Set<Fingerprint> setOf(Iterable<Fingerprint> relays) {
    Set<Fingerprint> set = new HashSet<>();
    relays.forEach(set::add);
    return set;
  }

  private List<HeldScan> scans(Predicate<ExitScan> wanted, Instant from, Instant to) {
    return scans.entrySet().stream()
        .filter(found -> isIn(found.getKey().time(), from, to) && wanted.test(found.getKey()))
        .map(found -> new HeldScan(found.getKey(), found.getValue().sha256()))
        .sorted(
            Comparator.<HeldScan, Instant>comparing(one -> one.scan().time())
                .thenComparing(one -> one.scan().fingerprint())
                .thenComparing(one -> Addresses.format(one.scan().address())))
        .toList();
  }

  @Override
  public List<HeldScan> scansOf(InetAddress address, Instant from, Instant to) {
    return scans(scan -> scan.address().equals(address), from, to);
  }

  @Override
  public List<HeldScan> scansOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    Set<Fingerprint> wanted = setOf(relays);
    return scans(scan -> wanted.contains(scan.fingerprint()), from, to);
  }

  @Override
  public List<HeldScan> scansIn(IpNetwork network, Instant from, Instant to) {
    return scans(scan -> network.contains(scan.address()), from, to);
  }

  @Override
  public List<HeldScan> scans(Instant from, Instant to) {
    return scans(scan -> true, from, to);
  }

  @Override
  public Optional<String> findPath(Sha256 document) {
    return Stream.concat(
            held.stream().filter(one -> one.sha256().equals(document)).map(HeldConsensus::path),
            lists.stream().filter(one -> one.sha256().equals(document)).map(HeldExitList::path))
        .findFirst();
  }

  @Override
  public Extent extent() {
    return extent;
  }

  @Override
  public List<KeyCertificate> certificates() {
    return List.of();
  }

  @Override
  public List<Custody> custody(Collection<Sha256> wanted) {
    return List.of();
  }
}
