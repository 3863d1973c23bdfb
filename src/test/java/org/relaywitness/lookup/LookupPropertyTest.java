package org.relaywitness.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.lookup.Answer.ListedStretch;
import org.relaywitness.lookup.Answer.RelayMatch;
import org.relaywitness.lookup.Answer.ScanSeen;

/** Laws of the answer over random histories and questions. */
class LookupPropertyTest {

  private static Answer answer(PlainHistory history, RandomCase given) {
    return Lookup.answer(given.question, history, given.now);
  }

  @Property(tries = 6000)
  void answer_anyHistory_isWhatTheDescriptionSays(@ForAll long seed) {
    RandomCase given = new RandomCase(seed);
    SlowOracle oracle = new SlowOracle(given.history, given.question, given.now);
    Answer answer = answer(given.history, given);
    assertEquals(oracle.missing, seconds(answer.coverage().consensuses().missing()), "missing");
    assertEquals(oracle.pending, seconds(answer.coverage().consensuses().pending()), "pending");
    assertEquals(oracle.listsComplete, answer.coverage().exitLists().complete(), "lists");
    Map<Fingerprint, String> relays = new HashMap<>();
    for (RelayMatch relay : answer.relays()) {
      relays.put(relay.fingerprint(), relay.verdict().code());
      assertEquals(
          oracle.scansAt.getOrDefault(relay.fingerprint(), Set.of()), scans(relay, true), "at");
      assertEquals(
          oracle.scansNear.getOrDefault(relay.fingerprint(), Set.of()),
          scans(relay, false),
          "near");
    }
    assertEquals(oracle.relays, relays, "relays");
    assertEquals(oracle.verdict, answer.verdict().code(), "verdict");
    assertEquals(oracle.inForce, answer.inForce(), "in force");
  }

  private static Set<Long> seconds(List<Instant> instants) {
    Set<Long> seconds = new TreeSet<>();
    instants.forEach(instant -> seconds.add(instant.getEpochSecond()));
    return seconds;
  }

  private static Set<Long> scans(RelayMatch relay, boolean atTheTime) {
    Set<Long> seconds = new TreeSet<>();
    for (ScanSeen scan : relay.scans()) {
      if (scan.atTheTime() == atTheTime) {
        seconds.add(scan.time().getEpochSecond());
      }
    }
    return seconds;
  }

  @Example
  void randomCases_manySeeds_reachEveryVerdict() {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    for (long seed = 0; seed < 2000; seed++) {
      RandomCase given = new RandomCase(seed);
      counts.merge(answer(given.history, given).verdict(), 1, Integer::sum);
    }
    for (Verdict verdict : Verdict.values()) {
      assertTrue(counts.getOrDefault(verdict, 0) >= 20, verdict + " in " + counts);
    }
  }

  @Property(tries = 1500)
  void removal_ofAnyConsensusOfTheCoveredWindow_neverLeavesNotListed(@ForAll long seed) {
    RandomCase given = new RandomCase(seed);
    Answer answer = answer(given.history, given);
    Assume.that(answer.verdict() == Verdict.NOT_LISTED);
    Window window = Window.of(given.question);
    Set<Instant> times = new TreeSet<>();
    given.history.documents().forEach(d -> times.add(d.consensus().validAfter()));
    for (Instant time : times) {
      boolean due = time.isAfter(window.coveredAfter()) && time.isBefore(window.to());
      if (due && !time.isAfter(given.now.minus(CoverageRule.PENDING))) {
        PlainHistory less =
            new PlainHistory(
                given.history.documents().stream()
                    .filter(d -> !d.consensus().validAfter().equals(time))
                    .toList(),
                given.history.lists());
        Answer weaker = answer(less, given);
        if (isDue(given, less, time) || isRegular(given)) {
          assertEquals(Verdict.INCONCLUSIVE, weaker.verdict(), "without " + time);
          assertTrue(weaker.coverage().consensuses().missing().contains(time));
        }
      }
    }
  }

  /** Whether every consensus is of a full hour and fresh for one: then each of them is due. */
  private static boolean isRegular(RandomCase given) {
    return given.history.documents().stream()
        .map(PlainHistory.Document::consensus)
        .allMatch(
            c ->
                c.validAfter().truncatedTo(ChronoUnit.HOURS).equals(c.validAfter())
                    && c.validAfter().plus(Records.HOUR).equals(c.freshUntil()));
  }

  /** A consensus at odd minutes, of which no other record knows, is not due without itself. */
  private static boolean isDue(RandomCase given, PlainHistory less, Instant time) {
    Window window = Window.of(given.question);
    Timeline timeline = Timeline.of(less.consensuses(window.readFrom(), window.nearTo()));
    boolean ipv6 = CoverageRule.isIpv6(given.question.address());
    return DueWalk.startingAfter(
            window.coveredAfter(),
            timeline.consensuses().stream().filter(c -> CoverageRule.covers(c, ipv6)).toList())
        .upTo(window.to())
        .stream()
        .anyMatch(due -> due.time().equals(time));
  }

  @Property(tries = 1500)
  void removal_ofAnything_neverTurnsAnAnswerIntoNotListedWhileHoursAreMissing(@ForAll long seed) {
    RandomCase given = new RandomCase(seed);
    Random random = new Random(seed);
    PlainHistory less =
        new PlainHistory(
            given.history.documents().stream().filter(d -> random.nextInt(10) > 0).toList(),
            given.history.lists().stream().filter(l -> random.nextInt(10) > 0).toList());
    Answer answer = answer(less, given);
    if (answer.verdict() == Verdict.NOT_LISTED) {
      assertTrue(answer.coverage().complete());
      assertTrue(answer.coverage().consensuses().missing().isEmpty());
    }
    if (answer.relays().isEmpty() && !answer.coverage().complete()) {
      assertEquals(Verdict.INCONCLUSIVE, answer.verdict());
    }
  }

  @Property(tries = 3000)
  void originalPositive_forAUtcDate_isNeverNotListed(@ForAll long seed) {
    RandomCase given = new RandomCase(seed);
    LocalDate date = LocalDate.ofInstant(given.question.from(), ZoneOffset.UTC);
    InetAddress address = given.question.address();
    OriginalAnswer original =
        OriginalRule.answer(new OriginalQuestion(address, date), given.history);
    Assume.that(original.positive());
    Answer answer =
        Lookup.answer(
            Question.ofDate(address, date, ZoneOffset.UTC, null), given.history, given.now);
    assertTrue(answer.verdict().compareTo(Verdict.NEAR_IN_TIME) <= 0, answer.verdict().code());
    assertNotEquals(List.of(), answer.relays());
  }

  @Property(tries = 1000)
  void records_farFromTheWindow_changeNothing(@ForAll long seed) {
    RandomCase given = new RandomCase(seed);
    Window window = Window.of(given.question);
    PlainHistory near =
        new PlainHistory(
            given.history.documents().stream()
                .filter(d -> !d.consensus().validAfter().isBefore(window.readFrom()))
                .filter(d -> d.consensus().validAfter().isBefore(window.nearTo()))
                .toList(),
            given.history.lists());
    assertSame(answer(given.history, given), answer(near, given));
  }

  @Property(tries = 1000)
  void records_inAnotherOrder_changeNothing(@ForAll long seed) {
    RandomCase given = new RandomCase(seed);
    List<PlainHistory.Document> documents = new ArrayList<>(given.history.documents());
    List<PlainHistory.ScanList> lists = new ArrayList<>(given.history.lists());
    Collections.shuffle(documents, new Random(seed));
    Collections.shuffle(lists, new Random(seed));
    assertEquals(answer(given.history, given), answer(new PlainHistory(documents, lists), given));
  }

  @Property(tries = 1000)
  void otherRelays_atOtherAddresses_changeNothingButTheNeighbours(@ForAll long seed) {
    RandomCase given = new RandomCase(seed);
    List<PlainHistory.Document> documents = new ArrayList<>();
    for (PlainHistory.Document document : given.history.documents()) {
      Set<org.relaywitness.directory.Appearance> more = new HashSet<>(document.appearances());
      more.add(Records.appearance(99, "203.0.113.5", true, null));
      documents.add(new PlainHistory.Document(document.consensus(), more));
    }
    assertSame(
        answer(given.history, given),
        answer(new PlainHistory(documents, given.history.lists()), given));
  }

  /** All but how far the records reach. */
  private static void assertSame(Answer one, Answer other) {
    assertEquals(one.verdict(), other.verdict());
    assertEquals(one.inForce(), other.inForce());
    assertEquals(one.relays(), other.relays());
    assertEquals(one.nearby(), other.nearby());
    assertEquals(one.limits(), other.limits());
    assertEquals(one.consensuses(), other.consensuses());
    assertEquals(one.coverage().consensuses(), other.coverage().consensuses());
    assertEquals(one.coverage().exitLists(), other.coverage().exitLists());
  }

  @Property(tries = 1500)
  void stretches_ofEachRelay_areExactlyItsEntries(@ForAll long seed) {
    RandomCase given = new RandomCase(seed);
    Window window = Window.of(given.question);
    Timeline timeline =
        Timeline.of(given.history.consensuses(window.readFrom(), window.nearTo()))
            .filter(window::holds);
    for (RelayMatch relay : answer(given.history, given).relays()) {
      List<Entry> entries =
          timeline
              .entries(
                  given.history.listingsOf(
                      List.of(relay.fingerprint()), window.readFrom(), window.nearTo()))
              .getOrDefault(relay.fingerprint(), List.of());
      int told = 0;
      for (ListedStretch stretch : relay.listed()) {
        told += stretch.consensuses();
        long inside =
            entries.stream()
                .filter(e -> !e.validAfter().isBefore(stretch.first()))
                .filter(e -> !e.validAfter().isAfter(stretch.last()))
                .filter(e -> e.addresses().equals(stretch.orAddresses()))
                .filter(e -> e.way().exit() == stretch.exitFlag())
                .filter(e -> java.util.Objects.equals(e.way().policy(), stretch.policy()))
                .filter(e -> window.when(e.consensus()) == stretch.when())
                .count();
        assertEquals(stretch.consensuses(), inside);
        for (Instant hour : answer(given.history, given).coverage().consensuses().missing()) {
          boolean within = hour.isAfter(stretch.first()) && hour.isBefore(stretch.last());
          assertTrue(
              !within || given.history.consensuses(hour, hour.plusSeconds(1)).size() > 0,
              "spans " + hour);
        }
      }
      assertEquals(entries.size(), told);
    }
  }

  @Property(tries = 400)
  void exitsAt_anyInstant_areExactlyTheAddressesWhoseLookupSaysSo(@ForAll long seed) {
    RandomCase given = new RandomCase(seed);
    Instant at = given.question.from();
    Integer port = given.question.port();
    Map<String, Verdict> expected = new TreeMap<>();
    for (String text : RandomCase.ADDRESSES) {
      Question question =
          Question.ofInstant(
              Records.address(text), at, ZoneOffset.UTC, java.time.Duration.ZERO, port);
      Verdict verdict = Lookup.answer(question, given.history, given.now).verdict();
      if (verdict == Verdict.EXIT_OBSERVED || verdict == Verdict.EXIT_POSSIBLE) {
        expected.put(text, verdict);
      }
    }
    Map<String, Verdict> found = new TreeMap<>();
    for (ExitsAt.ExitAddress exit : ExitsAt.find(at, port, given.history, given.now).addresses()) {
      found.put(org.relaywitness.directory.Addresses.format(exit.address()), exit.verdict());
    }
    assertEquals(expected, found);
  }
}
