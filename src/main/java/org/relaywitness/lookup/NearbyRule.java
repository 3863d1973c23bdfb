package org.relaywitness.lookup;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.lookup.RelayHistory.HeldScan;
import org.relaywitness.lookup.RelayHistory.Listing;
import org.relaywitness.lookup.RelayHistory.Snapshot;

/** Relays of the window in the same /24, or /48: no evidence about the address itself. */
final class NearbyRule {
  /** At most so many are named. */
  static final int MOST = 20;

  private NearbyRule() {}

  /** The nearest first; of IPv6 addresses those of the same /64 before the others. */
  static List<InetAddress> of(
      Snapshot snapshot, Window window, Timeline timeline, InetAddress address) {
    boolean ipv6 = CoverageRule.isIpv6(address);
    IpNetwork network = IpNetwork.around(address, ipv6 ? 48 : 24);
    IpNetwork closer = IpNetwork.around(address, ipv6 ? 64 : 24);
    Set<InetAddress> found = new HashSet<>();
    timeline
        .entries(snapshot.listingsIn(network, window.readFrom(), window.nearTo()))
        .values()
        .forEach(entries -> entries.forEach(entry -> found.addAll(entry.addresses())));
    addExitAddresses(snapshot, window, timeline, network, found);
    return found.stream()
        .filter(other -> network.contains(other) && !other.equals(address))
        .sorted(
            Comparator.<InetAddress, Boolean>comparing(other -> !closer.contains(other))
                .thenComparing(other -> AddressOrder.distance(address, other))
                .thenComparing(AddressOrder.INSTANCE))
        .limit(MOST)
        .toList();
  }

  private static void addExitAddresses(
      Snapshot snapshot,
      Window window,
      Timeline timeline,
      IpNetwork network,
      Set<InetAddress> found) {
    List<HeldScan> scans = snapshot.scansIn(network, window.nearFrom(), window.nearTo());
    if (scans.isEmpty()) {
      return;
    }
    List<Fingerprint> relays =
        scans.stream().map(scan -> scan.scan().fingerprint()).distinct().toList();
    List<Listing> listings = snapshot.listingsOf(relays, window.readFrom(), window.nearTo());
    Map<Fingerprint, List<Entry>> listed = timeline.entries(listings);
    for (HeldScan scan : scans) {
      if (listed.containsKey(scan.scan().fingerprint())) {
        found.add(scan.scan().address());
      }
    }
  }
}
