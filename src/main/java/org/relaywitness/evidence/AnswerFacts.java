package org.relaywitness.evidence;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Answer.ListedStretch;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Answer.ScanSeen;
import org.relaywitness.lookup.Answer.When;
import org.relaywitness.lookup.Coverage;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.Verdict;

/** What the sentences need to know of an answer; judges nothing that the verdict has not judged. */
final class AnswerFacts {
  /** A scan and the relay it went through. */
  record RelayScan(RelayMatch relay, ScanSeen scan) {}

  private static final Comparator<Instant> ORDER = Comparator.naturalOrder();

  /** How long a consensus is valid unless it says otherwise. */
  private static final Duration USUALLY_VALID = Duration.ofHours(3);

  private final Answer answer;
  private final Question question;

  AnswerFacts(Answer answer) {
    this.answer = answer;
    this.question = answer.question();
  }

  /** Relays that match at the time asked, the strongest first. */
  List<RelayMatch> relaysAtTheTime() {
    return answer.relays().stream()
        .filter(relay -> relay.verdict().compareTo(Verdict.RELAY_NO_EXIT) <= 0)
        .toList();
  }

  /** The relays that give the verdict, the strongest first. */
  private Stream<RelayMatch> givingVerdict() {
    return answer.relays().stream().filter(relay -> relay.verdict() == answer.verdict());
  }

  /** The scans that count for the time asked, the nearest first. */
  List<RelayScan> scansAtTheTime() {
    return answer.relays().stream()
        .flatMap(relay -> relay.scans().stream().map(scan -> new RelayScan(relay, scan)))
        .filter(seen -> seen.scan().atTheTime())
        .sorted(
            Comparator.comparing((RelayScan seen) -> distance(seen.scan().time()))
                .thenComparing(seen -> seen.scan().time())
                .thenComparing(seen -> seen.relay().fingerprint()))
        .toList();
  }

  /**
   * The stretches that a relay's verdict rests on: those in force, or where none is, those still
   * usable; with the asked address, unless a scan decided.
   */
  static List<ListedStretch> decidingStretches(RelayMatch relay) {
    When when = relay.inForce() ? When.IN_FORCE : When.USABLE;
    boolean scanned = relay.verdict() == Verdict.EXIT_OBSERVED;
    return relay.listed().stream()
        .filter(stretch -> stretch.when() == when && (scanned || stretch.matchesAddress()))
        .toList();
  }

  /** Whether a relay that gives the verdict is listed with the asked address at the time. */
  boolean listedWithAddress() {
    return givingVerdict()
        .flatMap(relay -> relay.listed().stream())
        .anyMatch(stretch -> stretch.matchesAddress() && stretch.when() != When.NEAR);
  }

  /** The last valid-after of a list, no longer in force, that lists a relay giving the verdict. */
  Optional<Instant> lastUsable() {
    return givingVerdict().flatMap(relay -> lastUsable(relay).stream()).max(ORDER);
  }

  /** The last valid-after of a list, no longer in force, that the relay's verdict rests on. */
  static Optional<Instant> lastUsable(RelayMatch relay) {
    return decidingStretches(relay).stream()
        .filter(stretch -> stretch.when() == When.USABLE)
        .map(ListedStretch::last)
        .max(ORDER);
  }

  /** Whether all relays that give the verdict have the BadExit flag. */
  boolean allBadExit() {
    List<ListedStretch> deciding = deciding().toList();
    return !deciding.isEmpty() && deciding.stream().allMatch(ListedStretch::badExitFlag);
  }

  /** Whether some relay that gives the verdict has the BadExit flag. */
  boolean someBadExit() {
    return deciding().anyMatch(ListedStretch::badExitFlag);
  }

  private Stream<ListedStretch> deciding() {
    return givingVerdict().flatMap(relay -> decidingStretches(relay).stream());
  }

  /**
   * What is known of the lists in force at the time asked, of which none shows the address: {@code
   * absent} when all are held, {@code partly} when some are, {@code missing} when none is. A list
   * that is not held must not be read as one that does not show it.
   */
  String listsInForce() {
    boolean held =
        answer.consensuses().stream()
            .anyMatch(list -> list.answers() && inForce(list.validAfter(), list.validUntil()));
    Coverage.Consensuses coverage = answer.coverage().consensuses();
    boolean missing =
        Stream.concat(coverage.missing().stream(), coverage.pending().stream())
            .anyMatch(due -> inForce(due, due.plus(USUALLY_VALID)));
    return !held ? "missing" : missing ? "partly" : "absent";
  }

  private boolean inForce(Instant validAfter, Instant validUntil) {
    return validAfter.isBefore(question.to()) && validUntil.isAfter(question.from());
  }

  /** How many records of the window are missing. */
  int missing() {
    Coverage coverage = answer.coverage();
    return coverage.consensuses().missing().size() + coverage.exitLists().missing().size();
  }

  /** How many records of the window were due. */
  int expected() {
    Coverage coverage = answer.coverage();
    return coverage.consensuses().expected() + coverage.exitLists().expected();
  }

  /** The latest listing with the address before the time asked that is only near. */
  @Nullable Instant nearListedBefore() {
    return nearListings().map(ListedStretch::last).filter(this::before).max(ORDER).orElse(null);
  }

  /** The earliest listing with the address after the time asked. */
  @Nullable Instant nearListedAfter() {
    return nearListings().map(ListedStretch::first).filter(this::after).min(ORDER).orElse(null);
  }

  /** The latest scan before the time asked that is only near. */
  @Nullable Instant nearScanBefore() {
    return nearScans().filter(this::before).max(ORDER).orElse(null);
  }

  /** The earliest scan after the time asked that is only near. */
  @Nullable Instant nearScanAfter() {
    return nearScans().filter(this::after).min(ORDER).orElse(null);
  }

  private Stream<ListedStretch> nearListings() {
    return answer.relays().stream()
        .flatMap(relay -> relay.listed().stream())
        .filter(stretch -> stretch.matchesAddress() && stretch.when() == When.NEAR);
  }

  private Stream<Instant> nearScans() {
    return answer.relays().stream()
        .flatMap(relay -> relay.scans().stream())
        .filter(scan -> !scan.atTheTime())
        .map(ScanSeen::time);
  }

  private boolean before(Instant time) {
    return time.isBefore(question.from());
  }

  private boolean after(Instant time) {
    return !time.isBefore(question.to());
  }

  /** How far a time is from the interval asked about; zero within it. */
  Duration distance(Instant time) {
    if (before(time)) {
      return Duration.between(time, question.from());
    }
    // An instant asked about lasts a second; what comes after it is told from the instant.
    return after(time) ? Duration.between(question.to().minusSeconds(1), time) : Duration.ZERO;
  }

  /** The time asked: the instant, or the start of the day. */
  Instant asked() {
    return question.at() == null ? question.from() : question.at();
  }
}
