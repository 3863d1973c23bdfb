package org.relaywitness.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.lookup.Answer.ListedStretch;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Answer.When;

/** What a relay's listing adds to a verdict: where it stands listed, and what it lets out. */
final class ListingReasons {
  private final @Nullable Integer port;
  private final Texts texts;
  private final Moments moments;
  private final AnswerFacts facts;
  private final Paragraphs paragraphs;

  /**
   * Writes into these paragraphs.
   *
   * @param port the asked port; {@code null}: none
   */
  ListingReasons(
      @Nullable Integer port, AnswerWords words, AnswerFacts facts, Paragraphs paragraphs) {
    this.port = port;
    this.texts = words.texts();
    this.moments = words.moments();
    this.facts = facts;
    this.paragraphs = paragraphs;
  }

  /** Says where the relay stands listed; whether that was with the asked address. */
  boolean explainStanding(RelayMatch relay, String name) {
    When when = standing(relay, false);
    boolean withAddress = when != null && when == standing(relay, true);
    String key = withAddress ? "why.listed." : "why.relay.";
    if (when == When.IN_FORCE) {
      paragraphs.say(key + "in_force", Map.of("relay", name));
    } else if (when == When.USABLE) {
      Instant last =
          relay.listed().stream()
              .filter(stretch -> stretch.when() == When.USABLE)
              .filter(stretch -> stretch.matchesAddress() || !withAddress)
              .map(ListedStretch::last)
              .max(Comparator.naturalOrder())
              .orElseThrow();
      paragraphs.say(
          key + "usable",
          Map.of(
              "relay",
              name,
              "last",
              moments.both(last),
              "span",
              moments.span(Duration.between(last, facts.asked()))));
      paragraphs.say("why.usable." + facts.listsInForce());
      paragraphs.say("why.usable.still");
    }
    return withAddress;
  }

  private static @Nullable When standing(RelayMatch relay, boolean withAddress) {
    return relay.listed().stream()
        .filter(stretch -> stretch.matchesAddress() || !withAddress)
        .map(ListedStretch::when)
        .filter(when -> when != When.NEAR)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Says what it lets out, by the policy and the flag that decide; nothing where none does. */
  void explainPolicy(RelayMatch relay) {
    List<ListedStretch> deciding = AnswerFacts.decidingStretches(relay);
    if (deciding.isEmpty()) {
      return;
    }
    ListedStretch stretch =
        deciding.stream()
            .filter(one -> Boolean.TRUE.equals(one.portAllowed()))
            .findFirst()
            .orElse(deciding.get(deciding.size() - 1));
    ExitPolicySummary policy = stretch.policy();
    paragraphs.begin();
    if (policy == null) {
      paragraphs.say("why.unknown.policy");
    } else if (port != null) {
      paragraphs.say(
          policy.allows(port) ? "why.policy.port" : "why.policy.port_rejected",
          Map.of("port", port));
    } else if (!policy.allowsSome()) {
      paragraphs.say("why.policy.none");
    } else {
      boolean below = policy.equals(relay.policy()) && PolicyWords.isLong(policy);
      paragraphs.say(below ? "why.policy.some.long" : "why.policy.some", Map.of("policy", policy));
      if (deciding.stream().allMatch(one -> policy.equals(one.policy()))) {
        paragraphs.say("why.ports", Map.of("ports", PolicyWords.commonPorts(policy, texts)));
      }
    }
    explainFlag(stretch);
  }

  private void explainFlag(ListedStretch stretch) {
    boolean settledByPolicy = Boolean.TRUE.equals(stretch.portAllowed());
    boolean webTraffic = port == null || port == 80 || port == 443;
    if (stretch.exitFlag() && webTraffic && !settledByPolicy) {
      paragraphs.say("why.flag");
    } else if (stretch.policy() == null && port != null && stretch.exitFlag()) {
      paragraphs.say("why.unknown.flag", Map.of("port", port));
    } else if (stretch.policy() == null && !stretch.exitFlag()) {
      paragraphs.say("why.unknown.no_flag");
    }
  }

  /** Says that other relays bear on the answer beside this one, and that some are bad exits. */
  void explainFurther(RelayMatch relay) {
    int more = facts.relaysAtTheTime().size() - 1;
    paragraphs.begin();
    if (more > 0 && facts.relaysAtTheTime().contains(relay)) {
      paragraphs.add(texts.count("why.more", more));
    }
    if (facts.someBadExit() && !facts.allBadExit()) {
      paragraphs.say("why.bad_exit.some");
    }
  }
}
