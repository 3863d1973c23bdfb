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
import org.relaywitness.documents.DocumentsException;
import org.relaywitness.evidence.Quotation.Raw;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Answer.ScanSeen;
import org.relaywitness.lookup.Answer.When;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.netdoc.EntryQuotation;
import org.relaywitness.netdoc.EntryQuotation.Line;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verbatim lines under an answer: for each relay that matched, its entry in the consensus
 * nearest the time asked that bears the match, and in the exit list that first reports the nearest
 * scan. Reading a raw document costs time, so only a few are read. The same answer and the same
 * documents give the same quotations. A raw document that cannot be read makes no answer fail: the
 * quotation says so, and the log names the pack.
 */
public final class Quotations {
  private static final Logger LOG = LoggerFactory.getLogger(Quotations.class);

  /** Relays beyond these are in the answer, but not quoted. */
  static final int MOST_RELAYS = 4;

  private static final int MOST_DOCUMENTS = 4;

  /** One whose lines are known without reading it. */
  private static final Document KNOWN = new Document(Raw.READ, new byte[0]);

  private static final Document NOT_KEPT = new Document(Raw.NOT_KEPT, new byte[0]);
  private static final Document UNREADABLE = new Document(Raw.UNREADABLE, new byte[0]);

  private final Answer answer;
  private final AnswerFacts facts;
  private final ShortRecords records;
  private final Documents documents;
  private final Map<Sha256, Document> read = new HashMap<>();
  private final List<Quotation> found = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent") // megabytes, for reading only
  private record Document(Raw raw, byte[] bytes) {
    /** Whether its lines are known without its bytes: no document that was read is empty. */
    boolean isKnown() {
      return raw == Raw.READ && bytes.length == 0;
    }
  }

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
    Optional<List<Line>> known =
        documents instanceof QuotableDocuments quotable
            ? quotable.lines(sha256, relay)
            : Optional.empty();
    Raw raw = Raw.READ;
    List<Line> lines;
    if (known.isPresent()) {
      read.putIfAbsent(sha256, KNOWN);
      lines = known.get();
    } else {
      Document document =
          read.compute(sha256, (one, had) -> had == null || had.isKnown() ? read(one) : had);
      raw = document.raw();
      lines = EntryQuotation.of(document.bytes(), relay);
    }
    found.add(new Quotation(relay, consensus, time, sha256, path, raw, lines));
  }

  private Document read(Sha256 sha256) {
    try {
      return documents.find(sha256).map(bytes -> new Document(Raw.READ, bytes)).orElse(NOT_KEPT);
    } catch (DocumentsException e) {
      LOG.warn("nothing is quoted from a raw document: {}", e.getMessage(), e);
      return UNREADABLE;
    }
  }
}
