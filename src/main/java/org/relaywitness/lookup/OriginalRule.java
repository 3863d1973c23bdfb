package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.lookup.OriginalAnswer.Match;
import org.relaywitness.lookup.RelayHistory.Snapshot;

/**
 * The rule of the original ExoneraTor, for {@code /query.json} alone: a consensus with valid-after
 * on the date, the day before or the day after lists the relay with the address, or lists a relay
 * of which a scan with scan &lt;= valid-after &lt; scan + 24 h saw traffic leave from it. It knows
 * neither coverage nor policy, so it never stands in for {@link Lookup}.
 */
public final class OriginalRule {
  private static final Duration SCAN_HOLDS = Duration.ofDays(1);
  private static final Comparator<InetAddress> BY_TEXT = Comparator.comparing(Addresses::format);

  private OriginalRule() {}

  /** What the original would have answered from these records. */
  public static OriginalAnswer answer(OriginalQuestion question, Snapshot snapshot) {
    Instant from = question.consensusesFrom();
    Instant to = question.consensusesTo();
    Timeline timeline = Timeline.of(snapshot.consensuses(from, to));
    List<Match> matches =
        matches(question, snapshot, timeline, relaysOf(question, snapshot, timeline)).stream()
            .filter(match -> match.addresses().contains(question.address()))
            .toList();
    Extent extent = snapshot.extent();
    boolean empty = extent.firstConsensus() == null;
    return new OriginalAnswer(
        question.address(),
        question.date(),
        date(extent.firstConsensus()),
        date(extent.lastConsensus()),
        empty ? null : !timeline.consensuses().isEmpty(),
        matches,
        matches.isEmpty() ? nearby(question, snapshot, timeline) : List.of());
  }

  private static @Nullable LocalDate date(@Nullable Instant instant) {
    return instant == null ? null : LocalDate.ofInstant(instant, ZoneOffset.UTC);
  }

  private static Set<Fingerprint> relaysOf(
      OriginalQuestion question, Snapshot snapshot, Timeline timeline) {
    Instant from = question.consensusesFrom();
    Instant to = question.consensusesTo();
    Set<Fingerprint> relays =
        new TreeSet<>(timeline.entries(snapshot.listingsOf(question.address(), from, to)).keySet());
    snapshot
        .scansOf(question.address(), from.minus(SCAN_HOLDS), to)
        .forEach(scan -> relays.add(scan.scan().fingerprint()));
    return relays;
  }

  /** One match for each consensus and relay, whatever its addresses. */
  private static List<Match> matches(
      OriginalQuestion question, Snapshot snapshot, Timeline timeline, Set<Fingerprint> relays) {
    if (relays.isEmpty()) {
      return List.of();
    }
    Instant from = question.consensusesFrom();
    Instant to = question.consensusesTo();
    Map<Fingerprint, List<HeldScan>> scans = new HashMap<>();
    for (HeldScan scan : snapshot.scansOf(relays, from.minus(SCAN_HOLDS), to)) {
      scans.computeIfAbsent(scan.scan().fingerprint(), relay -> new ArrayList<>()).add(scan);
    }
    List<Match> matches = new ArrayList<>();
    timeline
        .entries(snapshot.listingsOf(relays, from, to))
        .forEach(
            (relay, entries) -> {
              Map<Instant, List<Entry>> byConsensus = new HashMap<>();
              entries.forEach(
                  entry ->
                      byConsensus
                          .computeIfAbsent(entry.validAfter(), time -> new ArrayList<>())
                          .add(entry));
              byConsensus
                  .values()
                  .forEach(same -> matches.add(match(same, scans.getOrDefault(relay, List.of()))));
            });
    matches.sort(Comparator.comparing(Match::timestamp).thenComparing(Match::fingerprint));
    return matches;
  }

  private static Match match(List<Entry> sameConsensus, List<HeldScan> scans) {
    Entry entry = sameConsensus.get(0);
    TreeSet<InetAddress> addresses = new TreeSet<>(BY_TEXT);
    sameConsensus.forEach(each -> addresses.addAll(each.addresses()));
    for (HeldScan scan : scans) {
      Instant time = scan.scan().time();
      if (!time.isAfter(entry.validAfter()) && entry.validAfter().isBefore(time.plus(SCAN_HOLDS))) {
        addresses.add(scan.scan().address());
      }
    }
    return new Match(
        entry.validAfter(),
        List.copyOf(addresses),
        entry.way().fingerprint(),
        entry.way().nickname(),
        entry.portAllowed(null));
  }

  private static List<InetAddress> nearby(
      OriginalQuestion question, Snapshot snapshot, Timeline timeline) {
    Instant from = question.consensusesFrom();
    Instant to = question.consensusesTo();
    IpNetwork network =
        IpNetwork.around(question.address(), CoverageRule.isIpv6(question.address()) ? 48 : 24);
    Set<Fingerprint> relays =
        new TreeSet<>(timeline.entries(snapshot.listingsIn(network, from, to)).keySet());
    snapshot
        .scansIn(network, from.minus(SCAN_HOLDS), to)
        .forEach(scan -> relays.add(scan.scan().fingerprint()));
    TreeSet<InetAddress> nearby = new TreeSet<>(BY_TEXT);
    for (Match match : matches(question, snapshot, timeline, relays)) {
      match.addresses().stream().filter(network::contains).forEach(nearby::add);
    }
    return List.copyOf(nearby);
  }
}
