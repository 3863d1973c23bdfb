package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.Fingerprint;

/**
 * One relay in one answering consensus, with all the OR addresses it has there. A document that
 * lists a fingerprint twice in different ways gives two entries.
 *
 * @param addresses in the order of {@link AddressOrder}
 */
record Entry(HeldConsensus consensus, Way way, List<InetAddress> addresses) {

  /** What an entry says of its relay beside the addresses. */
  record Way(
      Fingerprint fingerprint,
      String nickname,
      boolean exit,
      boolean badExit,
      @Nullable ExitPolicySummary policy) {}

  /** By time; then those of one consensus in an order that depends on nothing but what they say. */
  static final Comparator<Entry> BY_TIME =
      Comparator.comparing(Entry::validAfter)
          .thenComparing(entry -> entry.way().nickname())
          .thenComparing(entry -> entry.way().exit())
          .thenComparing(entry -> entry.way().badExit())
          .thenComparing(entry -> String.valueOf(entry.way().policy()))
          .thenComparing(entry -> entry.addresses().toString());

  Entry {
    addresses = List.copyOf(addresses);
  }

  Instant validAfter() {
    return consensus.validAfter();
  }

  boolean lists(InetAddress address) {
    return addresses.contains(address);
  }

  /** Whether the policy allows the port, or any when none is asked; {@code null}: no policy. */
  @Nullable Boolean portAllowed(@Nullable Integer port) {
    return portAllowed(way.policy(), port);
  }

  static @Nullable Boolean portAllowed(Way way, @Nullable Integer port) {
    return portAllowed(way.policy(), port);
  }

  static @Nullable Boolean portAllowed(@Nullable ExitPolicySummary policy, @Nullable Integer port) {
    if (policy == null) {
      return null;
    }
    return port == null ? policy.allowsSome() : policy.allows(port);
  }
}
