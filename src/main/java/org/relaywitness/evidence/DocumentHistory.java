package org.relaywitness.evidence;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.SignatureCheck;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.RelayHistory;

/**
 * What a set of raw documents says, in memory, without a database: the records that a bundle's
 * answer is derived from again. Decides itself which document answers for an hour (better status,
 * then more good signatures, then the smaller signed digest), and merges the signatures of copies.
 *
 * <p>Fill it, then {@link #settle} once, then read. Not thread-safe.
 */
class DocumentHistory implements RelayHistory, RelayHistory.Snapshot {
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

  private final Extent extent;
  private final Map<Key, Document> documents = new HashMap<>();
  // Hour by hour the same appearances: each is kept once.
  private final Map<Appearance, Appearance> appearances = new HashMap<>();
  private final List<HeldConsensus> held = new ArrayList<>();
  private final List<HeldExitList> lists = new ArrayList<>();
  private final List<Listing> runs = new ArrayList<>();
  private final Map<ExitScan, HeldExitList> scans = new HashMap<>();

  DocumentHistory(Extent extent) {
    this.extent = extent;
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
    lists.add(one);
    list.entries()
        .forEach(
            entry ->
                entry.scans().forEach(scan -> scans.merge(scan, one, DocumentHistory::earlier)));
  }

  private static final Comparator<HeldExitList> BY_TIME =
      Comparator.comparing(HeldExitList::time).thenComparing(HeldExitList::sha256);

  private static HeldExitList earlier(HeldExitList one, HeldExitList other) {
    return BY_TIME.compare(one, other) <= 0 ? one : other;
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
            held.add(held(document, answers, same.size() > 1));
            if (answers) {
              lines
                  .computeIfAbsent(slot.flavor(), flavor -> new TreeMap<>())
                  .put(slot.validAfter(), document);
            }
          }
        });
    lines.forEach(this::addRuns);
    held.sort(
        Comparator.comparing(HeldConsensus::validAfter)
            .thenComparing(HeldConsensus::flavor)
            .thenComparing(consensus -> !consensus.answers())
            .thenComparing(HeldConsensus::signedDigest));
    lists.sort(BY_TIME);
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
                  runs.add(new Listing(run.getKey(), flavor, run.getValue(), last));
                }
                return ends;
              });
      now.forEach(appearance -> open.putIfAbsent(appearance, step.getKey()));
      previous = step.getKey();
    }
    Instant last = previous;
    open.forEach((appearance, first) -> runs.add(new Listing(appearance, flavor, first, last)));
  }

  /** How many distinct appearances and scans are held: what memory goes into. */
  int weight() {
    return appearances.size() + scans.size();
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

  @Override
  public <T> T read(Function<Snapshot, T> reading) {
    return reading.apply(this);
  }

  private static boolean isIn(Instant time, Instant from, Instant to) {
    return !time.isBefore(from) && time.isBefore(to);
  }

  @Override
  public List<HeldConsensus> consensuses(Instant from, Instant to) {
    return held.stream().filter(c -> isIn(c.validAfter(), from, to)).toList();
  }

  @Override
  public List<HeldExitList> exitLists(Instant from, Instant to) {
    return lists.stream().filter(list -> isIn(list.time(), from, to)).toList();
  }

  private List<Listing> runs(Predicate<Appearance> wanted, Instant from, Instant to) {
    return runs.stream()
        .filter(run -> run.first().isBefore(to) && !run.last().isBefore(from))
        .filter(run -> wanted.test(run.appearance()))
        .toList();
  }

  @Override
  public List<Listing> listingsOf(InetAddress address, Instant from, Instant to) {
    return runs(appearance -> appearance.address().equals(address), from, to);
  }

  @Override
  public List<Listing> listingsOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    Set<Fingerprint> wanted = setOf(relays);
    return runs(appearance -> wanted.contains(appearance.fingerprint()), from, to);
  }

  @Override
  public List<Listing> listingsIn(IpNetwork network, Instant from, Instant to) {
    return runs(appearance -> network.contains(appearance.address()), from, to);
  }

  @Override
  public List<Listing> listings(Instant from, Instant to) {
    return runs(appearance -> true, from, to);
  }

  private static Set<Fingerprint> setOf(Iterable<Fingerprint> relays) {
    Set<Fingerprint> set = new HashSet<>();
    relays.forEach(set::add);
    return set;
  }

  private List<HeldScan> scans(Predicate<ExitScan> wanted, Instant from, Instant to) {
    return scans.entrySet().stream()
        .filter(found -> isIn(found.getKey().time(), from, to) && wanted.test(found.getKey()))
        .map(found -> new HeldScan(found.getKey(), found.getValue().sha256()))
        .sorted(
            Comparator.<HeldScan, Instant>comparing(one -> one.scan().time())
                .thenComparing(one -> one.scan().fingerprint())
                .thenComparing(one -> Addresses.format(one.scan().address())))
        .toList();
  }

  @Override
  public List<HeldScan> scansOf(InetAddress address, Instant from, Instant to) {
    return scans(scan -> scan.address().equals(address), from, to);
  }

  @Override
  public List<HeldScan> scansOf(Iterable<Fingerprint> relays, Instant from, Instant to) {
    Set<Fingerprint> wanted = setOf(relays);
    return scans(scan -> wanted.contains(scan.fingerprint()), from, to);
  }

  @Override
  public List<HeldScan> scansIn(IpNetwork network, Instant from, Instant to) {
    return scans(scan -> network.contains(scan.address()), from, to);
  }

  @Override
  public List<HeldScan> scans(Instant from, Instant to) {
    return scans(scan -> true, from, to);
  }

  /** As it was stated: a part of the records cannot show how far the rest reaches. */
  @Override
  public Optional<String> findPath(Sha256 document) {
    return Stream.concat(
            held.stream().filter(one -> one.sha256().equals(document)).map(HeldConsensus::path),
            lists.stream().filter(one -> one.sha256().equals(document)).map(HeldExitList::path))
        .findFirst();
  }

  @Override
  public Extent extent() {
    return extent;
  }

  @Override
  public List<KeyCertificate> certificates() {
    return List.of();
  }

  @Override
  public List<Custody> custody(Collection<Sha256> wanted) {
    return List.of();
  }
}
