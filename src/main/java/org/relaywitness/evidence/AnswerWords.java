package org.relaywitness.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Limit;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.Verdict;

/**
 * An answer in words, for a reader who has never heard of Tor. Says what the verdict says, neither
 * more nor less, in the sentences of {@link Texts}.
 */
public final class AnswerWords {
  private final Answer answer;
  private final Question question;
  private final Texts texts;
  private final Moments moments;
  private final AnswerFacts facts;

  /** The words for an answer, in this language where it is spoken, else in English. */
  public AnswerWords(Answer answer, Locale locale) {
    this.answer = answer;
    this.question = answer.question();
    this.texts = Texts.of(locale);
    this.moments = texts.moments(question.zone());
    this.facts = new AnswerFacts(answer);
  }

  /** The sentences used. */
  public Texts texts() {
    return texts;
  }

  /** Times as these words write them. */
  public Moments moments() {
    return moments;
  }

  /** The verdict in a few words, for a heading. */
  public String label() {
    String key = "verdict." + answer.verdict().code() + ".label";
    if (keepsItsRankDespiteGaps()) {
      return texts.text(key + ".missing");
    }
    return texts.text(variant(key, restsOnUsable(), question.port() != null), values());
  }

  /** The verdict in one sentence. */
  public String headline() {
    List<String> clauses = new ArrayList<>();
    clauses.add(mainClause());
    addListingClause(clauses);
    if (answer.verdict() == Verdict.EXIT_OBSERVED && answer.policiesReject()) {
      String key = question.port() == null ? "clause.policy_rejected" : "clause.port_rejected";
      clauses.add(texts.text(key, values()));
    }
    if (allowsExit() && facts.allBadExit()) {
      clauses.add(texts.text("clause.bad_exit"));
    }
    String sentence = String.join(texts.text("join.clause"), clauses) + texts.text("join.stop");
    if (!keepsItsRankDespiteGaps()) {
      return sentence;
    }
    return facts.missing() > 0
        ? texts.count(
            "opening.missing",
            facts.missing(),
            Map.of("k", facts.missing(), "n", facts.expected(), "sentence", sentence))
        : texts.text("opening.incomplete", Map.of("sentence", sentence));
  }

  /** What the verdict means, in one paragraph. */
  public String meaning() {
    String key = "verdict." + answer.verdict().code() + ".meaning";
    if (answer.verdict() == Verdict.EXIT_OBSERVED && answer.policiesReject()) {
      return texts.text(key + ".rejected");
    }
    return texts.text(variant(key, false, question.port() != null), values());
  }

  private String mainClause() {
    String key = "verdict." + answer.verdict().code() + ".headline";
    return switch (answer.verdict()) {
      case EXIT_OBSERVED -> texts.text(key, values());
      case EXIT_POSSIBLE, RELAY_EXIT_UNKNOWN, RELAY_NO_EXIT ->
          texts.text(variant(key, restsOnUsable(), question.port() != null), values());
      case NEAR_IN_TIME -> nearClause(key);
      case NOT_LISTED ->
          texts.text(
              answer.limits().contains(Limit.NO_EXIT_LISTS_THEN) ? key + ".no_lists" : key,
              values());
      case INCONCLUSIVE ->
          facts.missing() > 0
              ? texts.text(key, values())
              : texts.text(key + ".incomplete", values());
    };
  }

  private String nearClause(String key) {
    Instant before = answer.lastNearBefore().orElse(null);
    Instant after = answer.firstNearAfter().orElse(null);
    Map<String, Object> values = values();
    if (before != null) {
      values.put("last", moments.both(before));
    }
    if (after != null) {
      values.put("first", moments.both(after));
    }
    String which = before == null ? ".after" : after == null ? ".before" : ".both";
    return texts.text(key + which, values);
  }

  private void addListingClause(List<String> clauses) {
    boolean atTheTime = answer.verdict().compareTo(Verdict.RELAY_NO_EXIT) <= 0;
    if (!atTheTime || answer.inForce()) {
      return;
    }
    facts
        .lastUsable()
        .ifPresent(
            last -> {
              String who =
                  facts.listedWithAddress() ? "clause.not_in_force." : "clause.relay_not_in_force.";
              clauses.add(
                  texts.text(
                      who + facts.listsInForce(),
                      Map.of("span", moments.span(Duration.between(last, facts.asked())))));
            });
  }

  private boolean allowsExit() {
    return answer.verdict() == Verdict.EXIT_OBSERVED || answer.verdict() == Verdict.EXIT_POSSIBLE;
  }

  /** A verdict short of a yes that stands although records are missing: its words must say so. */
  private boolean keepsItsRankDespiteGaps() {
    return !answer.coverage().complete()
        && (answer.verdict() == Verdict.RELAY_NO_EXIT || answer.verdict() == Verdict.NEAR_IN_TIME);
  }

  private boolean restsOnUsable() {
    return !answer.inForce() && answer.verdict() != Verdict.EXIT_OBSERVED;
  }

  /** The key with those of its endings, {@code .usable} and {@code .port}, that apply and exist. */
  private String variant(String key, boolean usable, boolean port) {
    String chosen = usable && texts.has(key + ".usable") ? key + ".usable" : key;
    return port && texts.has(chosen + ".port") ? chosen + ".port" : chosen;
  }

  private Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("address", Addresses.format(question.address()));
    values.put("k", facts.missing());
    values.put("n", facts.expected());
    if (question.port() != null) {
      values.put("port", question.port());
    }
    facts.scansAtTheTime().stream()
        .findFirst()
        .ifPresent(nearest -> values.put("distance", distance(nearest.scan().time())));
    return values;
  }

  /** How far a time is from the time asked; zero within it. */
  Duration apart(Instant time) {
    return facts.distance(time);
  }

  /** How far a time is from the time asked, in words. */
  public String distance(Instant time) {
    Duration distance = facts.distance(time);
    if (distance.isZero() && !time.isBefore(question.from()) && time.isBefore(question.to())) {
      return texts.text("distance.within");
    }
    return texts.text(
        time.isBefore(question.from()) ? "distance.before" : "distance.after",
        Map.of("span", moments.span(distance)));
  }

  /** Why the verdict is what it is: a short paragraph for each reason. */
  public List<String> why() {
    List<String> paragraphs = new ArrayList<>(new ReasonWords(answer, this, facts).paragraphs());
    new SignatureWords(answer, texts).sentence().ifPresent(paragraphs::add);
    return paragraphs;
  }

  /** What a reader must know besides the verdict: that it is provisional, and when it is final. */
  public List<String> notices() {
    if (!answer.provisional() || answer.finalFrom() == null) {
      return List.of();
    }
    return List.of(
        texts.text("notice.provisional", Map.of("final_from", moments.both(answer.finalFrom()))));
  }

  /** What no answer says; goes with every one. */
  public String always() {
    return texts.text("notice.always");
  }

  /** What this answer cannot say, a sentence for each limit. */
  public List<String> limits() {
    return answer.limits().stream().map(limit -> texts.text("limit." + limit.code())).toList();
  }

  /** The question as it was understood, as a sentence. */
  public String question() {
    String address = Addresses.format(question.address());
    return question.port() == null
        ? texts.text("question.asked", Map.of("address", address))
        : texts.text("question.asked.port", Map.of("address", address, "port", question.port()));
  }

  /** The time asked about, in the asker's zone and in UTC. */
  public String time() {
    if (question.date() != null) {
      return texts.text(
          "question.time.day",
          Map.of("day", moments.day(question.date()), "zone", Moments.zoneId(question.zone())));
    }
    String at = moments.both(facts.asked());
    return question.tolerance().isZero()
        ? texts.text("question.time.at", Map.of("time", at))
        : texts.text(
            "question.time.tolerance",
            Map.of("time", at, "span", moments.span(question.tolerance())));
  }

  /**
   * The time asked about in ISO 8601, in UTC: the instant, the interval {@code from/to}, or both.
   */
  public String iso() {
    String interval = Moments.iso(question.from()) + "/" + Moments.iso(question.to());
    if (question.date() != null) {
      return texts.isolated(interval);
    }
    String at = Moments.iso(facts.asked());
    return texts.list(question.tolerance().isZero() ? List.of(at) : List.of(at, interval));
  }

  /** The interval asked about in UTC; {@code null} when it is a single instant. */
  public @Nullable String interval() {
    if (question.date() == null && question.tolerance().isZero()) {
      return null;
    }
    return texts.text(
        "question.time.interval",
        Map.of("from", moments.utc(question.from()), "to", moments.utc(question.to())));
  }
}
