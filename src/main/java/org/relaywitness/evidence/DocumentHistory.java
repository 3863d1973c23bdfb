package org.relaywitness.evidence;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.SignatureCheck;
import org.relaywitness.lookup.Extent;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;
import org.relaywitness.lookup.Listing;

/**
 * What a set of raw documents says, in memory, without a database: the records that a bundle's
 * answer is derived from again. Decides itself which document answers for an hour (better status,
 * then more good signatures, then the smaller signed digest), and merges the signatures of copies.
 *
 * <p>Fill it, then {@link #settle} once, then read. Not thread-safe.
 */
class DocumentHistory extends SettledRecords {
  private record Key(Instant validAfter, Flavor flavor, String signedDigest) {}

  private record Slot(Instant validAfter, Flavor flavor) {}

  /** One consensus with all its copies. Of these the one with the smallest digest is named. */
  private static final class Document {
    private Consensus named;
    private String path;
    private String source;
    private final List<Appearance> appearances;
    private final Set<DirectorySignature> signatures = new LinkedHashSet<>();
    private @Nullable ConsensusCheck check;

    Document(Consensus named, List<Appearance> appearances, String path, String source) {
      this.named = named;
      this.appearances = appearances;
      this.path = path;
      this.source = source;
    }

    ConsensusCheck check() {
      if (check == null) {
        throw new IllegalStateException("not settled yet");
      }
      return check;
    }
  }

  private final Map<Key, Document> documents = new HashMap<>();
  // Hour by hour the same appearances: each is kept once.
  private final Map<Appearance, Appearance> appearances = new HashMap<>();

  DocumentHistory(Extent extent) {
    super(extent);
  }

  void add(Consensus consensus, List<Appearance> listed, String path, String source) {
    Key key = new Key(consensus.validAfter(), consensus.flavor(), consensus.signedDigest());
    Document document = documents.get(key);
    if (document == null) {
      List<Appearance> shared = new ArrayList<>(listed.size());
      for (Appearance one : listed) {
        Appearance known = appearances.putIfAbsent(one, one);
        shared.add(known == null ? one : known);
      }
      document = new Document(consensus, shared, path, source);
      documents.put(key, document);
    } else if (consensus.sha256().compareTo(document.named.sha256()) < 0) {
      document.named = consensus;
      document.path = path;
      document.source = source;
    }
    document.signatures.addAll(consensus.signatures());
  }

  void add(ExitList list, String path, String source) {
    HeldExitList one = new HeldExitList(list.time(), list.sha256(), path, source);
    hold(one, list.entries().stream().flatMap(entry -> entry.scans().stream()));
  }

  /** Checks all signatures and decides which documents answer. */
  void settle(ConsensusVerifier verifier) {
    Map<Slot, List<Document>> slots = new HashMap<>();
    documents.forEach(
        (key, document) -> {
          document.check =
              verifier.check(
                  key.flavor(),
                  key.validAfter(),
                  key.signedDigest(),
                  List.copyOf(document.signatures));
          slots
              .computeIfAbsent(new Slot(key.validAfter(), key.flavor()), slot -> new ArrayList<>())
              .add(document);
        });
    Map<Flavor, NavigableMap<Instant, Document>> lines = new HashMap<>();
    slots.forEach(
        (slot, same) -> {
          same.sort(DocumentHistory::betterFirst);
          for (Document document : same) {
            boolean answers = document.equals(same.get(0)) && document.check().status().counts();
            hold(held(document, answers, same.size() > 1));
            if (answers) {
              lines
                  .computeIfAbsent(slot.flavor(), flavor -> new TreeMap<>())
                  .put(slot.validAfter(), document);
            }
          }
        });
    lines.forEach(this::addRuns);
    sort();
  }

  private static int betterFirst(Document a, Document b) {
    if (a.check().status() != b.check().status()) {
      return a.check().status().isBetterThan(b.check().status()) ? -1 : 1;
    }
    return a.check().good() != b.check().good()
        ? b.check().good() - a.check().good()
        : a.named.signedDigest().compareTo(b.named.signedDigest());
  }

  private static HeldConsensus held(Document document, boolean answers, boolean conflict) {
    Consensus c = document.named;
    ConsensusCheck check = document.check();
    return new HeldConsensus(
        c.flavor(),
        c.method(),
        c.validAfter(),
        c.freshUntil(),
        c.validUntil(),
        answers,
        conflict,
        c.entries(),
        c.sha256(),
        c.signedDigest(),
        check.status(),
        check.good(),
        check.needed(),
        check.authorities(),
        check.weakKeys(),
        document.path,
        document.source);
  }

  private void addRuns(Flavor flavor, NavigableMap<Instant, Document> line) {
    Map<Appearance, Instant> open = new HashMap<>();
    Instant previous = Instant.MIN;
    for (Map.Entry<Instant, Document> step : line.entrySet()) {
      Set<Appearance> now = new HashSet<>(step.getValue().appearances);
      Instant last = previous;
      open.entrySet()
          .removeIf(
              run -> {
                boolean ends = !now.contains(run.getKey());
                if (ends) {
                  hold(new Listing(run.getKey(), flavor, run.getValue(), last));
                }
                return ends;
              });
      now.forEach(appearance -> open.putIfAbsent(appearance, step.getKey()));
      previous = step.getKey();
    }
    Instant last = previous;
    open.forEach((appearance, first) -> hold(new Listing(appearance, flavor, first, last)));
  }

  /** How many distinct appearances and scans are held: what memory goes into. */
  int weight() {
    return appearances.size() + scanCount();
  }

  /** The authorities that have shown this outcome, by v3 identity, over all consensuses. */
  Set<Fingerprint> signers(SignatureCheck.Outcome outcome) {
    Set<Fingerprint> signers = new TreeSet<>();
    for (Document document : documents.values()) {
      for (SignatureCheck signature : document.check().signatures()) {
        if (signature.outcome() == outcome) {
          signers.add(signature.identity());
        }
      }
    }
    return signers;
  }
}
