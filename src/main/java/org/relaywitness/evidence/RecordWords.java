package org.relaywitness.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Verification;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Coverage;
import org.relaywitness.lookup.HeldConsensus;

/** The records that an answer rests on, and those it lacks, in words. */
public final class RecordWords {
  private final Answer answer;
  private final Texts texts;
  private final Moments moments;
  private final ShortRecords shortRecords;

  /** The words for the records of an answer. */
  public RecordWords(Answer answer, AnswerWords words) {
    this.answer = answer;
    this.texts = words.texts();
    this.moments = words.moments();
    this.shortRecords = new ShortRecords(answer);
  }

  /** A record, cell by cell; {@code verification} is empty for an exit list. */
  public record RecordRow(String time, String verification, String sha256, String path) {}

  /** Each consensus used, those in conflict included. */
  public List<RecordRow> consensuses() {
    return answer.consensuses().stream()
        .map(
            held ->
                new RecordRow(
                    moments.plainUtc(held.validAfter()),
                    verification(held),
                    held.sha256().toString(),
                    Untrusted.shown(held.path())))
        .toList();
  }

  /** A record that bears on the answer, and how. */
  public record ShortRow(
      String time, String role, String verification, String sha256, String path) {}

  /** The few consensuses that a reader wants to see first. */
  public List<ShortRow> shortConsensuses() {
    return shortRecords.consensuses().stream()
        .map(
            held ->
                new ShortRow(
                    moments.plainUtc(held.validAfter()),
                    role(held),
                    verification(held),
                    held.sha256().toString(),
                    Untrusted.shown(held.path())))
        .toList();
  }

  private String role(HeldConsensus held) {
    if (!held.answers()) {
      return texts.text("records.role.not_used");
    }
    String standing =
        texts.text("listed.when." + shortRecords.standing(held).name().toLowerCase(Locale.ROOT));
    String naming =
        texts.text(
            answer.relays().isEmpty()
                ? "records.role.no_match"
                : shortRecords.namesMatch(held)
                    ? "records.role.listed"
                    : "records.role.not_listed");
    return standing + texts.text("join.clause") + naming;
  }

  /** The few exit lists that a reader wants to see first. */
  public List<ShortRow> shortExitLists() {
    List<ShortRow> rows = new ArrayList<>();
    shortRecords
        .exitLists()
        .forEach(
            (held, test) ->
                rows.add(
                    new ShortRow(
                        moments.plainUtc(held.time()),
                        texts.text("records.role.reports", Map.of("time", moments.plainUtc(test))),
                        "",
                        held.sha256().toString(),
                        Untrusted.shown(held.path()))));
    return rows;
  }

  /** Which consensuses are shown, and where the others are; {@code null} when all are shown. */
  public @Nullable String consensusesNotShown() {
    int all = answer.consensuses().size();
    return shortRecords.consensuses().size() == all
        ? null
        : texts.text("records.short.consensuses", Map.of("n", all));
  }

  /** Which exit lists are shown, and where the others are; {@code null} when all are shown. */
  public @Nullable String exitListsNotShown() {
    int all = answer.exitLists().size();
    int shown = shortRecords.exitLists().size();
    return shown == all
        ? null
        : texts.text(
            shown == 0 ? "records.short.exit_lists.none" : "records.short.exit_lists",
            Map.of("n", all));
  }

  /** Each exit list used. */
  public List<RecordRow> exitLists() {
    return answer.exitLists().stream()
        .map(
            held ->
                new RecordRow(
                    moments.plainUtc(held.time()),
                    "",
                    held.sha256().toString(),
                    Untrusted.shown(held.path())))
        .toList();
  }

  private String verification(HeldConsensus held) {
    String checked =
        texts.text(
            "verification." + held.verification().code(),
            Map.of(
                "good", held.goodSignatures(),
                "needed", held.needed(),
                "authorities", held.authorities()));
    boolean lost = !held.answers() && held.verification().counts();
    return lost ? checked + texts.text("join.clause") + texts.text("verification.loser") : checked;
  }

  /** How many consensuses there are, and whether all are verified. */
  public String consensusSummary() {
    int count = answer.consensuses().size();
    if (count == 0) {
      return texts.count("records.consensuses", 0) + texts.text("join.stop");
    }
    long unverified =
        answer.consensuses().stream()
            .filter(held -> held.verification() != Verification.VERIFIED)
            .count();
    String checked =
        unverified == 0
            ? texts.text("records.all_verified")
            : texts.count("records.not_all_verified", unverified);
    return texts.count("records.consensuses", count)
        + texts.text("join.stop")
        + texts.text("join.sentence")
        + checked;
  }

  /** How many exit lists there are. */
  public String exitListSummary() {
    return texts.count("records.exit_lists", answer.exitLists().size()) + texts.text("join.stop");
  }

  /** Whether the records suffice, how many are held, and what is held at all. */
  public List<String> coverage() {
    Coverage coverage = answer.coverage();
    List<String> sentences = new ArrayList<>();
    String key =
        !coverage.complete()
            ? "coverage.incomplete"
            : coverage.exitLists().missing().isEmpty()
                ? "coverage.complete"
                : "coverage.complete.lists_missing";
    sentences.add(texts.text(key));
    sentences.add(
        texts.text(
            "coverage.consensuses",
            Map.of(
                "expected", coverage.consensuses().expected(),
                "known", coverage.consensuses().known())));
    sentences.add(
        texts.text(
            "coverage.exit_lists",
            Map.of(
                "expected", coverage.exitLists().expected(),
                "known", coverage.exitLists().known())));
    if (coverage.first() == null || coverage.last() == null) {
      sentences.add(texts.text("coverage.extent.none"));
    } else {
      sentences.add(
          texts.text(
              "coverage.extent",
              Map.of(
                  "first", moments.utc(coverage.first()), "last", moments.utc(coverage.last()))));
    }
    findDelay(coverage.replica()).ifPresent(sentences::add);
    return sentences;
  }

  /** That the records were read from a copy, where that may be why one is missing. */
  private Optional<String> findDelay(Coverage.@Nullable Replica replica) {
    if (replica == null) {
      return Optional.empty();
    }
    if (replica.delay() == null) {
      return Optional.of(texts.text("coverage.replica.unknown"));
    }
    long minutes = replica.delay().toMinutes();
    return minutes == 0
        ? Optional.empty()
        : Optional.of(texts.count("coverage.replica.minutes", minutes));
  }

  /** The missing consensuses, hours in a row as one stretch. */
  public List<String> missingConsensuses() {
    return hours(answer.coverage().consensuses().missing());
  }

  /** The consensuses that are only just due, hours in a row as one stretch. */
  public List<String> pendingConsensuses() {
    return hours(answer.coverage().consensuses().pending());
  }

  /** The hours without an exit list, hours in a row as one stretch. */
  public List<String> missingExitLists() {
    return hours(answer.coverage().exitLists().missing());
  }

  /** Times in UTC, in order, those that follow each other within an hour as one stretch. */
  List<String> hours(List<Instant> times) {
    List<Instant> sorted = times.stream().sorted().toList();
    List<String> stretches = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= sorted.size(); i++) {
      boolean goesOn =
          i < sorted.size() && !sorted.get(i).isAfter(sorted.get(i - 1).plus(Duration.ofHours(1)));
      if (!goesOn) {
        stretches.add(stretch(sorted.subList(start, i)));
        start = i;
      }
    }
    return stretches;
  }

  /** The first and last of these times, which follow each other, and how many there are. */
  String stretch(List<Instant> times) {
    Instant first = times.get(0);
    return times.size() == 1
        ? moments.plainUtc(first)
        : texts.text(
            "coverage.hours",
            Map.of(
                "first", moments.plainUtc(first),
                "last", moments.plainUtc(times.get(times.size() - 1)),
                "hours", texts.count("span.hours", times.size())));
  }

  /** The neighbours; empty when there are none to name. */
  public String nearby() {
    if (answer.nearby().isEmpty()) {
      return "";
    }
    List<String> addresses = answer.nearby().stream().map(Addresses::format).toList();
    return texts.text("nearby.text", Map.of("addresses", texts.list(addresses)));
  }
}
