package org.relaywitness.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.DocumentArchive;
import org.relaywitness.documents.DocumentKind;
import org.relaywitness.documents.DocumentWriter;
import org.relaywitness.documents.DocumentsException;
import org.relaywitness.netdoc.EntryQuotation;
import org.relaywitness.netdoc.EntryQuotation.Line;

/**
 * Days whose lines are kept: quoted without reading, and only as long as they stand on the disk.
 */
class QuotableDocumentsTest {
  private static final Instant DAY = Instant.parse("2024-03-05T00:00:00Z");
  private static final long MUCH = 1 << 28;
  private static final int HOURS = 6;

  @TempDir private Path folder;

  /** A day of consensuses, written, and a relay in them. */
  private final class Written {
    final List<byte[]> documents = new ArrayList<>();
    final List<Fingerprint> relays = new ArrayList<>();

    Written(int day, int count) {
      List<byte[]> both = new OddDocuments(day).day(count, 40);
      try (DocumentWriter writer = DocumentWriter.open(folder)) {
        for (int i = 0; i < both.size(); i += 2) {
          add(writer, day, i / 2, both.get(i));
          documents.add(both.get(i));
        }
        writer.flush();
      }
      Set<Fingerprint> seen = new HashSet<>();
      documents.forEach(one -> EntryQuotation.forEach(one, (relay, lines) -> seen.add(relay)));
      relays.addAll(seen);
    }

    Sha256 digest(int document) {
      return QuotableDocumentsTest.digest(documents.get(document));
    }
  }

  private static Sha256 digest(byte[] document) {
    return Sha256.digest(document);
  }

  private static void add(DocumentWriter writer, int day, int hour, byte[] document) {
    writer.add(
        DocumentKind.CONSENSUS,
        DAY.plus(Duration.ofDays(day)).plus(Duration.ofHours(hour)),
        digest(document),
        document);
  }

  private Path pack(int day) {
    String name = DAY.plus(Duration.ofDays(day)).toString().substring(0, 10);
    return folder.resolve("consensus/" + name.substring(0, 7) + "/" + name + ".pack");
  }

  private QuotableDocuments quotable(long most) {
    return new QuotableDocuments(new DocumentArchive(folder), Runnable::run, most, MUCH);
  }

  /** Reads it as an answer does, which makes its day worth keeping. */
  private static void read(QuotableDocuments documents, Sha256 sha256, Fingerprint relay) {
    for (int i = 0; i < 3; i++) {
      if (documents.lines(sha256, relay).isEmpty()) {
        documents.find(sha256);
      }
    }
  }

  @Test
  void dayAskedMoreThanOnce_everyDocumentAndRelayIsQuotedAsItStands() {
    Written day = new Written(0, HOURS);
    QuotableDocuments documents = quotable(MUCH);

    assertEquals(Optional.empty(), documents.lines(day.digest(0), day.relays.get(0)));
    read(documents, day.digest(0), day.relays.get(0));

    for (byte[] document : day.documents) {
      for (Fingerprint relay : day.relays) {
        assertEquals(
            Optional.of(EntryQuotation.of(document, relay)),
            documents.lines(digest(document), relay));
      }
    }
  }

  @Test
  void documentThatWasForgotten_isNotQuotedAnyMore() {
    Written day = new Written(0, HOURS);
    QuotableDocuments documents = quotable(MUCH);
    Fingerprint relay = day.relays.get(0);
    read(documents, day.digest(0), relay);
    assertTrue(documents.lines(day.digest(1), relay).isPresent());

    try (DocumentWriter writer = DocumentWriter.open(folder)) {
      writer.remove(day.digest(1));
    }

    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.empty(), documents.lines(day.digest(1), relay));
      assertEquals(Optional.empty(), documents.find(day.digest(1)));
      read(documents, day.digest(0), relay);
    }
    assertEquals(
        Optional.of(EntryQuotation.of(day.documents.get(0), relay)),
        documents.lines(day.digest(0), relay));
  }

  @Test
  void dayThatGrows_isKeptAnew() {
    Written day = new Written(0, HOURS);
    QuotableDocuments documents = quotable(MUCH);
    Fingerprint relay = day.relays.get(0);
    read(documents, day.digest(0), relay);
    byte[] next = new OddDocuments(99).day(1, 10).get(0);

    try (DocumentWriter writer = DocumentWriter.open(folder)) {
      add(writer, 0, HOURS, next);
      writer.flush();
    }

    assertEquals(Optional.empty(), documents.lines(day.digest(0), relay));
    read(documents, day.digest(0), relay);
    assertTrue(documents.lines(day.digest(0), relay).isPresent());
    read(documents, digest(next), relay);
    assertEquals(Optional.of(EntryQuotation.of(next, relay)), documents.lines(digest(next), relay));
  }

  @Test
  void packThatWasMovedAway_isNotQuotedFrom() throws IOException {
    Written day = new Written(0, HOURS);
    QuotableDocuments documents = quotable(MUCH);
    Fingerprint relay = day.relays.get(0);
    read(documents, day.digest(0), relay);

    Files.move(pack(0), folder.resolve("away"));

    assertEquals(Optional.empty(), documents.lines(day.digest(0), relay));
    assertEquals(Optional.empty(), documents.find(day.digest(0)));
  }

  @Test
  void damagedPack_isReadAndComplainedAboutAsBefore() throws IOException {
    Written day = new Written(0, HOURS);
    byte[] bytes = Files.readAllBytes(pack(0));
    for (int i = bytes.length / 2; i < bytes.length; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(pack(0), bytes);
    QuotableDocuments documents = quotable(MUCH);

    for (int i = 0; i < 5; i++) {
      assertEquals(Optional.empty(), documents.lines(day.digest(HOURS - 1), day.relays.get(0)));
      assertThrows(DocumentsException.class, () -> documents.find(day.digest(HOURS - 1)));
    }
  }

  @Test
  void manyDays_someAreKeptWithinTheBound() {
    List<Written> days = new ArrayList<>();
    for (int day = 0; day < 12; day++) {
      days.add(new Written(day, HOURS));
    }
    LinesPacker packer = new LinesPacker(MUCH);
    days.get(0).documents.forEach(document -> packer.add(digest(document), document));
    int one = Objects.requireNonNull(packer.packed()).bytes();
    QuotableDocuments documents = quotable(4L * one);

    for (Written day : days) {
      read(documents, day.digest(0), day.relays.get(0));
    }

    int kept = 0;
    for (Written day : days) {
      Optional<List<Line>> lines = documents.lines(day.digest(1), day.relays.get(0));
      lines.ifPresent(
          found -> assertEquals(EntryQuotation.of(day.documents.get(1), day.relays.get(0)), found));
      kept += lines.isPresent() ? 1 : 0;
    }
    assertTrue(kept >= 1 && kept <= 6, kept + " of 12");
  }

  @Test
  void noRoom_nothingIsKeptAndReadersReadForThemselves() {
    Written day = new Written(0, HOURS);
    QuotableDocuments documents =
        new QuotableDocuments(new DocumentArchive(folder), Runnable::run, MUCH, 1000);

    for (int i = 0; i < 6; i++) {
      assertEquals(Optional.empty(), documents.lines(day.digest(0), day.relays.get(0)));
    }
    assertEquals(digest(documents.find(day.digest(0)).orElseThrow()), day.digest(0));
  }

  @Test
  void readersBesideAWriter_neverQuoteOtherLines() throws Exception {
    QuotableDocuments documents = new QuotableDocuments(new DocumentArchive(folder));
    Map<Sha256, byte[]> written = new ConcurrentHashMap<>();
    Written day = new Written(0, HOURS);
    day.documents.forEach(document -> written.put(digest(document), document));
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<Integer>> readers = new ArrayList<>();
      for (int seed = 0; seed < 4; seed++) {
        readers.add(threads.submit(reader(documents, written, day.relays, over, seed)));
      }
      List<byte[]> more = new OddDocuments(0).day(2 * HOURS, 40);
      for (int i = 0; i < more.size(); i += 2) {
        try (DocumentWriter writer = DocumentWriter.open(folder)) {
          add(writer, i % 4 == 0 ? 0 : 1, HOURS + i / 2, more.get(i));
          writer.flush();
        }
        written.put(digest(more.get(i)), more.get(i));
      }
      over.set(true);
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get() > 0, "each finds lines that are kept");
      }
    } finally {
      over.set(true);
      threads.shutdown();
    }
  }

  /** Asks until it is over and it was told of kept lines at least once; how often it was. */
  private static Callable<Integer> reader(
      QuotableDocuments documents,
      Map<Sha256, byte[]> written,
      List<Fingerprint> relays,
      AtomicBoolean over,
      int seed) {
    return () -> {
      Random random = new Random(seed);
      int known = 0;
      while (!over.get() || known == 0) {
        for (Map.Entry<Sha256, byte[]> one : written.entrySet()) {
          Fingerprint relay = relays.get(random.nextInt(relays.size()));
          List<Line> expected = EntryQuotation.of(one.getValue(), relay);
          Optional<List<Line>> lines = documents.lines(one.getKey(), relay);
          if (lines.isPresent()) {
            assertEquals(expected, lines.get());
            known++;
          } else {
            assertEquals(
                expected, EntryQuotation.of(documents.find(one.getKey()).orElseThrow(), relay));
          }
        }
      }
      return known;
    };
  }
}
