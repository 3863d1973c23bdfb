package org.relaywitness.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.RouterStatusEntry;
import org.relaywitness.directory.RouterStatusEntry.OrAddress;
import org.relaywitness.directory.Verification;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.QuestionParser;
import org.relaywitness.lookup.Verdict;
import org.relaywitness.netdoc.ConsensusParser;
import org.relaywitness.netdoc.DocumentSplitter;
import org.relaywitness.netdoc.RawDocument;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;
import org.relaywitness.trust.AuthorityList;
import org.tukaani.xz.XZInputStream;

/**
 * Real documents of the Tor network, imported whole. Skipped by name without {@code
 * -Dreal.data=FOLDER}.
 */
class RealDataIT {
  private static final int CERTIFICATES = 185;
  private static final int VOTES = 2;
  private static final Clock CLOCK = Clock.systemUTC();
  private static final List<AutoCloseable> OPEN = new ArrayList<>();
  private static final List<String> NOTES = new ArrayList<>();
  private static final List<ImportSummary> SUMMARIES = new ArrayList<>();
  private static final List<Store> STORES = new ArrayList<>();

  private static Path data() {
    return Path.of(System.getProperty("real.data", ""));
  }

  @BeforeAll
  static void importEverything() throws Exception {
    assumeTrue(
        !data().toString().isEmpty() && Files.isDirectory(data()),
        "skipped: no real documents, name their folder with -Dreal.data");
    EmbeddedDatabase database = EmbeddedDatabase.temporary();
    OPEN.add(database);
    Store store = Store.open(database.config());
    OPEN.add(0, store);
    STORES.add(store);
    ImportListener listener =
        new ImportListener() {
          @Override
          public void progress(long bytesRead, String what) {}

          @Override
          public void note(String message) {
            NOTES.add(message);
          }
        };
    SUMMARIES.add(
        new DocumentImport(store, AuthorityList.bundled(), ArchiveLimits.defaults(), 2, listener)
            .run(List.of(data()), null));
  }

  @AfterAll
  static void close() throws Exception {
    for (AutoCloseable open : OPEN) {
      open.close();
    }
  }

  @Test
  void everyDocument_isImportedAndNoneRejected() throws Exception {
    ImportSummary summary = SUMMARIES.get(0);

    assertEquals(rows("consensuses.tsv").size(), summary.consensuses());
    assertEquals(rows("exit-lists.tsv").size(), summary.exitLists());
    assertEquals(CERTIFICATES + VOTES, summary.certificates(), "each vote embeds one");
    assertEquals(0, summary.rejected(), NOTES::toString);
    assertEquals(List.of(), NOTES);
    assertEquals(
        rows("consensuses.tsv").stream().mapToLong(row -> Long.parseLong(row.get(5))).sum(),
        summary.entries());
    assertEquals(summary.consensuses(), summary.verified());
  }

  @Test
  void everyConsensus_isHeldWithItsCountsAndStatus() throws Exception {
    List<HeldConsensus> held =
        STORES
            .get(0)
            .read(
                snapshot ->
                    snapshot.consensuses(Instant.parse("2007-01-01T00:00:00Z"), CLOCK.instant()));

    for (List<String> row : rows("consensuses.tsv")) {
      Instant validAfter = Instant.parse(row.get(2).replace(' ', 'T') + "Z");
      HeldConsensus one =
          held.stream()
              .filter(
                  consensus ->
                      consensus.validAfter().equals(validAfter)
                          && consensus.flavor().keyword().equals(row.get(1)))
              .findFirst()
              .orElseThrow();
      assertEquals(Integer.parseInt(row.get(3)), one.method(), row.get(0));
      assertEquals(Integer.parseInt(row.get(5)), one.entries(), row.get(0));
      assertEquals(Verification.VERIFIED, one.verification(), row.get(0));
      assertTrue(one.answers(), row.get(0));
    }
    assertEquals(rows("consensuses.tsv").size(), held.size());
  }

  @Test
  void relaysOfEachConsensus_getTheVerdictTheDocumentSupports() throws Exception {
    int asked = 0;
    for (List<String> row : rows("consensuses.tsv")) {
      RawDocument document = document(data().resolve(row.get(0)));
      ConsensusParser parser = new ConsensusParser();
      Consensus consensus = parser.parse(document, row.get(0), new PackedAppearances(1 << 20));
      List<RouterStatusEntry> entries = parser.parseEntries(document, row.get(0));
      for (int i = 7; i < entries.size(); i += entries.size() / 12) {
        RouterStatusEntry entry = entries.get(i);
        for (OrAddress or : entry.orAddresses()) {
          Answer answer = ask(or, consensus.validAfter().plus(Duration.ofMinutes(30)));
          String which = row.get(0) + " " + entry.fingerprint();
          assertTrue(
              answer.relays().stream()
                  .anyMatch(relay -> relay.fingerprint().equals(entry.fingerprint())),
              which);
          assertTrue(
              answer.verdict().compareTo(supported(entry, consensus.flavor())) <= 0,
              () -> which + ": " + answer.verdict());
          if (answer.verdict() != Verdict.EXIT_OBSERVED && alone(or, entries)) {
            assertEquals(supported(entry, consensus.flavor()), answer.verdict(), which);
          }
          asked++;
        }
      }
    }
    assertTrue(asked > 250, "asked " + asked);
  }

  @Test
  void scannedExit_isObservedAtItsHour() throws Exception {
    Answer answer = ask("162.247.72.201", "2016-09-20T13:30:00Z");

    assertEquals(Verdict.EXIT_OBSERVED, answer.verdict());
    assertFalse(answer.relays().get(0).scans().isEmpty());
  }

  @Test
  void strangerAtEachHour_isInconclusiveWithTheMissingHoursNamed() throws Exception {
    for (List<String> row : rows("consensuses.tsv")) {
      Instant validAfter = Instant.parse(row.get(2).replace(' ', 'T') + "Z");
      Answer answer = ask("192.0.2.77", validAfter.plus(Duration.ofMinutes(30)).toString());

      assertEquals(Verdict.INCONCLUSIVE, answer.verdict(), row.get(0));
      assertFalse(answer.coverage().complete());
      List<Instant> missing = answer.coverage().consensuses().missing();
      assertTrue(missing.size() >= 23, row.get(0) + ": " + missing);
      assertFalse(missing.contains(validAfter), row.get(0));
    }
  }

  /** What one entry alone says, no port asked. */
  private static Verdict supported(RouterStatusEntry entry, Flavor flavor) {
    ExitPolicySummary policy = entry.policy();
    assertTrue(policy == null || flavor == Flavor.NS);
    if (entry.exit() || (policy != null && policy.allowsSome())) {
      return Verdict.EXIT_POSSIBLE;
    }
    return policy == null ? Verdict.RELAY_EXIT_UNKNOWN : Verdict.RELAY_NO_EXIT;
  }

  private static boolean alone(OrAddress or, List<RouterStatusEntry> entries) {
    return entries.stream()
            .filter(
                entry ->
                    entry.orAddresses().stream()
                        .anyMatch(other -> other.address().equals(or.address())))
            .count()
        == 1;
  }

  private static Answer ask(OrAddress or, Instant at) throws Exception {
    return ask(Addresses.format(or.address()), at.toString());
  }

  private static Answer ask(String address, String at) throws Exception {
    Question question = new QuestionParser(CLOCK).parse(address, at, null, null, null, null);
    return STORES.get(0).read(snapshot -> Lookup.answer(question, snapshot, CLOCK.instant()));
  }

  private static RawDocument document(Path file) throws Exception {
    try (InputStream in = new XZInputStream(Files.newInputStream(file))) {
      return DocumentSplitter.split(in.readAllBytes()).get(0);
    }
  }

  private static List<List<String>> rows(String table) throws Exception {
    try (Stream<String> lines = Files.lines(data().resolve(table))) {
      return lines.skip(1).map(line -> List.of(line.split("\t", -1))).toList();
    }
  }
}
