package org.relaywitness.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** The law of bulk: each answer is the one that its question gets alone. */
class BulkLookupTest {
  private static final Duration[] TOLERANCES = {
    Duration.ZERO, Duration.ZERO, Duration.ofSeconds(1), Duration.ofMinutes(7), Duration.ofHours(24)
  };

  @Property(tries = 1500)
  void answers_anyHistory_areThoseOfEachQuestionAlone(@ForAll long seed) {
    RandomCase given = new RandomCase(seed);
    List<Question> questions = questions(given, new Random(seed));

    List<Answer> answers =
        BulkLookup.answers(questions, given.history, given.now, Function.identity());

    assertEquals(questions.size(), answers.size());
    for (int i = 0; i < questions.size(); i++) {
      assertEquals(
          alone(questions.get(i), given), answers.get(i), "question " + i + " of seed " + seed);
    }
  }

  private static Answer alone(Question question, RandomCase given) {
    Answer answer = Lookup.answer(question, given.history, given.now);
    return new Answer(
        answer.question(),
        answer.verdict(),
        answer.inForce(),
        answer.provisional(),
        answer.finalFrom(),
        answer.asOf(),
        answer.relays(),
        answer.consensuses(),
        answer.exitLists(),
        answer.coverage(),
        List.of(),
        answer.limits());
  }

  /**
   * Questions that crowd around the times of the records: a second before, at and behind each, with
   * whole hours between, where a shared answer would be wrong first.
   */
  private static List<Question> questions(RandomCase given, Random random) {
    List<Instant> times = new ArrayList<>();
    for (PlainHistory.Document document : given.history.documents()) {
      HeldConsensus consensus = document.consensus();
      times.add(consensus.validAfter());
      times.add(consensus.freshUntil());
      times.add(consensus.validUntil());
    }
    given.history.lists().forEach(list -> times.add(list.list().time()));
    times.add(given.question.from());
    times.add(given.now);
    times.add(CoverageRule.FIRST_EXIT_LIST);
    times.add(CoverageRule.STRICTER_LISTS);
    List<Question> questions = new ArrayList<>();
    questions.add(given.question);
    for (int i = 0; i < 24; i++) {
      Instant at =
          times
              .get(random.nextInt(times.size()))
              .plus(Duration.ofHours(random.nextInt(9) - 4))
              .plusSeconds(random.nextInt(5) - 2)
              .plusMillis(random.nextInt(8) == 0 ? 500 : 0);
      InetAddress address =
          Records.address(RandomCase.ADDRESSES.get(random.nextInt(RandomCase.ADDRESSES.size())));
      Integer port = random.nextInt(3) == 0 ? 443 : null;
      questions.add(
          random.nextInt(10) == 0
              ? Question.ofDate(
                  address, LocalDate.ofInstant(at, ZoneOffset.UTC), ZoneOffset.UTC, port)
              : Question.ofInstant(
                  address,
                  at,
                  ZoneOffset.UTC,
                  TOLERANCES[random.nextInt(TOLERANCES.length)],
                  port));
    }
    Collections.shuffle(questions, random);
    return questions;
  }

  @Example
  void questions_ofOneHour_shareWhatTheRecordsSay() {
    RelayHistory.Snapshot snapshot = ExampleRecords.history().read(Function.identity());
    Instant hour = Instant.parse("2024-03-05T13:00:00Z");
    WindowKeys keys =
        new WindowKeys(
            snapshot.consensuses(Instant.MIN, Instant.MAX),
            snapshot.exitLists(Instant.MIN, Instant.MAX),
            Instant.parse("2024-04-01T00:00:00Z"),
            Span.ALL,
            hour,
            hour.plusSeconds(3600));
    Set<WindowKeys.Key> found = new HashSet<>();
    for (int second = 0; second < 3600; second++) {
      Instant at = hour.plusSeconds(second);
      found.add(keys.of(new Window(at, at.plusSeconds(1)), false));
    }

    assertTrue(found.size() <= 10, () -> found.size() + " keys");
    assertTrue(found.size() >= 3, () -> found.size() + " keys");
  }

  @Example
  void answers_toNothing_areNone() {
    assertEquals(
        List.of(),
        BulkLookup.answers(
            List.of(),
            ExampleRecords.history().read(Function.identity()),
            Instant.EPOCH,
            Function.identity()));
  }
}
