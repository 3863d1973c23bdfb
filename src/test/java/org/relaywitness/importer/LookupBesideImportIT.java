package org.relaywitness.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.directory.Appearance;
import org.relaywitness.importer.HistoryStream.Span;
import org.relaywitness.lookup.Listing;
import org.relaywitness.lookup.RelayHistory.Snapshot;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;
import org.relaywitness.trust.AuthorityList;

/** While an import runs, readers see what was committed, whole, and nothing else. */
class LookupBesideImportIT {
  private static final Instant START = Instant.parse("2013-01-01T00:00:00Z");
  private static final int SPANS = 6;
  private static final Duration SPAN = Duration.ofDays(10);

  private static Set<Appearance> listed(Snapshot records, Instant hour) {
    Set<Appearance> listed = new HashSet<>();
    for (Listing listing : records.listings(hour, hour.plusSeconds(1))) {
      listed.add(listing.appearance());
    }
    return listed;
  }

  @Test
  void reading_whileImporting_seesCommittedStatesOnly()
      throws IOException, InterruptedException, ExecutionException {
    ExecutorService readers = Executors.newFixedThreadPool(2);
    try (EmbeddedDatabase database = EmbeddedDatabase.temporary();
        Store store = Store.open(database.createDatabase("beside"))) {
      Map<Instant, Set<Appearance>> seen = new ConcurrentHashMap<>();
      AtomicBoolean done = new AtomicBoolean();
      List<Future<?>> reading =
          List.of(
              readers.submit(() -> read(store, seen, done)),
              readers.submit(() -> read(store, seen, done)));
      HistoryStream history = new HistoryStream(5, 60);
      try {
        for (int span = 0; span < SPANS; span++) {
          Instant from = START.plus(SPAN.multipliedBy(span));
          new DocumentImport(
                  store,
                  AuthorityList.bundled(),
                  ArchiveLimits.defaults(),
                  2,
                  new ImportListener() {
                    @Override
                    public void progress(long bytesRead, String what) {}

                    @Override
                    public void note(String message) {
                      throw new IllegalStateException(message);
                    }
                  })
              .run(
                  List.of(),
                  history.open(
                      new Span(from, from.plus(SPAN), Duration.ofHours(6), 60, 0.05, true)));
        }
      } finally {
        done.set(true);
      }
      for (Future<?> reader : reading) {
        reader.get();
      }
      assertFalse(seen.isEmpty());
      for (Map.Entry<Instant, Set<Appearance>> one : seen.entrySet()) {
        assertEquals(
            store.read(records -> listed(records, one.getKey())), one.getValue(), "at " + one);
        assertEquals(
            Duration.ofHours(6),
            Duration.between(one.getKey(), START.plus(SPAN.multipliedBy(spanOf(one.getKey()) + 1))),
            "the newest hour of a state is the last of an import");
      }
    } finally {
      readers.shutdownNow();
    }
  }

  private static long spanOf(Instant hour) {
    return Duration.between(START, hour).dividedBy(SPAN);
  }

  /** Notes what the newest hour held lists, again and again, and once more at the end. */
  private static void read(Store store, Map<Instant, Set<Appearance>> seen, AtomicBoolean done) {
    boolean last = false;
    while (!last) {
      last = done.get();
      store.read(
          records -> {
            Instant newest = records.extent().lastConsensus();
            if (newest != null) {
              Set<Appearance> listed = listed(records, newest);
              Set<Appearance> before = seen.putIfAbsent(newest, listed);
              if (before != null) {
                assertEquals(before, listed);
              }
            }
            return seen.size();
          });
    }
  }
}
