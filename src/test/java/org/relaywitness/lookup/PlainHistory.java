package org.relaywitness.lookup;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;

/**
 * The records as plain sets in memory: a second real implementation of {@link RelayHistory}, beside
 * the one over PostgreSQL, small enough to be read through. It decides itself which document
 * answers, and finds the runs itself.
 */
final class PlainHistory implements RelayHistory, RelayHistory.Snapshot {

  /** A consensus and what it lists. {@code answers} and {@code conflict} of it are not read. */
  record Document(HeldConsensus consensus, Set<Appearance> appearances) {
    Document {
      appearances = Set.copyOf(appearances);
    }
  }

  /** An exit list and what it reports. */
  record ScanList(HeldExitList list, Set<ExitScan> scans) {
    ScanList {
      scans = Set.copyOf(scans);
    }
  }

  private record Slot(Flavor flavor, Instant validAfter) {}

  private final List<Document> documents;
  private final List<ScanList> lists;
  private final List<HeldConsensus> held = new ArrayList<>();
  private final List<Listing> runs = new ArrayList<>();
  private final Map<Flavor, TreeMap<Instant, Document>> answering = new LinkedHashMap<>();

  PlainHistory(Collection<Document> documents, Collection<ScanList> lists) {
    this.documents = List.copyOf(documents);
    this.lists = List.copyOf(lists);
    for (Flavor flavor : Flavor.values()) {
      answering.put(flavor, new TreeMap<>());
    }
    Map<Slot, List<Document>> slots = new LinkedHashMap<>();
    for (Document document : documents) {
      HeldConsensus c = document.consensus();
      slots
          .computeIfAbsent(new Slot(c.flavor(), c.validAfter()), s -> new ArrayList<>())
          .add(document);
    }
    slots.forEach(this::decide);
    answering.forEach((flavor, line) -> runs.addAll(runs(flavor, line)));
    held.sort(Comparator.comparing(HeldConsensus::validAfter).thenComparing(HeldConsensus::flavor));
  }

  List<Document> documents() {
    return documents;
  }

  List<ScanList> lists() {
    return lists;
  }

  private void decide(Slot slot, List<Document> same) {
    List<Document> ranked = new ArrayList<>(same);
    ranked.sort(
        (a, b) -> {
          HeldConsensus x = a.consensus();
          HeldConsensus y = b.consensus();
          if (x.verification() != y.verification()) {
            return x.verification().isBetterThan(y.verification()) ? -1 : 1;
          }
          return x.goodSignatures() != y.goodSignatures()
              ? y.goodSignatures() - x.goodSignatures()
              : x.signedDigest().compareTo(y.signedDigest());
        });
    for (Document document : ranked) {
      boolean answers =
          document.equals(ranked.get(0)) && document.consensus().verification().counts();
      HeldConsensus marked = marked(document.consensus(), answers, same.size() > 1);
      held.add(marked);
      if (answers) {
        documentsOf(slot.flavor())
            .put(slot.validAfter(), new Document(marked, document.appearances()));
      }
    }
  }

  private NavigableMap<Instant, Document> documentsOf(Flavor flavor) {
    return Objects.requireNonNull(answering.get(flavor));
  }

  private static HeldConsensus marked(HeldConsensus c, boolean answers, boolean conflict) {
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
        c.verification(),
        c.goodSignatures(),
        c.needed(),
        c.authorities(),
        c.weakKeys(),
        c.path(),
        c.source());
  }

  @Override
  public <T> T read(Function<Snapshot, T> reading) {
    return reading.apply(this);
  }

  @Override
  public List<HeldConsensus> consensuses(Instant from, Instant to) {
    return held.stream().filter(c -> isIn(c.validAfter(), from, to)).toList();
  }

  @Override
  public List<HeldExitList> exitLists(Instant from, Instant to) {
    return lists.stream()
        .map(ScanList::list)
        .filter(list -> isIn(list.time(), from, to))
        .sorted(Comparator.comparing(HeldExitList::time))
        .toList();
  }

  private static boolean isIn(Instant time, Instant from, Instant to) {
    return !time.isBefore(from) && time.isBefore(to);
  }

  private List<Listing> runs(Predicate<Appearance> wanted, Instant from, Instant to) {
    return runs.stream()
        .filter(run -> wanted.test(run.appearance()))
        .filter(run -> run.first().isBefore(to) && !run.last().isBefore(from))
        .toList();
  }

  /** Maximal runs, whole ones. */
  private static List<Listing> runs(Flavor flavor, NavigableMap<Instant, Document> line) {
    List<Listing> runs = new ArrayList<>();
    Map<Appearance, Instant> open = new LinkedHashMap<>();
    @Nullable Instant previous = null;
    for (Map.Entry<Instant, Document> step : line.entrySet()) {
      Set<Appearance> now = step.getValue().appearances();
      for (Appearance appearance : List.copyOf(open.keySet())) {
        if (!now.contains(appearance)) {
          Instant first = Objects.requireNonNull(open.remove(appearance));
          runs.add(new Listing(appearance, flavor, first, Objects.requireNonNull(previous)));
        }
      }
      now.forEach(appearance -> open.putIfAbsent(appearance, step.getKey()));
      previous = step.getKey();
    }
    Instant last = previous;
    if (last != null) {
      open.forEach((appearance, first) -> runs.add(new Listing(appearance, flavor, first, last)));
    }
    return runs;
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
    Map<ExitScan, HeldExitList> earliest = new LinkedHashMap<>();
    for (ScanList list : lists) {
      for (ExitScan scan : list.scans()) {
        if (wanted.test(scan) && isIn(scan.time(), from, to)) {
          earliest.merge(scan, list.list(), (a, b) -> a.time().isAfter(b.time()) ? b : a);
        }
      }
    }
    return earliest.entrySet().stream()
        .map(found -> new HeldScan(found.getKey(), found.getValue().sha256()))
        .sorted(
            Comparator.comparing((HeldScan scan) -> scan.scan().time())
                .thenComparing(scan -> scan.scan().toString()))
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

  @Override
  public Optional<String> findPath(Sha256 document) {
    return Stream.concat(
            held.stream()
                .filter(consensus -> consensus.sha256().equals(document))
                .map(HeldConsensus::path),
            lists.stream()
                .map(ScanList::list)
                .filter(list -> list.sha256().equals(document))
                .map(HeldExitList::path))
        .findFirst();
  }

  @Override
  public Extent extent() {
    List<Instant> answered =
        answering.values().stream().flatMap(line -> line.keySet().stream()).sorted().toList();
    List<Instant> listed = lists.stream().map(list -> list.list().time()).sorted().toList();
    return new Extent(
        answered.isEmpty() ? null : answered.get(0),
        answered.isEmpty() ? null : answered.get(answered.size() - 1),
        listed.isEmpty() ? null : listed.get(0),
        listed.isEmpty() ? null : listed.get(listed.size() - 1));
  }

  @Override
  public List<KeyCertificate> certificates() {
    return List.of();
  }

  @Override
  public List<Custody> custody(Collection<Sha256> wanted) {
    List<Custody> custody = new ArrayList<>();
    for (Document document : documents) {
      HeldConsensus c = document.consensus();
      if (wanted.contains(c.sha256())) {
        custody.add(custody(c.sha256(), c.path(), c.source()));
      }
    }
    for (ScanList list : lists) {
      HeldExitList l = list.list();
      if (wanted.contains(l.sha256())) {
        custody.add(custody(l.sha256(), l.path(), l.source()));
      }
    }
    custody.sort(Comparator.comparing(Custody::sha256));
    return custody;
  }

  private static Custody custody(Sha256 sha256, String path, String source) {
    return new Custody(sha256, path, source, null, Instant.EPOCH, "test");
  }

  /** A digest to tell documents apart. */
  static Sha256 digestOf(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return Sha256.digest(bytes);
  }
}
