package org.relaywitness.lookup;

import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The address blocks that are not routed on the public Internet: the special-purpose registries of
 * RFC 6890 and its updates, and multicast. Blocks that those registries mark as globally reachable
 * (such as 64:ff9b::/96, and 192.88.99.0/24 in its time) are not among them.
 */
final class SpecialAddresses {
  private static final List<IpNetwork> BLOCKS =
      Stream.of(
              "0.0.0.0/8",
              "10.0.0.0/8",
              "100.64.0.0/10",
              "127.0.0.0/8",
              "169.254.0.0/16",
              "172.16.0.0/12",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "192.168.0.0/16",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "224.0.0.0/4",
              "240.0.0.0/4",
              "::/128",
              "::1/128",
              "64:ff9b:1::/48",
              "100::/64",
              "2001:2::/48",
              "2001:10::/28",
              "2001:db8::/32",
              "3fff::/20",
              "5f00::/16",
              "fc00::/7",
              "fe80::/10",
              "fec0::/10",
              "ff00::/8")
          .map(IpNetwork::findCidr)
          .map(Objects::requireNonNull)
          .toList();

  private SpecialAddresses() {}

  static boolean contains(InetAddress address) {
    return BLOCKS.stream().anyMatch(block -> block.contains(address));
  }
}
