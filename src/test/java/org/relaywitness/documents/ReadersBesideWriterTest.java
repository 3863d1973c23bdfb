package org.relaywitness.documents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.directory.Sha256;

/** Readers of packs that are replaced meanwhile. */
class ReadersBesideWriterTest {
  private static final Instant START = Instant.parse("2024-02-28T00:00:00Z");
  private static final int DOCUMENTS = 300;
  private static final int READERS = 3;

  @TempDir private Path folder;

  @Test
  void everythingFlushed_isFoundWhilePacksAreReplaced() throws Exception {
    Map<Sha256, byte[]> flushed = new ConcurrentHashMap<>();
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService threads = Executors.newFixedThreadPool(READERS);
    try {
      // One archive for all: requests share one in a server.
      DocumentArchive archive = new DocumentArchive(folder);
      List<Future<Integer>> readers = new ArrayList<>();
      for (int reader = 0; reader < READERS; reader++) {
        readers.add(threads.submit(reader(archive, flushed, over)));
      }
      write(flushed);
      over.set(true);
      for (Future<Integer> reader : readers) {
        assertTrue(reader.get() >= DOCUMENTS, "each reads all at the end");
      }
    } finally {
      over.set(true);
      threads.shutdown();
    }
  }

  private void write(Map<Sha256, byte[]> flushed) {
    Random random = new Random(3);
    try (DocumentWriter writer = DocumentWriter.open(folder)) {
      for (int i = 0; i < DOCUMENTS; i++) {
        byte[] bytes = new byte[2000];
        random.nextBytes(bytes);
        Sha256 sha256 = Sha256.digest(bytes);
        Instant time = START.plus(Duration.ofMinutes(10L * random.nextInt(DOCUMENTS)));
        writer.add(DocumentKind.EXIT_LIST, time, sha256, bytes);
        writer.flush();
        flushed.put(sha256, bytes);
      }
    }
  }

  /** Reads what was flushed again and again, and all of it once more when the writer is done. */
  private static Callable<Integer> reader(
      DocumentArchive archive, Map<Sha256, byte[]> flushed, AtomicBoolean over) {
    return () -> {
      int read = 0;
      boolean last;
      do {
        last = over.get();
        for (Map.Entry<Sha256, byte[]> document : flushed.entrySet()) {
          assertArrayEquals(document.getValue(), archive.find(document.getKey()).orElseThrow());
          read++;
        }
      } while (!last);
      return read;
    };
  }
}
