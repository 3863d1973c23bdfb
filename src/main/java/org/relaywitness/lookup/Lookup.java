package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.RelayHistory.HeldConsensus;
import org.relaywitness.lookup.RelayHistory.HeldExitList;
import org.relaywitness.lookup.RelayHistory.HeldScan;
import org.relaywitness.lookup.RelayHistory.Snapshot;

/** Answers a question from one state of the records. */
public final class Lookup {
  private Lookup() {}

  /**
   * From here on "now" makes no difference to an answer: nothing of its window is still to come.
   */
  public static Instant finalFrom(Question question) {
    return Window.of(question).finalFrom();
  }

  /**
   * The answer.
   *
   * @param now decides what is pending and whether the answer is provisional, and nothing else
   */
  public static Answer answer(Question question, Snapshot snapshot, Instant now) {
    Window window = Window.of(question);
    List<HeldConsensus> held = snapshot.consensuses(window.readFrom(), window.nearTo());
    Timeline read = Timeline.of(held);
    Timeline timeline = read.filter(window::holds);
    List<HeldExitList> lists = snapshot.exitLists(window.nearFrom(), window.finalFrom());
    RelayHistory.Extent extent = snapshot.extent();
    Coverage coverage =
        CoverageRule.of(window, CoverageRule.isIpv6(question.address()), read, lists, now, extent);
    List<RelayMatch> relays = relays(question, window, snapshot, timeline, coverage);
    Verdict verdict = VerdictRule.of(relays.stream().map(RelayMatch::verdict).toList(), coverage);
    boolean provisional = now.isBefore(window.finalFrom());
    return new Answer(
        question,
        verdict,
        relays.stream().anyMatch(relay -> relay.verdict() == verdict && relay.inForce()),
        provisional,
        provisional ? window.finalFrom() : null,
        CoverageRule.newest(extent),
        relays,
        used(held, timeline, window),
        lists,
        coverage,
        relays.isEmpty()
            ? NearbyRule.of(snapshot, window, timeline, question.address())
            : List.of(),
        LimitsRule.of(question, verdict, relays, timeline, held, window));
  }

  private static List<RelayMatch> relays(
      Question question, Window window, Snapshot snapshot, Timeline timeline, Coverage coverage) {
    InetAddress address = question.address();
    Map<Fingerprint, List<HeldScan>> scans = new LinkedHashMap<>();
    for (HeldScan scan : snapshot.scansOf(address, window.nearFrom(), window.nearTo())) {
      scans.computeIfAbsent(scan.scan().fingerprint(), relay -> new ArrayList<>()).add(scan);
    }
    Set<Fingerprint> candidates = new TreeSet<>(scans.keySet());
    candidates.addAll(
        timeline
            .entries(snapshot.listingsOf(address, window.readFrom(), window.nearTo()))
            .keySet());
    if (candidates.isEmpty()) {
      return List.of();
    }
    Map<Fingerprint, List<Entry>> entries =
        timeline.entries(snapshot.listingsOf(candidates, window.readFrom(), window.nearTo()));
    MatchRule rule =
        new MatchRule(window, new Stretches(timeline, coverage.consensuses().missing()));
    List<RelayMatch> relays = new ArrayList<>();
    for (Fingerprint relay : candidates) {
      RelayEvidence.find(
              window,
              address,
              question.port(),
              entries.getOrDefault(relay, List.of()),
              scans.getOrDefault(relay, List.of()))
          .map(rule::match)
          .ifPresent(relays::add);
    }
    relays.sort(MatchRule.STRONGEST_FIRST);
    return relays;
  }

  /** What answers for the window, and whatever is in conflict with it. */
  private static List<HeldConsensus> used(
      List<HeldConsensus> held, Timeline timeline, Window window) {
    return held.stream()
        .filter(
            consensus ->
                timeline.contains(consensus) || (consensus.conflict() && window.holds(consensus)))
        .toList();
  }
}
