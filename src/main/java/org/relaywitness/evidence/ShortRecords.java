package org.relaywitness.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.Verification;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Answer.ListedStretch;
import org.relaywitness.lookup.Answer.MatchedBy;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Answer.ScanSeen;
import org.relaywitness.lookup.Answer.When;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;

/** Of the records that an answer rests on, the few that a reader wants to see first. */
final class ShortRecords {
  private static final int IN_FORCE_SHOWN = 6;
  private static final int EXIT_LISTS_SHOWN = 4;

  /** How long clients go on using a consensus that has expired. */
  private static final Duration STILL_USABLE = Duration.ofDays(1);

  private final Answer answer;
  private final AnswerFacts facts;

  ShortRecords(Answer answer) {
    this.answer = answer;
    this.facts = new AnswerFacts(answer);
  }

  /**
   * Consensuses in force at the time asked; where none of these names a relay that matched, the
   * nearest before and after that do; and whatever is not verified, or in conflict. In the order of
   * the answer.
   */
  List<HeldConsensus> consensuses() {
    Set<HeldConsensus> chosen = chosen(IN_FORCE_SHOWN);
    return answer.consensuses().stream()
        .filter(held -> chosen.contains(held) || isDoubtful(held))
        .toList();
  }

  /**
   * All that are in force at the time asked; and where none of these names a match, the nearest.
   */
  List<HeldConsensus> deciding() {
    return List.copyOf(chosen(Integer.MAX_VALUE));
  }

  private Set<HeldConsensus> chosen(int mostInForce) {
    Comparator<HeldConsensus> nearest =
        Comparator.comparing(
            held -> Duration.between(held.validAfter(), facts.asked()).abs(), Duration::compareTo);
    Set<HeldConsensus> chosen = new LinkedHashSet<>();
    answer.consensuses().stream()
        .filter(this::isInForce)
        .sorted(
            Comparator.comparing((HeldConsensus held) -> !namesMatch(held)).thenComparing(nearest))
        .limit(mostInForce)
        .forEach(chosen::add);
    if (chosen.stream().noneMatch(this::namesMatch)) {
      Predicate<HeldConsensus> before = held -> held.validAfter().isBefore(facts.asked());
      for (Predicate<HeldConsensus> side : List.of(before, before.negate())) {
        answer.consensuses().stream()
            .filter(side.and(this::namesMatch))
            .min(nearest)
            .ifPresent(chosen::add);
      }
    }
    return chosen;
  }

  private static boolean isDoubtful(HeldConsensus held) {
    return held.verification() != Verification.VERIFIED || held.conflict();
  }

  private boolean isInForce(HeldConsensus held) {
    return held.answers()
        && held.validAfter().isBefore(answer.question().to())
        && held.validUntil().isAfter(answer.question().from());
  }

  /**
   * How a consensus that answers stands to the time asked: in force, expired but still usable, or
   * only near.
   */
  When standing(HeldConsensus held) {
    if (isInForce(held)) {
      return When.IN_FORCE;
    }
    boolean usable =
        held.validAfter().isBefore(answer.question().to())
            && held.validUntil().plus(STILL_USABLE).isAfter(answer.question().from());
    return usable ? When.USABLE : When.NEAR;
  }

  /** Whether it answers, and names a relay that matched in the way in which it matched. */
  boolean namesMatch(HeldConsensus held) {
    return answer.relays().stream().anyMatch(relay -> names(held, relay));
  }

  /** Whether it answers, and names this relay in the way in which it matched. */
  boolean names(HeldConsensus held, RelayMatch relay) {
    return held.answers() && names(relay, held.validAfter());
  }

  private static boolean names(RelayMatch relay, Instant validAfter) {
    boolean scanned = relay.matched().contains(MatchedBy.EXIT_ADDRESS);
    return relay.listed().stream()
        .filter(stretch -> scanned || stretch.matchesAddress())
        .anyMatch(stretch -> spans(stretch, validAfter));
  }

  private static boolean spans(ListedStretch stretch, Instant validAfter) {
    return !validAfter.isBefore(stretch.first()) && !validAfter.isAfter(stretch.last());
  }

  /**
   * The exit lists that first report the tests nearest the time asked, each with the time of the
   * nearest test that it reports; in the order of the answer.
   */
  Map<HeldExitList, Instant> exitLists() {
    Map<Sha256, Instant> reported = new LinkedHashMap<>();
    answer.relays().stream()
        .flatMap(ShortRecords::scans)
        .sorted(
            Comparator.comparing((ScanSeen scan) -> !scan.atTheTime())
                .thenComparing(scan -> facts.distance(scan.time()))
                .thenComparing(ScanSeen::time))
        .forEach(scan -> reported.putIfAbsent(scan.list(), scan.time()));
    List<Sha256> nearest = reported.keySet().stream().limit(EXIT_LISTS_SHOWN).toList();
    Map<HeldExitList, Instant> lists = new LinkedHashMap<>();
    for (HeldExitList list : answer.exitLists()) {
      Instant time = reported.get(list.sha256());
      if (time != null && nearest.contains(list.sha256())) {
        lists.put(list, time);
      }
    }
    return lists;
  }

  private static Stream<ScanSeen> scans(RelayMatch relay) {
    return relay.scans().stream();
  }
}
