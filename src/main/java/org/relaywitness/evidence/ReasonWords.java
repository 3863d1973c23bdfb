package org.relaywitness.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Answer.ListedStretch;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Answer.When;
import org.relaywitness.lookup.Limit;
import org.relaywitness.lookup.Verdict;

/** Why a verdict is what it is: a short paragraph for each reason. */
final class ReasonWords {
  /** How many stretches of missing records a paragraph names before it refers to the list. */
  private static final int MISSING_NAMED = 4;

  private final List<List<String>> paragraphs = new ArrayList<>();

  private final Answer answer;
  private final AnswerWords words;
  private final Texts texts;
  private final Moments moments;
  private final AnswerFacts facts;

  ReasonWords(Answer answer, AnswerWords words, AnswerFacts facts) {
    this.answer = answer;
    this.words = words;
    this.texts = words.texts();
    this.moments = words.moments();
    this.facts = facts;
  }

  /** The paragraphs, the reason that weighs most first. */
  List<String> paragraphs() {
    switch (answer.verdict()) {
      case EXIT_OBSERVED -> explainScan();
      case EXIT_POSSIBLE, RELAY_EXIT_UNKNOWN, RELAY_NO_EXIT -> explainListing();
      case NEAR_IN_TIME -> explainNear();
      case NOT_LISTED -> explainAbsence();
      case INCONCLUSIVE -> explainInconclusive();
    }
    return paragraphs.stream()
        .filter(sentences -> !sentences.isEmpty())
        .map(sentences -> String.join(texts.text("join.sentence"), sentences))
        .toList();
  }

  private void explainScan() {
    List<AnswerFacts.RelayScan> scans = facts.scansAtTheTime();
    if (scans.isEmpty()) {
      return;
    }
    RelayMatch relay = scans.get(0).relay();
    begin();
    say("why.scanner");
    add(
        texts.count(
            "why.scans",
            scans.size(),
            Map.of(
                "n", scans.size(),
                "relay", RelayWords.name(texts, relay),
                "time", moments.both(scans.get(0).scan().time()))));
    begin();
    boolean withAddress = explainStanding(relay, RelayWords.nameAgain(texts, relay));
    if (!withAddress && !relay.orAddresses().isEmpty()) {
      say("why.scan.other_address", Map.of("addresses", addresses(relay)));
    }
    explainPolicy(relay);
    explainFurther(relay);
  }

  private String addresses(RelayMatch relay) {
    return texts.list(relay.orAddresses().stream().map(Addresses::format).toList());
  }

  private void explainListing() {
    // The strongest comes first: the one that the verdict rests on.
    RelayMatch relay = answer.relays().get(0);
    begin();
    explainStanding(relay, RelayWords.name(texts, relay));
    explainPolicy(relay);
    explainFurther(relay);
    boolean scansExist = !answer.limits().contains(Limit.NO_EXIT_LISTS_THEN);
    if (answer.verdict() != Verdict.RELAY_NO_EXIT && scansExist) {
      begin();
      say("why.no_scan");
    }
    if (answer.verdict() == Verdict.RELAY_NO_EXIT && !answer.coverage().complete()) {
      begin();
      sayMissing();
      say("why.missing.effect");
    }
  }

  private static @Nullable When standing(RelayMatch relay, boolean withAddress) {
    return relay.listed().stream()
        .filter(stretch -> stretch.matchesAddress() || !withAddress)
        .map(ListedStretch::when)
        .filter(when -> when != When.NEAR)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  /** Says where the relay stands listed; whether that was with the asked address. */
  private boolean explainStanding(RelayMatch relay, String name) {
    When when = standing(relay, false);
    boolean withAddress = when != null && when == standing(relay, true);
    String key = withAddress ? "why.listed." : "why.relay.";
    if (when == When.IN_FORCE) {
      say(key + "in_force", Map.of("relay", name));
    } else if (when == When.USABLE) {
      Instant last =
          relay.listed().stream()
              .filter(stretch -> stretch.when() == When.USABLE)
              .filter(stretch -> stretch.matchesAddress() || !withAddress)
              .map(ListedStretch::last)
              .max(Comparator.naturalOrder())
              .orElseThrow();
      say(
          key + "usable",
          Map.of(
              "relay",
              name,
              "last",
              moments.both(last),
              "span",
              moments.span(Duration.between(last, facts.asked()))));
      say("why.usable." + facts.listsInForce());
      say("why.usable.still");
    }
    return withAddress;
  }

  private void explainPolicy(RelayMatch relay) {
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
    Integer port = answer.question().port();
    begin();
    if (policy == null) {
      say("why.unknown.policy");
    } else if (port != null) {
      say(
          policy.allows(port) ? "why.policy.port" : "why.policy.port_rejected",
          Map.of("port", port));
    } else if (!policy.allowsSome()) {
      say("why.policy.none");
    } else {
      boolean below = policy.equals(relay.policy()) && PolicyWords.isLong(policy);
      say(below ? "why.policy.some.long" : "why.policy.some", Map.of("policy", policy));
      if (deciding.stream().allMatch(one -> policy.equals(one.policy()))) {
        say("why.ports", Map.of("ports", PolicyWords.commonPorts(policy, texts)));
      }
    }
    explainFlag(stretch, port);
  }

  private void explainFlag(ListedStretch stretch, @Nullable Integer port) {
    boolean settledByPolicy = Boolean.TRUE.equals(stretch.portAllowed());
    boolean webTraffic = port == null || port == 80 || port == 443;
    if (stretch.exitFlag() && webTraffic && !settledByPolicy) {
      say("why.flag");
    } else if (stretch.policy() == null && port != null && stretch.exitFlag()) {
      say("why.unknown.flag", Map.of("port", port));
    } else if (stretch.policy() == null && !stretch.exitFlag()) {
      say("why.unknown.no_flag");
    }
  }

  private void explainFurther(RelayMatch relay) {
    int more = facts.relaysAtTheTime().size() - 1;
    begin();
    if (more > 0 && facts.relaysAtTheTime().contains(relay)) {
      add(texts.count("why.more", more));
    }
    if (facts.someBadExit() && !facts.allBadExit()) {
      say("why.bad_exit.some");
    }
  }

  private void explainNear() {
    begin();
    say("why.near.none");
    sayNear("why.near.listed.before", facts.nearListedBefore());
    sayNear("why.near.listed.after", facts.nearListedAfter());
    sayNear("why.near.scan.before", facts.nearScanBefore());
    sayNear("why.near.scan.after", facts.nearScanAfter());
    if (!answer.coverage().complete()) {
      begin();
      sayMissing();
      say("why.missing.effect.near");
    }
    begin();
    say("why.near.check");
  }

  private void sayNear(String key, @Nullable Instant time) {
    if (time != null) {
      say(key, Map.of("time", moments.both(time), "distance", words.distance(time)));
    }
  }

  private void explainAbsence() {
    begin();
    add(texts.count("why.not_listed", answer.coverage().consensuses().expected()));
    if (!answer.limits().contains(Limit.NO_EXIT_LISTS_THEN)) {
      say("why.not_listed.scans");
    }
  }

  private void explainInconclusive() {
    begin();
    if (answer.coverage().consensuses().known() == 0 && answer.consensuses().isEmpty()) {
      say("why.nothing_held");
    } else {
      say("why.near.none");
    }
    begin();
    sayMissing();
    say("why.inconclusive");
  }

  private void sayMissing() {
    List<String> kinds = new ArrayList<>();
    boolean more =
        addMissing(kinds, "why.missing.relay", answer.coverage().consensuses().missing());
    more |= addMissing(kinds, "why.missing.scan", answer.coverage().exitLists().missing());
    if (!kinds.isEmpty()) {
      say(
          more ? "why.missing.more" : "why.missing",
          Map.of("list", String.join(texts.text("join.clause"), kinds)));
    }
  }

  private boolean addMissing(List<String> kinds, String key, List<Instant> missing) {
    List<String> spans = new RecordWords(answer, words).hours(missing);
    if (!spans.isEmpty()) {
      List<String> named = spans.subList(0, Math.min(MISSING_NAMED, spans.size()));
      kinds.add(texts.text(key, Map.of("spans", texts.list(named))));
    }
    return spans.size() > MISSING_NAMED;
  }

  private void say(String key) {
    say(key, Map.of());
  }

  private void say(String key, Map<String, ?> values) {
    add(texts.text(key, values));
  }

  /** Ends the paragraph; the next sentence begins another. */
  private void begin() {
    if (paragraphs.isEmpty() || !paragraphs.get(paragraphs.size() - 1).isEmpty()) {
      paragraphs.add(new ArrayList<>());
    }
  }

  private void add(String sentence) {
    paragraphs.get(paragraphs.size() - 1).add(sentence);
  }
}
