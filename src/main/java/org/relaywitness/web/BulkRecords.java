package org.relaywitness.web;

import java.io.OutputStream;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.relaywitness.evidence.bulk.BulkFormat;
import org.relaywitness.evidence.bulk.BulkLimits;
import org.relaywitness.evidence.bulk.BulkRun;
import org.relaywitness.lookup.QuestionParser;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.watch.Metrics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What bulk requests share: the few threads that read records for all of them. So however many ask
 * in bulk, most of the database's connections stay free for those who ask one question.
 */
final class BulkRecords implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BulkRecords.class);
  private static final int READERS = 2;
  private static final long SECONDS_TO_END = 5;

  private final RelayHistory history;
  private final Clock clock;
  private final Metrics metrics;
  private final QuestionParser parser;
  private final ExecutorService answering;

  BulkRecords(RelayHistory history, Clock clock, Metrics metrics) {
    this.metrics = metrics;
    this.history = new GuardedHistory(history);
    this.clock = clock;
    this.parser = new QuestionParser(clock);
    answering =
        Executors.newFixedThreadPool(
            READERS,
            task -> {
              Thread thread = new Thread(task, "bulk");
              thread.setDaemon(true);
              return thread;
            });
  }

  QuestionParser parser() {
    return parser;
  }

  BulkRun run(BulkFormat format, OutputStream out) {
    return new BulkRun(history, clock, answering, BulkLimits.SERVED, format, out)
        .counting(verdict -> metrics.answered(Metrics.Door.BULK, verdict), metrics::bulkErrors);
  }

  @Override
  public void close() {
    answering.shutdownNow();
    try {
      // A chunk takes well under a second; one that does not end holds up nobody's exit.
      if (!answering.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
        LOG.warn("a bulk answer has not ended");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
