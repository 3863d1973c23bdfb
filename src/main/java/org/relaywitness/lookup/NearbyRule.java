package org.relaywitness.lookup;

import java.net.InetAddress;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.relaywitness.directory.Fingerprint;
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
    NetworkRecords held =
        snapshot.recordsIn(network, window.nearFrom(), window.readFrom(), window.nearTo());
    Set<InetAddress> found = timeline.addresses(held.listings());
    addExitAddresses(snapshot, window, timeline, held.scanned(), found);
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
      Set<Scanned> all,
      Set<InetAddress> found) {
    Set<Scanned> scanned =
        all.stream()
            // What is named already needs no other relay that was seen there.
            .filter(scan -> !found.contains(scan.address()))
            .collect(Collectors.toSet());
    if (scanned.isEmpty()) {
      return;
    }
    Set<Fingerprint> relays =
        scanned.stream().map(Scanned::fingerprint).collect(Collectors.toSet());
    Set<Fingerprint> listed =
        timeline.relays(snapshot.listingsOf(relays, window.readFrom(), window.nearTo()));
    for (Scanned scan : scanned) {
      if (listed.contains(scan.fingerprint())) {
        found.add(scan.address());
      }
    }
  }
}
