package org.relaywitness.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.store.TestDocuments.appearance;
import static org.relaywitness.store.TestDocuments.scan;
import static org.relaywitness.store.TestDocuments.signatures;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.AddressRecords;
import org.relaywitness.lookup.Answering;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;
import org.relaywitness.lookup.HeldScan;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.Listing;
import org.relaywitness.lookup.NetworkRecords;
import org.relaywitness.lookup.RelayHistory.Snapshot;
import org.relaywitness.lookup.Sought;
import org.relaywitness.store.TestDocuments.Signed;

/**
 * Holds the whole store against the plain set of documents: whatever comes, in whatever order,
 * again and again, in batches of any size, and goes again.
 */
class StoreLawIT {
  /** Hours around the end of a month, in seconds from this: runs are cut there. */
  private static final Instant START = Instant.parse("2024-02-29T19:00:00Z");

  private static final List<Appearance> APPEARANCES =
      List.of(
          appearance(1, "192.0.2.1", 0),
          appearance(1, "2001::1", 0),
          appearance(2, "192.0.2.1", 1),
          appearance(2, "192.0.2.2", 1),
          appearance(2, "192.0.2.2", 2),
          appearance(3, "198.51.100.3", 3));

  private static final List<List<DirectorySignature>> SIGNATURES =
      List.of(
          signatures(Signed.WELL, Signed.WELL, Signed.WELL),
          signatures(Signed.WELL, Signed.WELL, Signed.WELL, Signed.WELL),
          signatures(Signed.WELL, Signed.BADLY),
          signatures(Signed.WELL),
          signatures(Signed.WELL, Signed.WITHOUT_CERTIFICATE, Signed.WITHOUT_CERTIFICATE),
          List.of(
              TestDocuments.signature(3, Signed.WELL), TestDocuments.signature(4, Signed.WELL)));

  private static final DatabaseConfig CONFIG = TestDatabases.fresh();

  private static final Store STORE = Store.open(CONFIG);

  /** Whether the certificates that some signatures wait for are there. */
  private boolean certificates;

  private final ConsensusVerifier verifier =
      (flavor, validAfter, signedDigest, signatures) ->
          TestDocuments.verifier(certificates).check(flavor, validAfter, signedDigest, signatures);

  /** One step: something comes, goes or ends. */
  sealed interface Step {
    /** A copy of a consensus comes; its content is a bit for each appearance. */
    record AddConsensus(boolean microdesc, int hour, int content, int signatures, int annotation)
        implements Step {}

    /** An exit list comes; its scans are a bit for each relay and time. */
    record AddList(int hour, int scans) implements Step {}

    /** The open batch is committed. */
    record Flush() implements Step {}

    /** The import ends, and another begins; what was not committed is lost. */
    record Break() implements Step {}

    /** One of the held documents goes. */
    record Forget(int which) implements Step {}

    /** The missing certificates come. */
    record Certify() implements Step {}
  }

  @AfterContainer
  static void close() {
    STORE.close();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> add =
        Combinators.combine(
                Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true)),
                Arbitraries.integers().between(0, 9),
                // Few contents, so that copies and conflicts both happen.
                Arbitraries.frequencyOf(
                    Tuple.of(3, Arbitraries.integers().between(0, 63)),
                    Tuple.of(3, Arbitraries.of(63, 62, 31)),
                    Tuple.of(1, Arbitraries.just(0))),
                Arbitraries.integers().between(0, SIGNATURES.size() - 1),
                Arbitraries.integers().between(0, 1))
            .as(Step.AddConsensus::new);
    Arbitrary<Step> list =
        Combinators.combine(
                Arbitraries.integers().between(0, 9), Arbitraries.integers().between(0, 4095))
            .as(Step.AddList::new);
    Arbitrary<Step> forget = Arbitraries.integers().between(0, 1000).map(Step.Forget::new);
    return Arbitraries.frequencyOf(
            Tuple.of(20, add),
            Tuple.of(5, list),
            Tuple.of(6, Arbitraries.create(Step.Flush::new)),
            Tuple.of(1, Arbitraries.create(Step.Break::new)),
            Tuple.of(4, forget),
            Tuple.of(1, Arbitraries.create(Step.Certify::new)))
        .list()
        .ofMinSize(10)
        .ofMaxSize(60);
  }

  @Property(tries = 30, shrinking = ShrinkingMode.BOUNDED)
  void content_afterAnySteps_isWhatTheDocumentsSaid(@ForAll("steps") List<Step> steps)
      throws SQLException {
    empty();
    certificates = false;
    PlainRecords committed = new PlainRecords();
    PlainRecords open = new PlainRecords();
    ImportSession session = STORE.beginImport(verifier);
    int source = session.source("/somewhere", 1);
    try {
      for (Step step : steps) {
        if (step instanceof Step.AddConsensus add) {
          TestDocuments.Copy copy = copy(add);
          boolean fresh = isFresh(committed, open, copy.consensus().sha256());
          assertEquals(fresh, add(session, copy, source));
          if (fresh) {
            open.copies.put(copy.consensus().sha256(), copy);
          }
        } else if (step instanceof Step.AddList add) {
          ExitList list = list(add);
          boolean fresh = isFresh(committed, open, list.sha256());
          assertEquals(fresh, session.add(list, source, "list"));
          if (fresh) {
            open.lists.put(list.sha256(), list);
          }
        } else if (step instanceof Step.Break) {
          session.close();
          open = new PlainRecords();
          session = STORE.beginImport(verifier);
          source = session.source("/somewhere", 1);
        } else {
          session.flush();
          commit(open, committed);
          change(step, session, committed);
          compare(committed);
        }
      }
      session.flush();
      commit(open, committed);
      compare(committed);
    } finally {
      session.close();
    }
    importAgainInAnotherOrder(committed);
  }

  private static boolean isFresh(PlainRecords committed, PlainRecords open, Sha256 sha256) {
    return !committed.copies.containsKey(sha256)
        && !open.copies.containsKey(sha256)
        && !committed.lists.containsKey(sha256)
        && !open.lists.containsKey(sha256);
  }

  private static void commit(PlainRecords open, PlainRecords committed) {
    committed.copies.putAll(open.copies);
    committed.lists.putAll(open.lists);
    open.copies.clear();
    open.lists.clear();
  }

  private void change(Step step, ImportSession session, PlainRecords committed) {
    if (step instanceof Step.Certify) {
      certificates = true;
      session.recheck(verifier);
    } else if (step instanceof Step.Forget forget) {
      List<Sha256> held = new ArrayList<>(committed.copies.keySet());
      held.addAll(committed.lists.keySet());
      if (!held.isEmpty()) {
        Sha256 sha256 = held.get(forget.which() % held.size());
        assertTrue(session.forget(sha256).isPresent());
        committed.copies.remove(sha256);
        committed.lists.remove(sha256);
      }
    }
  }

  private boolean add(ImportSession session, TestDocuments.Copy copy, int source) {
    return session.add(
        copy.consensus(),
        PackedAppearances.of(copy.appearances()),
        verifier.check(
            copy.consensus().flavor(),
            copy.consensus().validAfter(),
            copy.consensus().signedDigest(),
            copy.consensus().signatures()),
        source,
        "path");
  }

  private static TestDocuments.Copy copy(Step.AddConsensus add) {
    List<Appearance> content = new ArrayList<>();
    for (int i = 0; i < APPEARANCES.size(); i++) {
      if ((add.content() & (1 << i)) != 0) {
        content.add(APPEARANCES.get(i));
      }
    }
    return TestDocuments.consensus(
        add.microdesc() ? Flavor.MICRODESC : Flavor.NS,
        START.plusSeconds(3600L * add.hour()),
        content,
        SIGNATURES.get(add.signatures()),
        add.annotation() == 0 ? "" : "crlf ");
  }

  private static ExitList list(Step.AddList add) {
    List<ExitScan> scans = new ArrayList<>();
    for (int bit = 0; bit < 12; bit++) {
      if ((add.scans() & (1 << bit)) != 0) {
        scans.add(
            scan(
                1 + bit % 3,
                bit % 2 == 0 ? "192.0.2.1" : "2001::1",
                START.plusSeconds(4000L * (bit / 2))));
      }
    }
    return TestDocuments.exitList(START.plusSeconds(3600L * add.hour()), scans);
  }

  private void importAgainInAnotherOrder(PlainRecords records) throws SQLException {
    empty();
    List<TestDocuments.Copy> copies = new ArrayList<>(records.copies.values());
    copies.sort((a, b) -> b.consensus().sha256().compareTo(a.consensus().sha256()));
    List<ExitList> lists = new ArrayList<>(records.lists.values());
    lists.sort((a, b) -> b.sha256().compareTo(a.sha256()));
    try (ImportSession session = STORE.beginImport(verifier)) {
      int source = session.source("/elsewhere", 1);
      for (ExitList list : lists) {
        session.add(list, source, "list");
      }
      for (TestDocuments.Copy copy : copies) {
        add(session, copy, source);
      }
      session.flush();
    }
    compare(records);
  }

  private void compare(PlainRecords records) {
    assertEquals(records.digest(verifier), STORE.digest());
    Map<PlainRecords.Hour, Set<Appearance>> truth = records.answering(verifier);
    STORE.read(
        snapshot -> {
          compareConsensuses(
              records, snapshot.consensuses(Instant.MIN, Instant.MAX), truth.keySet());
          assertEquals(
              snapshot.consensuses(Instant.MIN, Instant.MAX).stream()
                  .filter(held -> held.answers() && held.verification().counts())
                  .map(
                      held ->
                          new Answering(
                              held.flavor(),
                              held.validAfter(),
                              held.freshUntil(),
                              held.verification()))
                  .toList(),
              snapshot.answering(Instant.MIN, Instant.MAX));
          assertEquals(
              snapshot.exitLists(Instant.MIN, Instant.MAX).stream()
                  .map(HeldExitList::time)
                  .toList(),
              snapshot.exitListTimes(Instant.MIN, Instant.MAX));
          for (int from = 0; from < 10; from += 3) {
            Instant begin = START.plusSeconds(3600L * from - 60);
            Instant end = begin.plusSeconds(3600L * (10 - from));
            compareDays(snapshot, begin, end);
            compareExits(snapshot, begin, end);
            assertEquals(
                within(truth, begin, end),
                decode(snapshot.listings(begin, end), truth.keySet(), begin, end));
          }
          for (Appearance asked : APPEARANCES) {
            assertEquals(
                snapshot.listings(START, Instant.MAX).stream()
                    .filter(one -> one.appearance().address().equals(asked.address()))
                    .collect(Collectors.toSet()),
                new HashSet<>(snapshot.listingsOf(asked.address(), START, Instant.MAX)));
          }
          compareManyAtOnce(snapshot);
          compareAddresses(snapshot);
          Map<ExitScan, Sha256> scans = new HashMap<>();
          for (HeldScan held : snapshot.scans(Instant.MIN, Instant.MAX)) {
            scans.put(held.scan(), held.list());
          }
          assertEquals(records.scans(), scans);
          return true;
        });
  }

  /** What is kept day by day says what is read at once. */
  private static void compareDays(Snapshot snapshot, Instant begin, Instant end) {
    assertEquals(
        snapshot.consensuses(Instant.MIN, Instant.MAX).stream()
            .filter(held -> !held.validAfter().isBefore(begin) && held.validAfter().isBefore(end))
            .toList(),
        snapshot.consensuses(begin, end));
    assertEquals(
        snapshot.exitLists(Instant.MIN, Instant.MAX).stream()
            .filter(held -> !held.time().isBefore(begin) && held.time().isBefore(end))
            .toList(),
        snapshot.exitLists(begin, end));
  }

  /**
   * The exits, and a relay asked for besides, are among it with all that lists them; another relay
   * may be, with all that lists it.
   */
  private static void compareExits(Snapshot snapshot, Instant begin, Instant end) {
    Fingerprint also = APPEARANCES.get(0).fingerprint();
    List<Listing> all = snapshot.listings(begin, end);
    List<Listing> found = snapshot.listingsOfExits(List.of(also), begin, end);
    Set<Fingerprint> relays =
        all.stream()
            .map(Listing::appearance)
            .filter(one -> one.exit() || (one.policy() != null && one.policy().allowsSome()))
            .map(Appearance::fingerprint)
            .collect(Collectors.toSet());
    relays.add(also);
    found.forEach(one -> relays.add(one.appearance().fingerprint()));
    assertEquals(
        all.stream()
            .filter(one -> relays.contains(one.appearance().fingerprint()))
            .collect(Collectors.toSet()),
        new HashSet<>(found));
  }

  /** Many spans in one query say what each says alone, in the same order. */
  private static void compareManyAtOnce(Snapshot snapshot) {
    List<Sought<InetAddress>> addresses = new ArrayList<>();
    List<Sought<Fingerprint>> relays = new ArrayList<>();
    List<Listing> listings = new ArrayList<>();
    List<Listing> relayListings = new ArrayList<>();
    Set<HeldScan> scans = new HashSet<>();
    for (Appearance asked : APPEARANCES) {
      for (int from = 0; from < 10; from += 4) {
        Instant begin = START.plusSeconds(3600L * from - 60);
        Instant end = begin.plusSeconds(3600L * 3);
        addresses.add(new Sought<>(asked.address(), begin, end));
        relays.add(new Sought<>(asked.fingerprint(), begin, end));
        listings.addAll(snapshot.listingsOf(asked.address(), begin, end));
        relayListings.addAll(snapshot.listingsOf(List.of(asked.fingerprint()), begin, end));
        scans.addAll(snapshot.scansOf(asked.address(), begin, end));
      }
    }
    assertEquals(listings, snapshot.listingsOfAddresses(addresses));
    assertEquals(relayListings, snapshot.listingsOfRelays(relays));
    assertEquals(scans, new HashSet<>(snapshot.scansOfAddresses(addresses)));
    assertEquals(List.of(), snapshot.listingsOfAddresses(List.of()));
  }

  /**
   * What is read about an address in one go is what the questions say one by one; another relay may
   * be among it, with all that lists it.
   */
  private static void compareAddresses(Snapshot snapshot) {
    for (Appearance asked : APPEARANCES) {
      for (int from = 0; from < 10; from += 4) {
        Instant begin = START.plusSeconds(3600L * from - 60);
        Instant scansBegin = begin.plusSeconds(3600);
        Instant end = begin.plusSeconds(3600L * 3);
        AddressRecords found = snapshot.recordsOf(asked.address(), scansBegin, begin, end);
        assertEquals(snapshot.scansOf(asked.address(), scansBegin, end), found.scans());
        Set<Fingerprint> relays = new HashSet<>();
        found.scans().forEach(scan -> relays.add(scan.scan().fingerprint()));
        snapshot
            .listingsOf(asked.address(), begin, end)
            .forEach(listing -> relays.add(listing.appearance().fingerprint()));
        found.listings().forEach(listing -> relays.add(listing.appearance().fingerprint()));
        assertEquals(snapshot.listingsOf(relays, begin, end), found.listings());
        IpNetwork network = IpNetwork.around(asked.address(), 24);
        NetworkRecords near = snapshot.recordsIn(network, scansBegin, begin, end);
        assertEquals(snapshot.scannedIn(network, scansBegin, end), near.scanned());
        assertEquals(snapshot.listingsIn(network, begin, end), near.listings());
      }
    }
  }

  private void compareConsensuses(
      PlainRecords records, List<HeldConsensus> held, Set<PlainRecords.Hour> answering) {
    Set<String> expected = new HashSet<>();
    records
        .hours(verifier)
        .forEach(
            (hour, all) ->
                all.forEach(
                    one ->
                        expected.add(
                            line(
                                one.signedDigest(),
                                hour.validAfter(),
                                one.status().code(),
                                one.good(),
                                one.signedDigest().equals(all.get(0).signedDigest())
                                    && answering.contains(hour),
                                all.size() > 1))));
    Set<String> found = new HashSet<>();
    held.forEach(
        one ->
            found.add(
                line(
                    one.signedDigest(),
                    one.validAfter(),
                    one.verification().code(),
                    one.goodSignatures(),
                    one.answers(),
                    one.conflict())));
    assertEquals(expected, found);
    assertEquals(expected.size(), held.size());
  }

  private static String line(
      String digest, Instant time, String status, int good, boolean answers, boolean conflict) {
    return digest + " " + time + " " + status + " " + good + " " + answers + " " + conflict;
  }

  private static Map<PlainRecords.Hour, Set<Appearance>> within(
      Map<PlainRecords.Hour, Set<Appearance>> truth, Instant from, Instant to) {
    Map<PlainRecords.Hour, Set<Appearance>> within = new HashMap<>();
    truth.forEach(
        (hour, appearances) -> {
          if (!hour.validAfter().isBefore(from)
              && hour.validAfter().isBefore(to)
              && !appearances.isEmpty()) {
            within.put(hour, appearances);
          }
        });
    return within;
  }

  /** What listings say of the interval; each must have real ends and a member within it. */
  private static Map<PlainRecords.Hour, Set<Appearance>> decode(
      List<Listing> listings, Set<PlainRecords.Hour> answering, Instant from, Instant to) {
    Map<PlainRecords.Hour, Set<Appearance>> decoded = new HashMap<>();
    for (Listing listing : listings) {
      assertTrue(answering.contains(new PlainRecords.Hour(listing.flavor(), listing.first())));
      assertTrue(answering.contains(new PlainRecords.Hour(listing.flavor(), listing.last())));
      boolean any = false;
      for (PlainRecords.Hour hour : answering) {
        if (hour.flavor() == listing.flavor()
            && !hour.validAfter().isBefore(from)
            && hour.validAfter().isBefore(to)
            && !hour.validAfter().isBefore(listing.first())
            && !hour.validAfter().isAfter(listing.last())) {
          any = true;
          assertTrue(
              decoded.computeIfAbsent(hour, key -> new HashSet<>()).add(listing.appearance()));
        }
      }
      assertTrue(any);
    }
    return decoded;
  }

  private static void empty() throws SQLException {
    try (Connection connection = TestDatabases.connect(CONFIG);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "truncate run, exit_scan, consensus_entries, consensus_document, consensus, exit_list,"
              + " key_certificate, rejected_document, source, relay, policy");
    }
  }
}
