package org.relaywitness.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;
import org.relaywitness.lookup.RelayHistory;
import org.relaywitness.watch.Metrics;

/** Clients that send or read as slowly as they are let. */
class SlowClientsTest {
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(600);
  private static final int READERS = 70;
  private static final String ASK = "GET /openapi.json HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String LAST = "GET /api HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

  private static WebServer start(RelayHistory history, SlowClients.Limits limits) {
    WebServer server =
        new WebServer(
            history,
            new ExampleDocuments(),
            ExampleRecords.CLOCK,
            FairUse.OFF,
            Site.UNNAMED,
            new Metrics(),
            limits,
            Turns.Limits.DEFAULT);
    server.start("127.0.0.1", 0);
    return server;
  }

  @Test
  void headThatComesByteByByte_isCutOff() throws Exception {
    try (WebServer server =
        start(ExampleRecords.history(), new SlowClients.Limits(SHORT, LONG, 1))) {
      try (RawHttp slow = new RawHttp(server.port())) {
        slow.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
        boolean cut = false;
        // Bounded by the length that a head may have: without a limit it would take all of it.
        for (int sent = 0; sent < 600 && !cut; sent++) {
          try {
            slow.send("a");
            Thread.sleep(20);
          } catch (SocketException e) {
            cut = true;
          }
        }
        assertTrue(cut, "a head may take for ever");
      }
      try (RawHttp idle = new RawHttp(server.port())) {
        assertEquals("", idle.readToEnd());
      }
      assertTrue(RawHttp.exchange(server.port(), LAST).startsWith("HTTP/1.1 200"));
    }
  }

  @Test
  void readersThatDoNotRead_holdNoThread_andAreCutOff() throws Exception {
    List<RawHttp> readers = new ArrayList<>();
    try (WebServer server =
        start(ExampleRecords.history(), new SlowClients.Limits(LONG, SHORT, 1))) {
      for (int i = 0; i < READERS; i++) {
        RawHttp reader = new RawHttp(server.port(), 4096);
        readers.add(reader);
        reader.send(ASK.repeat(150));
      }

      assertTrue(RawHttp.exchange(server.port(), LAST).startsWith("HTTP/1.1 200"));
      for (RawHttp reader : readers) {
        assertTrue(reader.isCutOff(), "a reader may take for ever");
      }
    } finally {
      for (RawHttp reader : readers) {
        reader.close();
      }
    }
  }

  @Test
  void readersThatDoNotRead_holdNoConnectionToTheDatabase() throws Exception {
    AtomicInteger open = new AtomicInteger();
    AtomicInteger done = new AtomicInteger();
    RelayHistory counted =
        new RelayHistory() {
          @Override
          public <T> T read(Function<Snapshot, T> reading) {
            open.incrementAndGet();
            try {
              return ExampleRecords.history().read(reading);
            } finally {
              open.decrementAndGet();
              done.incrementAndGet();
            }
          }
        };
    String line = "198.51.100.7,2024-03-05T13:07:00Z\n";
    String lines = "address,at\n" + line.repeat(20_000);
    try (WebServer server = start(counted, new SlowClients.Limits(LONG, LONG, 1));
        RawHttp page = new RawHttp(server.port(), 4096);
        RawHttp bulk = new RawHttp(server.port(), 4096)) {
      page.send(
          "GET /evidence.json?address=198.51.100.7&at=2024-03-05T13:07:00Z HTTP/1.1\r\nHost: a\r\n\r\n"
              .repeat(100));
      bulk.send(
          "POST /api/v1/lookups HTTP/1.1\r\nHost: a\r\nContent-Type: text/csv\r\n"
              + "Accept: application/json\r\nContent-Length: "
              + lines.length()
              + "\r\n\r\n"
              + lines);
      // Until nothing goes on any more: the clients have taken what they will.
      int before = -1;
      while (done.get() != before) {
        before = done.get();
        Thread.sleep(1500);
      }

      assertTrue(before >= 3, "read " + before + " times");
      assertEquals(0, open.get(), "still reading");
      for (int read = 0; done.get() == before && read >= 0; ) {
        read = bulk.readSome();
      }
      assertTrue(done.get() > before, "the bulk answer was over: nobody waited for the reader");
    }
  }
}
