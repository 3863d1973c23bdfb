package org.relaywitness.evidence;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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

/**
 * A state of the records that notes every document which an answer was drawn from, so that a bundle
 * holds those and no guess of them.
 */
final class ReadRecords implements Snapshot {
  private final Snapshot snapshot;
  private final Set<Sha256> consensuses = new TreeSet<>();
  private final Set<Sha256> exitLists = new TreeSet<>();

  ReadRecords(Snapshot snapshot) {
    this.snapshot = snapshot;
  }

  /** Consensuses that were read, each by one of its copies. */
  Set<Sha256> readConsensuses() {
    return consensuses;
  }

  /** Exit lists that were read, and those that report scans that were read. */
  Set<Sha256> readExitLists() {
    return exitLists;
  }

  @Override
  public List<HeldConsensus> consensuses(Instant from, Instant to) {
    List<HeldConsensus> held = snapshot.consensuses(from, to);
    held.forEach(consensus -> consensuses.add(consensus.sha256()));
    return held;
  }

  @Override
  public List<HeldExitList> exitLists(Instant from, Instant to) {
    List<HeldExitList> held = snapshot.exitLists(from, to);
    held.forEach(list -> exitLists.add(list.sha256()));
    return held;
  }

  private List<HeldScan> noted(List<HeldScan> scans) {
    scans.forEach(scan -> exitLists.add(scan.list()));
    return scans;
  }

  @Override
  public List<Listing> listingsOf(InetAddress address, Instant from, Instant to) {
    return snapshot.listingsOf(address, from, to);
  }

  @Override
  public List<Listing> listingsOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    return snapshot.listingsOf(relays, from, to);
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
  public List<HeldScan> scansOf(InetAddress address, Instant from, Instant to) {
    return noted(snapshot.scansOf(address, from, to));
  }

  @Override
  public List<HeldScan> scansOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    return noted(snapshot.scansOf(relays, from, to));
  }

  @Override
  public List<HeldScan> scansIn(IpNetwork network, Instant from, Instant to) {
    return noted(snapshot.scansIn(network, from, to));
  }

  @Override
  public List<HeldScan> scans(Instant from, Instant to) {
    return noted(snapshot.scans(from, to));
  }

  @Override
  public Extent extent() {
    return snapshot.extent();
  }

  @Override
  public Optional<String> findPath(Sha256 document) {
    return snapshot.findPath(document);
  }

  @Override
  public Span span() {
    return snapshot.span();
  }

  @Override
  public List<KeyCertificate> certificates() {
    return snapshot.certificates();
  }

  @Override
  public List<Custody> custody(Collection<Sha256> documents) {
    return snapshot.custody(documents);
  }
}
