package org.relaywitness.importer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.directory.Sha256;
import org.relaywitness.importer.HistoryStream.Relay;
import org.relaywitness.importer.HistoryStream.Span;
import org.relaywitness.store.EmbeddedDatabase;
import org.relaywitness.store.Store;
import org.relaywitness.trust.AuthorityList;

/** A thinned history through the real import: what it says is what was generated. */
class WholeHistoryIT {
  private static final Instant START = Instant.parse("2012-11-20T00:00:00Z");
  private static final Instant MIDDLE = Instant.parse("2012-12-31T12:00:00Z");
  private static final Instant END = Instant.parse("2013-02-10T00:00:00Z");
  private static final Duration STEP = Duration.ofHours(12);
  private static final int RELAYS = 120;

  private static HistoryStream importing(Store store, Instant from, Instant to)
      throws IOException, InterruptedException {
    HistoryStream history = new HistoryStream(from.getEpochSecond(), RELAYS);
    ImportSummary summary =
        new DocumentImport(
                store, AuthorityList.bundled(), ArchiveLimits.defaults(), 2, new Silent())
            .run(List.of(), history.open(new Span(from, to, STEP, RELAYS, 0.1, true)));
    long steps = Duration.between(from, to).dividedBy(STEP);
    assertEquals(steps, summary.consensuses());
    assertEquals(steps, summary.exitLists());
    assertEquals(0, summary.rejected());
    return history;
  }

  private static final class Silent implements ImportListener {
    @Override
    public void progress(long bytesRead, String what) {}

    @Override
    public void note(String message) {
      throw new IllegalStateException(message);
    }
  }

  @Test
  void thinnedYears_inEitherOrder_sayTheSame() throws IOException, InterruptedException {
    Sha256 forward;
    try (EmbeddedDatabase database = EmbeddedDatabase.temporary();
        Store store = Store.open(database.createDatabase("forward"))) {
      importing(store, START, MIDDLE);
      Sha256 half = store.digest();
      importing(store, MIDDLE, END);
      forward = store.digest();
      assertNotEquals(half, forward);
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.temporary();
        Store store = Store.open(database.createDatabase("backward"))) {
      importing(store, MIDDLE, END);
      importing(store, START, MIDDLE);
      assertEquals(forward, store.digest());
    }
  }

  @Test
  void lastHour_relaysListed_areThoseGenerated() throws IOException, InterruptedException {
    try (EmbeddedDatabase database = EmbeddedDatabase.temporary();
        Store store = Store.open(database.createDatabase("content"))) {
      HistoryStream history = new HistoryStream(9, RELAYS);
      List<Relay> first = history.relays();
      new DocumentImport(store, AuthorityList.bundled(), ArchiveLimits.defaults(), 2, new Silent())
          .run(List.of(), history.open(new Span(START, END, STEP, RELAYS, 0.1, true)));

      assertEquals(
          first.size() + first.stream().filter(Relay::ipv6).count(),
          store.read(records -> records.listings(START, START.plusSeconds(1))).size());
      for (Relay relay : first) {
        InetAddress address = InetAddress.getByName(relay.address());
        assertEquals(
            START,
            store
                .read(records -> records.listingsOf(address, START, START.plusSeconds(1)))
                .get(0)
                .first());
      }
    }
  }
}
