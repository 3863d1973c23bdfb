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
    // First what is of this address alone: a storage can read it as it begins.
    AddressRecords held = recordsOf(question, snapshot);
    WindowRecords records =
        WindowRecords.of(
            Window.of(question), CoverageRule.isIpv6(question.address()), snapshot, now);
    return answer(question, held, records, snapshot, now, /* neighbours= */ true);
  }

  /** The answer without neighbours, over what the records say of the question's window. */
  static Answer answer(Question question, WindowRecords records, Snapshot snapshot, Instant now) {
    AddressRecords held = recordsOf(question, snapshot);
    return answer(question, held, records, snapshot, now, /* neighbours= */ false);
  }

  private static AddressRecords recordsOf(Question question, Snapshot snapshot) {
    Window window = Window.of(question);
    return snapshot.recordsOf(
        question.address(), window.nearFrom(), window.readFrom(), window.nearTo());
  }

  /**
   * The answer.
   *
   * @param neighbours whether relays near the address are sought when it has no match itself
   */
  private static Answer answer(
      Question question,
      AddressRecords held,
      WindowRecords records,
      Snapshot snapshot,
      Instant now,
      boolean neighbours) {
    Window window = Window.of(question);
    Extent extent = snapshot.extent();
    Coverage coverage = records.coverage(extent);
    List<RelayMatch> relays = relays(question, window, held, records);
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
        records.used(),
        records.lists(),
        coverage,
        neighbours && relays.isEmpty()
            ? NearbyRule.of(snapshot, window, records.timeline(), question.address())
            : List.of(),
        LimitsRule.of(question, verdict, relays, records.timeline(), records.conflict()));
  }

  private static List<RelayMatch> relays(
      Question question, Window window, AddressRecords held, WindowRecords records) {
    InetAddress address = question.address();
    Timeline timeline = records.timeline();
    Map<Fingerprint, List<HeldScan>> scans = new LinkedHashMap<>();
    for (HeldScan scan : held.scans()) {
      scans.computeIfAbsent(scan.scan().fingerprint(), relay -> new ArrayList<>()).add(scan);
    }
    Set<Fingerprint> candidates = new TreeSet<>(scans.keySet());
    candidates.addAll(
        timeline.relays(
            held.listings().stream()
                .filter(listing -> listing.appearance().address().equals(address))
                .toList()));
    if (candidates.isEmpty()) {
      return List.of();
    }
    Map<Fingerprint, List<Entry>> entries = timeline.entries(held.listings());
    MatchRule rule = new MatchRule(window, records.stretches());
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
}
