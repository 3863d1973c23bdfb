package org.relaywitness.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.Documents;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Answer.ScanSeen;
import org.relaywitness.lookup.Answer.When;
import org.relaywitness.lookup.RelayHistory.HeldConsensus;
import org.relaywitness.netdoc.EntryQuotation;

/**
 * The verbatim lines under an answer: for each relay that matched, its entry in the consensus
 * nearest the time asked that bears the match, and in the exit list that first reports the nearest
 * scan. Reading a raw document costs time, so only a few are read. The same answer and the same
 * documents give the same quotations.
 */
public final class Quotations {
  /** Relays beyond these are in the answer, but not quoted. */
  static final int MOST_RELAYS = 4;

  private static final int MOST_DOCUMENTS = 4;

  private final Answer answer;
  private final AnswerFacts facts;
  private final ShortRecords records;
  private final Documents documents;
  private final Map<Sha256, Optional<byte[]>> read = new HashMap<>();
  private final List<Quotation> found = new ArrayList<>();

  private Quotations(Answer answer, Documents documents) {
    this.answer = answer;
    this.facts = new AnswerFacts(answer);
    this.records = new ShortRecords(answer);
    this.documents = documents;
  }

  /** The quotations, relay by relay in the answer's order, the consensus first. */
  public static List<Quotation> of(Answer answer, Documents documents) {
    Quotations quotations = new Quotations(answer, documents);
    answer.relays().stream().limit(MOST_RELAYS).forEach(quotations::quote);
    return List.copyOf(quotations.found);
  }

  private void quote(RelayMatch relay) {
    answer.consensuses().stream()
        .filter(held -> records.names(held, relay))
        .min(
            Comparator.comparing((HeldConsensus held) -> records.standing(held) != When.IN_FORCE)
                .thenComparing(held -> facts.distance(held.validAfter()))
                .thenComparing(HeldConsensus::validAfter)
                .thenComparing(HeldConsensus::flavor))
        .ifPresent(
            held -> add(relay.fingerprint(), true, held.validAfter(), held.sha256(), held.path()));
    nearestScan(relay)
        .flatMap(
            scan ->
                answer.exitLists().stream()
                    .filter(list -> list.sha256().equals(scan.list()))
                    .findFirst())
        .ifPresent(
            list -> add(relay.fingerprint(), false, list.time(), list.sha256(), list.path()));
  }

  private Optional<ScanSeen> nearestScan(RelayMatch relay) {
    return relay.scans().stream()
        .min(
            Comparator.comparing((ScanSeen scan) -> !scan.atTheTime())
                .thenComparing(scan -> facts.distance(scan.time()))
                .thenComparing(ScanSeen::time));
  }

  private void add(Fingerprint relay, boolean consensus, Instant time, Sha256 sha256, String path) {
    if (!read.containsKey(sha256) && read.size() == MOST_DOCUMENTS) {
      return;
    }
    Optional<byte[]> bytes = read.computeIfAbsent(sha256, documents::find);
    found.add(
        new Quotation(
            relay,
            consensus,
            time,
            sha256,
            path,
            bytes.isPresent(),
            bytes.map(document -> EntryQuotation.of(document, relay)).orElse(List.of())));
  }
}
