package org.relaywitness.lookup;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Verification;
import org.relaywitness.lookup.Answer.ListedStretch;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Answer.When;

/** Which limits an answer has to name. */
final class LimitsRule {
  /** Identities retired at this instant were weak (Debian OpenSSL). */
  static final Instant WEAK_KEYS_UNTIL = Instant.parse("2008-05-13T00:00:00Z");

  private final Question question;
  private final Verdict verdict;
  private final List<RelayMatch> relays;
  private final List<HeldConsensus> restsOn;
  private final boolean conflict;

  private LimitsRule(
      Question question,
      Verdict verdict,
      List<RelayMatch> relays,
      List<HeldConsensus> restsOn,
      boolean conflict) {
    this.question = question;
    this.verdict = verdict;
    this.relays = relays;
    this.restsOn = restsOn;
    this.conflict = conflict;
  }

  static List<Limit> of(
      Question question,
      Verdict verdict,
      List<RelayMatch> relays,
      Timeline timeline,
      boolean conflict) {
    Set<Limit> limits =
        new LimitsRule(question, verdict, relays, restsOn(verdict, relays, timeline), conflict)
            .limits();
    return List.copyOf(limits);
  }

  /**
   * A positive rests on the consensuses at the time that list its relays; everything else also on
   * what the other consensuses of the window do not say.
   */
  private static List<HeldConsensus> restsOn(
      Verdict verdict, List<RelayMatch> relays, Timeline timeline) {
    if (verdict.compareTo(Verdict.RELAY_NO_EXIT) >= 0) {
      return List.copyOf(timeline.consensuses());
    }
    List<ListedStretch> stretches =
        relays.stream()
            .filter(relay -> relay.verdict() == verdict)
            .flatMap(relay -> relay.listed().stream())
            .filter(stretch -> stretch.when() != When.NEAR)
            .filter(stretch -> verdict == Verdict.EXIT_OBSERVED || stretch.matchesAddress())
            .toList();
    return timeline.consensuses().stream()
        .filter(
            consensus ->
                stretches.stream()
                    .anyMatch(
                        stretch ->
                            !consensus.validAfter().isBefore(stretch.first())
                                && !consensus.validAfter().isAfter(stretch.last())))
        .toList();
  }

  private Set<Limit> limits() {
    EnumSet<Limit> limits = EnumSet.noneOf(Limit.class);
    for (Limit limit : Limit.values()) {
      if (applies(limit)) {
        limits.add(limit);
      }
    }
    return limits;
  }

  private boolean applies(Limit limit) {
    boolean ipv6 = CoverageRule.isIpv6(question.address());
    boolean listsThen = question.to().isAfter(CoverageRule.FIRST_EXIT_LIST);
    return switch (limit) {
      case EXIT_LIST_UNSIGNED -> showsScans() || (listsThen && verdict == Verdict.NOT_LISTED);
      case NOT_ALL_EXITS_SCANNED -> listsThen && verdict != Verdict.EXIT_OBSERVED;
      case POLICY_IS_SUMMARY -> showsPolicyAtTheTime();
      case IPV6_NOT_SCANNED -> ipv6 && verdict != Verdict.EXIT_OBSERVED;
      case BRIDGES_NOT_LISTED -> verdict.compareTo(Verdict.NEAR_IN_TIME) >= 0;
      case RELAY_TO_RELAY_TRAFFIC -> verdict == Verdict.RELAY_NO_EXIT;
      case NOT_PUBLIC_ADDRESS -> SpecialAddresses.contains(question.address());
      case UNVERIFIED_CONSENSUS ->
          restsOnAny(consensus -> consensus.verification() != Verification.VERIFIED);
      case CONFLICTING_CONSENSUS -> conflict;
      case WEAK_KEY_ERA ->
          restsOnAny(
              consensus ->
                  consensus.weakKeys() || consensus.validAfter().isBefore(WEAK_KEYS_UNTIL));
      case MICRODESC_ONLY -> restsOnAny(consensus -> consensus.flavor() == Flavor.MICRODESC);
      case NO_EXIT_LISTS_THEN -> !listsThen;
    };
  }

  private boolean showsScans() {
    return relays.stream().anyMatch(relay -> !relay.scans().isEmpty());
  }

  private boolean showsPolicyAtTheTime() {
    return relays.stream()
        .flatMap(relay -> relay.listed().stream())
        .anyMatch(stretch -> stretch.when() != When.NEAR && stretch.policy() != null);
  }

  private boolean restsOnAny(Predicate<HeldConsensus> condition) {
    return restsOn.stream().anyMatch(condition);
  }
}
