package org.relaywitness.lookup;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.relaywitness.lookup.Answer.ListedStretch;
import org.relaywitness.lookup.Answer.MatchedBy;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Answer.ScanSeen;
import org.relaywitness.lookup.Answer.When;

/** Lays out the evidence of each matching relay as the answer shows it. */
final class MatchRule {
  /** The strongest first; so those at the time come before those near in time. */
  static final Comparator<RelayMatch> STRONGEST_FIRST =
      Comparator.comparing(RelayMatch::verdict)
          .thenComparing(match -> !match.inForce())
          .thenComparing(RelayMatch::fingerprint);

  private final Window window;
  private final Stretches stretches;

  MatchRule(Window window, Stretches stretches) {
    this.window = window;
    this.stretches = stretches;
  }

  RelayMatch match(RelayEvidence evidence) {
    Entry nearest = nearest(evidence);
    return new RelayMatch(
        nearest.way().fingerprint(),
        nearest.way().nickname(),
        matchedBy(evidence),
        nearest.addresses(),
        nearest.way().exit(),
        nearest.way().badExit(),
        nearest.way().policy(),
        nearest.portAllowed(evidence.port()),
        listed(evidence),
        scans(evidence),
        evidence.verdict(),
        evidence.inForce());
  }

  /** The entry nearest the time asked: one in force before any other, then by distance. */
  private Entry nearest(RelayEvidence evidence) {
    return evidence.entries().stream()
        .min(
            Comparator.<Entry, When>comparing(entry -> window.when(entry.consensus()))
                .thenComparing(entry -> window.distance(entry.validAfter()))
                .thenComparing(entry -> !entry.lists(evidence.address()))
                .thenComparing(Entry.BY_TIME))
        .orElseThrow();
  }

  private static Set<MatchedBy> matchedBy(RelayEvidence evidence) {
    EnumSet<MatchedBy> matched = EnumSet.noneOf(MatchedBy.class);
    if (evidence.entries().stream().anyMatch(entry -> entry.lists(evidence.address()))) {
      matched.add(MatchedBy.OR_ADDRESS);
    }
    if (!evidence.scansAtTheTime().isEmpty() || !evidence.scansNear().isEmpty()) {
      matched.add(MatchedBy.EXIT_ADDRESS);
    }
    return matched;
  }

  private List<ListedStretch> listed(RelayEvidence evidence) {
    List<ListedStretch> listed = new ArrayList<>();
    for (Stretches.Stretch stretch : stretches.of(evidence.entries(), window::when)) {
      InetAddress address = evidence.address();
      Answer.When when = stretch.when();
      Entry.Way way = stretch.way();
      listed.add(
          new ListedStretch(
              stretch.first(),
              stretch.last(),
              stretch.consensuses(),
              when == null ? Answer.When.NEAR : when,
              way.nickname(),
              stretch.orAddresses(),
              way.exit(),
              way.badExit(),
              way.policy(),
              Entry.portAllowed(way, evidence.port()),
              stretch.orAddresses().contains(address)));
    }
    return listed;
  }

  private static List<ScanSeen> scans(RelayEvidence evidence) {
    return Stream.concat(
            evidence.scansAtTheTime().stream().map(scan -> seen(scan, true)),
            evidence.scansNear().stream().map(scan -> seen(scan, false)))
        .sorted(Comparator.comparing(ScanSeen::time))
        .toList();
  }

  private static ScanSeen seen(HeldScan scan, boolean atTheTime) {
    return new ScanSeen(scan.scan().address(), scan.scan().time(), atTheTime, scan.list());
  }
}
