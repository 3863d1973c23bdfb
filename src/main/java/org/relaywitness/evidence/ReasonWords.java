package org.relaywitness.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Limit;
import org.relaywitness.lookup.Verdict;

/** Why a verdict is what it is: a short paragraph for each reason. */
final class ReasonWords {
  /** How many stretches of missing records a paragraph names before it refers to the list. */
  private static final int MISSING_NAMED = 4;

  private final Answer answer;
  private final AnswerWords words;
  private final Texts texts;
  private final Moments moments;
  private final AnswerFacts facts;
  private final Paragraphs paragraphs;
  private final ListingReasons listing;

  ReasonWords(Answer answer, AnswerWords words, AnswerFacts facts) {
    this.answer = answer;
    this.words = words;
    this.texts = words.texts();
    this.moments = words.moments();
    this.facts = facts;
    this.paragraphs = new Paragraphs(texts);
    this.listing = new ListingReasons(answer.question().port(), words, facts, paragraphs);
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
    return paragraphs.written();
  }

  private void explainScan() {
    List<AnswerFacts.RelayScan> scans = facts.scansAtTheTime();
    if (scans.isEmpty()) {
      return;
    }
    RelayMatch relay = scans.get(0).relay();
    paragraphs.begin();
    paragraphs.say("why.scanner");
    paragraphs.add(
        texts.count(
            "why.scans",
            scans.size(),
            Map.of(
                "n", scans.size(),
                "relay", RelayWords.name(texts, relay),
                "time", moments.both(scans.get(0).scan().time()))));
    paragraphs.begin();
    boolean withAddress = listing.explainStanding(relay, RelayWords.nameAgain(texts, relay));
    if (!withAddress && !relay.orAddresses().isEmpty()) {
      paragraphs.say("why.scan.other_address", Map.of("addresses", addresses(relay)));
    }
    listing.explainPolicy(relay);
    listing.explainFurther(relay);
  }

  private String addresses(RelayMatch relay) {
    return texts.list(relay.orAddresses().stream().map(Addresses::format).toList());
  }

  private void explainListing() {
    // The strongest comes first: the one that the verdict rests on.
    RelayMatch relay = answer.relays().get(0);
    paragraphs.begin();
    listing.explainStanding(relay, RelayWords.name(texts, relay));
    listing.explainPolicy(relay);
    listing.explainFurther(relay);
    boolean scansExist = !answer.limits().contains(Limit.NO_EXIT_LISTS_THEN);
    if (answer.verdict() != Verdict.RELAY_NO_EXIT && scansExist) {
      paragraphs.begin();
      paragraphs.say("why.no_scan");
    }
    if (answer.verdict() == Verdict.RELAY_NO_EXIT && !answer.coverage().complete()) {
      paragraphs.begin();
      sayMissing();
      paragraphs.say("why.missing.effect");
    }
  }

  private void explainNear() {
    paragraphs.begin();
    paragraphs.say("why.near.none");
    sayNear("why.near.listed.before", facts.nearListedBefore());
    sayNear("why.near.listed.after", facts.nearListedAfter());
    sayNear("why.near.scan.before", facts.nearScanBefore());
    sayNear("why.near.scan.after", facts.nearScanAfter());
    if (!answer.coverage().complete()) {
      paragraphs.begin();
      sayMissing();
      paragraphs.say("why.missing.effect.near");
    }
    paragraphs.begin();
    paragraphs.say("why.near.check");
  }

  private void sayNear(String key, @Nullable Instant time) {
    if (time != null) {
      paragraphs.say(key, Map.of("time", moments.both(time), "distance", words.distance(time)));
    }
  }

  private void explainAbsence() {
    paragraphs.begin();
    paragraphs.add(texts.count("why.not_listed", answer.coverage().consensuses().expected()));
    if (!answer.limits().contains(Limit.NO_EXIT_LISTS_THEN)) {
      paragraphs.say("why.not_listed.scans");
    }
  }

  private void explainInconclusive() {
    paragraphs.begin();
    if (answer.coverage().consensuses().known() == 0 && answer.consensuses().isEmpty()) {
      paragraphs.say("why.nothing_held");
    } else {
      paragraphs.say("why.near.none");
    }
    paragraphs.begin();
    sayMissing();
    paragraphs.say("why.inconclusive");
  }

  private void sayMissing() {
    List<String> kinds = new ArrayList<>();
    boolean more =
        addMissing(kinds, "why.missing.relay", answer.coverage().consensuses().missing());
    more |= addMissing(kinds, "why.missing.scan", answer.coverage().exitLists().missing());
    if (!kinds.isEmpty()) {
      paragraphs.say(
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
}
