package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.Answer.When;

/**
 * What the records of the window say of one relay and the asked address: the part of the rule that
 * decides about a single relay.
 *
 * @param entries everything that consensuses of the window say of the relay, whatever its address
 * @param scansAtTheTime scans that saw traffic leave from the address and count for the time asked
 * @param scansNear the other ones of the window
 */
record RelayEvidence(
    Window window,
    InetAddress address,
    @Nullable Integer port,
    List<Entry> entries,
    List<HeldScan> scansAtTheTime,
    List<HeldScan> scansNear) {

  /**
   * The evidence; empty when the relay does not match the address in the window.
   *
   * @param listed all entries of the relay, of consensuses for which {@link Window#holds}
   * @param scans of this relay at the address, of any time
   */
  static Optional<RelayEvidence> find(
      Window window,
      InetAddress address,
      @Nullable Integer port,
      List<Entry> listed,
      List<HeldScan> scans) {
    if (listed.isEmpty()) {
      // Scans of a relay that no consensus of the window lists are no match.
      return Optional.empty();
    }
    List<HeldScan> inWindow =
        scans.stream().filter(scan -> window.isNear(scan.scan().time())).toList();
    if (inWindow.isEmpty() && listed.stream().noneMatch(entry -> entry.lists(address))) {
      return Optional.empty();
    }
    boolean usable = listed.stream().anyMatch(entry -> window.usable(entry.consensus()));
    boolean movedThere = listsOnlyAfter(window, address, listed);
    List<HeldScan> atTheTime =
        inWindow.stream()
            .filter(scan -> usable && countsForTheTime(window, scan.scan().time(), movedThere))
            .toList();
    List<HeldScan> near = inWindow.stream().filter(scan -> !atTheTime.contains(scan)).toList();
    return Optional.of(
        new RelayEvidence(window, address, port, List.copyOf(listed), atTheTime, near));
  }

  private static boolean countsForTheTime(Window window, Instant scan, boolean movedThere) {
    return window.reachedByScan(scan) && !(movedThere && !scan.isBefore(window.to()));
  }

  /**
   * Whether the relay has the address as OR address, but only in consensuses after the interval.
   */
  private static boolean listsOnlyAfter(Window window, InetAddress address, List<Entry> listed) {
    boolean after = false;
    for (Entry entry : listed) {
      if (entry.lists(address)) {
        if (entry.validAfter().isBefore(window.to())) {
          return false;
        }
        after = true;
      }
    }
    return after;
  }

  /** What this relay alone says: the strongest of what decides. */
  Verdict verdict() {
    if (!scansAtTheTime.isEmpty()) {
      return Verdict.EXIT_OBSERVED;
    }
    return deciding().stream()
        .map(entry -> VerdictRule.ofEntry(entry, port))
        .min(Verdict::compareTo)
        .orElse(Verdict.NEAR_IN_TIME);
  }

  /** Whether the verdict rests on a consensus in force. */
  boolean inForce() {
    return scansAtTheTime.isEmpty()
        ? !matching(When.IN_FORCE).isEmpty()
        : entries.stream().anyMatch(entry -> window.inForce(entry.consensus()));
  }

  /**
   * The entries with the address that decide: those in force; the older usable ones only where none
   * in force has it.
   */
  private List<Entry> deciding() {
    List<Entry> inForce = matching(When.IN_FORCE);
    return inForce.isEmpty() ? matching(When.USABLE) : inForce;
  }

  private List<Entry> matching(When when) {
    return entries.stream()
        .filter(entry -> entry.lists(address) && window.when(entry.consensus()) == when)
        .toList();
  }
}
