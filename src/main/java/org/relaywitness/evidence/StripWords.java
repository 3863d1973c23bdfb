package org.relaywitness.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.HeldConsensus;

/** The picture of time in words, for who cannot see it, and for who wants the exact times. */
final class StripWords {
  private static final List<String> KINDS =
      List.of("listed", "elsewhere", "not_listed", "missing", "pending");

  /** How many stretches a sentence names; the tables name all. */
  private static final int SPANS_NAMED = 6;

  private final Answer answer;
  private final AnswerWords words;
  private final Texts texts;
  private final NavigableMap<Instant, String> kinds;
  private final Instant from;
  private final Instant to;

  /** The words for the picture from one instant to another, with the kind of each list. */
  StripWords(
      Answer answer,
      AnswerWords words,
      NavigableMap<Instant, String> kinds,
      Instant from,
      Instant to) {
    this.answer = answer;
    this.words = words;
    this.texts = words.texts();
    this.kinds = kinds;
    this.from = from;
    this.to = to;
  }

  /** The sentences, that about the time asked first. */
  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    sentences.add(texts.text("strip.asked", Map.of("time", words.time())));
    for (String kind : KINDS) {
      // Split wherever the next list, whenever it is due, says something else.
      List<List<Instant>> stretches = stretches(kind);
      if (!stretches.isEmpty()) {
        sentences.add(texts.text("strip." + kind, Map.of("spans", spans(stretches))));
      }
    }
    List<Instant> inForce = inForce();
    sentences.add(
        inForce.isEmpty()
            ? texts.text("strip.force.none")
            : texts.text("strip.force", Map.of("spans", spans(List.of(inForce)))));
    sentences.add(scans());
    return sentences;
  }

  private List<List<Instant>> stretches(String kind) {
    List<List<Instant>> stretches = new ArrayList<>();
    boolean goesOn = false;
    for (Map.Entry<Instant, String> entry : kinds.entrySet()) {
      boolean same = entry.getValue().equals(kind);
      if (same && goesOn) {
        stretches.get(stretches.size() - 1).add(entry.getKey());
      } else if (same) {
        stretches.add(new ArrayList<>(List.of(entry.getKey())));
      }
      goesOn = same;
    }
    return stretches;
  }

  private List<Instant> inForce() {
    return answer.consensuses().stream()
        .filter(
            held ->
                held.answers()
                    && held.validAfter().isBefore(answer.question().to())
                    && held.validUntil().isAfter(answer.question().from()))
        .map(HeldConsensus::validAfter)
        .sorted()
        .toList();
  }

  private String spans(List<List<Instant>> stretches) {
    RecordWords records = new RecordWords(answer, words);
    String spans =
        String.join(
            texts.text("join.item"),
            stretches.stream().limit(SPANS_NAMED).map(records::stretch).toList());
    return stretches.size() <= SPANS_NAMED
        ? spans
        : texts.text("strip.more", Map.of("spans", spans));
  }

  private String scans() {
    List<Instant> times =
        answer.relays().stream()
            .flatMap(relay -> relay.scans().stream())
            .map(scan -> scan.time())
            .filter(time -> !time.isBefore(from) && time.isBefore(to))
            .sorted()
            .toList();
    if (times.isEmpty()) {
      return texts.text("strip.scans.none");
    }
    Moments moments = words.moments();
    return texts.count(
        "strip.scans",
        times.size(),
        Map.of(
            "n", times.size(),
            "first", moments.plainUtc(times.get(0)),
            "last", moments.plainUtc(times.get(times.size() - 1))));
  }
}
