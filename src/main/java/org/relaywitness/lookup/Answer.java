package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;

/**
 * What the records say to one question, with everything it rests on. A plain value: the texts,
 * JSON, page and PDF are made from it elsewhere.
 *
 * @param inForce whether the verdict rests on a consensus in force: one of the relays that give it
 *     has {@link RelayMatch#inForce}; {@code false}: only older, still usable ones do, or nothing
 *     matches at the time
 * @param provisional whether records that could change the answer may still become due
 * @param finalFrom when a provisional answer stops being so; {@code null} otherwise
 * @param asOf the newest record held; {@code null} when none is held
 * @param relays matches at the time first, then those near in time
 * @param consensuses the consensuses that answer for the window (usable at the time, or within 48 h
 *     before and 24 h after), and those in conflict with them; in order of valid-after
 * @param exitLists the exit lists of the window, and of the two hours after it: a scan is reported
 *     by a list that is later than itself
 * @param nearby addresses of relays in the same /24, or /48 and /64, in the window, when the
 *     address has no match: no evidence about this address
 * @param limits what the answer cannot say, in the order of the enum
 */
public record Answer(
    Question question,
    Verdict verdict,
    boolean inForce,
    boolean provisional,
    @Nullable Instant finalFrom,
    @Nullable Instant asOf,
    List<RelayMatch> relays,
    List<HeldConsensus> consensuses,
    List<HeldExitList> exitLists,
    Coverage coverage,
    List<InetAddress> nearby,
    List<Limit> limits) {
  public Answer {
    relays = List.copyOf(relays);
    consensuses = List.copyOf(consensuses);
    exitLists = List.copyOf(exitLists);
    nearby = List.copyOf(nearby);
    limits = List.copyOf(limits);
  }

  /**
   * The same, with what is known of the copy it was read from; {@code null}: without, as it is kept
   * and printed, so that equal records give equal answers wherever they are read.
   */
  public Answer by(Coverage.@Nullable Replica copy) {
    return new Answer(
        question,
        verdict,
        inForce,
        provisional,
        finalFrom,
        asOf,
        relays,
        consensuses,
        exitLists,
        coverage.by(copy),
        nearby,
        limits);
  }

  /**
   * The newest valid-after before the end of the interval at which a consensus usable at the time
   * listed the address: with {@code inForce} false, it was last listed then.
   */
  public Optional<Instant> lastListed() {
    return stretches()
        .filter(stretch -> stretch.matchesAddress() && stretch.when() != When.NEAR)
        .map(ListedStretch::last)
        .max(Comparator.naturalOrder());
  }

  /** The latest match near in time, by listing or scan, before the interval. */
  public Optional<Instant> lastNearBefore() {
    return nearTimes(ListedStretch::last)
        .filter(time -> time.isBefore(question.from()))
        .max(Comparator.naturalOrder());
  }

  /** The earliest match near in time, by listing or scan, at or after the end of the interval. */
  public Optional<Instant> firstNearAfter() {
    return nearTimes(ListedStretch::first)
        .filter(time -> !time.isBefore(question.to()))
        .min(Comparator.naturalOrder());
  }

  /**
   * Whether relays were seen or listed at the time, each listing of theirs that the verdict could
   * rest on has a policy summary, and each of these rejects the asked port (or, when none was
   * asked, every port).
   */
  public boolean policiesReject() {
    List<ListedStretch> atTheTime =
        relays.stream()
            .filter(relay -> relay.verdict() == verdict)
            .flatMap(relay -> relay.listed().stream())
            .filter(stretch -> stretch.when() != When.NEAR)
            .toList();
    return !atTheTime.isEmpty()
        && atTheTime.stream().allMatch(stretch -> Boolean.FALSE.equals(stretch.portAllowed()));
  }

  private Stream<Instant> nearTimes(Function<ListedStretch, Instant> end) {
    return Stream.concat(
        stretches()
            .filter(stretch -> stretch.matchesAddress() && stretch.when() == When.NEAR)
            .map(end),
        relays.stream()
            .flatMap(relay -> relay.scans().stream())
            .filter(scan -> !scan.atTheTime())
            .map(ScanSeen::time));
  }

  private Stream<ListedStretch> stretches() {
    return relays.stream().flatMap(relay -> relay.listed().stream());
  }

  /** How a listing stands to the time asked. */
  public enum When {
    /** By a consensus in force at the time asked. */
    IN_FORCE,
    /** By a consensus no longer in force, which clients could still use. */
    USABLE,
    /** Only near the time asked: no evidence for it. */
    NEAR
  }

  /** How a relay matched the address. */
  public enum MatchedBy {
    OR_ADDRESS,
    EXIT_ADDRESS
  }

  /**
   * A relay that matched. Its top-level values are those of the listing nearest the time asked.
   *
   * @param exitFlag {@code null}: unknown
   * @param policy {@code null}: the document has no exit policy summary
   * @param portAllowed whether the policy allows the asked port (or, when none was asked, any);
   *     {@code null}: unknown
   * @param verdict what this relay alone says; never {@code not_listed} or {@code inconclusive}
   * @param inForce whether that rests on a consensus in force: for a scan, one that lists the relay
   *     under whatever address; else, one that lists it with the asked address
   */
  public record RelayMatch(
      Fingerprint fingerprint,
      String nickname,
      Set<MatchedBy> matched,
      List<InetAddress> orAddresses,
      @Nullable Boolean exitFlag,
      @Nullable Boolean badExitFlag,
      @Nullable ExitPolicySummary policy,
      @Nullable Boolean portAllowed,
      List<ListedStretch> listed,
      List<ScanSeen> scans,
      Verdict verdict,
      boolean inForce) {
    public RelayMatch {
      matched = Set.copyOf(matched);
      orAddresses = List.copyOf(orAddresses);
      listed = List.copyOf(listed);
      scans = List.copyOf(scans);
    }
  }

  /**
   * A stretch of consecutive due consensuses that list the relay in the same way; split at each
   * missing due hour.
   *
   * @param first valid-after of the first
   * @param last valid-after of the last
   * @param consensuses how many
   * @param matchesAddress whether the asked address is among {@code orAddresses}
   */
  public record ListedStretch(
      Instant first,
      Instant last,
      int consensuses,
      When when,
      String nickname,
      List<InetAddress> orAddresses,
      boolean exitFlag,
      boolean badExitFlag,
      @Nullable ExitPolicySummary policy,
      @Nullable Boolean portAllowed,
      boolean matchesAddress) {
    public ListedStretch {
      orAddresses = List.copyOf(orAddresses);
    }
  }

  /**
   * A scan that saw traffic leave from the asked address.
   *
   * @param atTheTime whether it counts for the time asked; otherwise it is near in time
   * @param list digest of the earliest held exit list that reports the scan
   */
  public record ScanSeen(InetAddress address, Instant time, boolean atTheTime, Sha256 list) {}
}
