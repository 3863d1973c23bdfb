package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.lookup.RelayHistory.Snapshot;

/**
 * The exits of one instant in bulk: exactly the addresses whose lookup at that instant, with the
 * same port, is {@code exit_observed} or {@code exit_possible}. Decides by the same {@link
 * RelayEvidence} as a lookup; only the reading is in bulk.
 */
public final class ExitsAt {
  private ExitsAt() {}

  /** An address, and what its lookup says. */
  public record ExitAddress(InetAddress address, Verdict verdict) {}

  /**
   * The exits of an instant.
   *
   * @param port the port asked for; {@code null}: any
   * @param addresses IPv4 first, then by number
   * @param coverage which records of the window are held, for IPv4 addresses
   * @param ipv6Coverage the same for IPv6 addresses, which fewer documents cover
   * @param finalFrom when a provisional answer stops being so; {@code null} otherwise
   * @param asOf the newest record held; {@code null} when none is held
   */
  public record Exits(
      Instant at,
      @Nullable Integer port,
      List<ExitAddress> addresses,
      Coverage coverage,
      Coverage ipv6Coverage,
      boolean provisional,
      @Nullable Instant finalFrom,
      @Nullable Instant asOf) {
    public Exits {
      addresses = List.copyOf(addresses);
    }
  }

  /** The exits at this instant. */
  public static Exits find(Instant at, @Nullable Integer port, Snapshot snapshot, Instant now) {
    Window window = windowOf(at);
    Timeline read = Timeline.of(snapshot.consensuses(window.readFrom(), window.nearTo()));
    Timeline timeline = read.filter(window::holds);
    List<HeldExitList> lists = snapshot.exitLists(window.nearFrom(), window.finalFrom());
    Extent extent = snapshot.extent();
    boolean provisional = now.isBefore(window.finalFrom());
    return new Exits(
        at,
        port,
        addresses(window, port, snapshot, timeline),
        CoverageRule.of(window, false, read, lists, now, extent, snapshot.span()),
        CoverageRule.of(window, true, read, lists, now, extent, snapshot.span()),
        provisional,
        provisional ? window.finalFrom() : null,
        CoverageRule.newest(extent));
  }

  private static Window windowOf(Instant at) {
    return Window.of(Question.ofInstant(ANY_ADDRESS, at, ZoneOffset.UTC, Duration.ZERO, null));
  }

  /** The window does not depend on the address. */
  private static final InetAddress ANY_ADDRESS = InetAddress.getLoopbackAddress();

  private static List<ExitAddress> addresses(
      Window window, @Nullable Integer port, Snapshot snapshot, Timeline timeline) {
    // Of scans it only matters whether there is one before the end of the interval, or one behind.
    Map<Fingerprint, Map<InetAddress, List<HeldScan>>> scans = new HashMap<>();
    for (HeldScan scan :
        snapshot.firstScans(List.of(window.exitListsFrom(), window.to(), window.exitListsTo()))) {
      scans
          .computeIfAbsent(scan.scan().fingerprint(), relay -> new HashMap<>())
          .computeIfAbsent(scan.scan().address(), address -> new ArrayList<>())
          .add(scan);
    }
    Map<InetAddress, Verdict> strongest = new HashMap<>();
    timeline
        .entries(snapshot.listingsOfExits(scans.keySet(), window.readFrom(), window.nearTo()))
        .forEach(
            (relay, entries) -> {
              Map<InetAddress, List<HeldScan>> seen = scans.getOrDefault(relay, Map.of());
              Set<InetAddress> addresses = new HashSet<>(seen.keySet());
              entries.forEach(entry -> addresses.addAll(entry.addresses()));
              for (InetAddress address : addresses) {
                RelayEvidence.find(
                        window, address, port, entries, seen.getOrDefault(address, List.of()))
                    .ifPresent(
                        evidence ->
                            strongest.merge(address, evidence.verdict(), ExitsAt::stronger));
              }
            });
    return strongest.entrySet().stream()
        .filter(found -> found.getValue().compareTo(Verdict.EXIT_POSSIBLE) <= 0)
        .map(found -> new ExitAddress(found.getKey(), found.getValue()))
        .sorted(Comparator.comparing(ExitAddress::address, AddressOrder.INSTANCE))
        .toList();
  }

  private static Verdict stronger(Verdict one, Verdict other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
