package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.bulk.BulkLine;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.lookup.Verdict;
import org.relaywitness.watch.Metrics;

class RecordsTest {
  /** Reads everything once in vain, as a store does into which an import has just committed. */
  private static final RelayHistory TWICE =
      new RelayHistory() {
        @Override
        public <T> T read(Function<Snapshot, T> reading) {
          ExampleRecords.history().read(reading);
          return ExampleRecords.history().read(reading);
        }
      };

  private static void assertCounted(Metrics metrics, Verdict verdict, int answers) {
    String line =
        "relaywitness_answers_total{door=\"web\",verdict=\"%s\"} %d.0\n"
            .formatted(verdict.code(), answers);
    assertTrue(metrics.scrape().contains(line), () -> line + "is not in\n" + metrics.scrape());
  }

  @Test
  void answersReadAgain_areCountedOnce() throws InvalidQuestionException {
    try (Metrics metrics = new Metrics()) {
      Records records = new Records(TWICE, Documents.NONE, ExampleRecords.CLOCK, metrics);
      Question question =
          records
              .parser()
              .parse(ExampleRecords.OBSERVED, "2024-03-05T13:07:00Z", null, null, null, null);
      assertEquals(
          Verdict.EXIT_OBSERVED,
          records.ask((asked, state) -> state.answer(asked), question).verdict());
      assertCounted(metrics, Verdict.EXIT_OBSERVED, 1);

      Question other =
          records
              .parser()
              .parse(ExampleRecords.ABSENT, "2024-03-05T13:07:00Z", null, null, null, null);
      records.entries(List.of(line(1, question), line(2, other), line(3, question)));
      assertCounted(metrics, Verdict.EXIT_OBSERVED, 3);
      assertCounted(metrics, Verdict.NOT_LISTED, 1);
    }
  }

  private static BulkLine line(long number, Question question) {
    return new BulkLine(number, null, question, List.of(), BulkLine.Written.NOTHING);
  }
}
