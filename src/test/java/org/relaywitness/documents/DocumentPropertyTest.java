package org.relaywitness.documents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.relaywitness.TestFolders;
import org.relaywitness.directory.Sha256;

/** Any documents in any order, in any sessions, with any removals: what is in is found. */
class DocumentPropertyTest {
  private static final Instant START = Instant.parse("2024-12-30T00:00:00Z");
  private static final int STEPS = 10_000;

  private final Map<Sha256, byte[]> held = new LinkedHashMap<>();
  private final List<Sha256> removed = new ArrayList<>();

  @Property(tries = 60)
  void documents_anySteps_foundByteForByteAndNoOthers(
      @ForAll @Size(max = 80) List<@IntRange(max = STEPS - 1) Integer> steps) throws IOException {
    held.clear();
    removed.clear();
    Path folder = Files.createTempDirectory("relaywitness-documents");
    try {
      DocumentArchive reader = new DocumentArchive(folder);
      DocumentWriter writer = DocumentWriter.open(folder);
      try {
        for (int step : steps) {
          switch (step % 20) {
            case 0 -> {
              writer.flush();
              writer.close();
              writer = DocumentWriter.open(folder);
            }
            case 1 -> {
              writer.flush();
              check(reader);
            }
            case 2, 3 -> remove(writer, step / 20);
            default -> add(writer, step);
          }
        }
        writer.flush();
      } finally {
        writer.close();
      }
      check(reader);
      check(new DocumentArchive(folder));
    } finally {
      TestFolders.delete(folder);
    }
  }

  /** The step alone makes the document, so the same may come again, as archives overlap. */
  private void add(DocumentWriter writer, int step) {
    Random random = new Random(step);
    byte[] bytes = new byte[random.nextInt(10) == 0 ? 0 : random.nextInt(3000)];
    random.nextBytes(bytes);
    Sha256 sha256 = Sha256.digest(bytes);
    // Of 72 hours around the turn of a year, not always in the hour's order.
    Instant time = START.plus(Duration.ofHours(random.nextInt(72)));
    writer.add(List.of(DocumentKind.values()).get(random.nextInt(3)), time, sha256, bytes);
    held.put(sha256, bytes);
    removed.remove(sha256);
  }

  private void remove(DocumentWriter writer, int choice) {
    if (held.isEmpty()) {
      return;
    }
    Sha256 sha256 = List.copyOf(held.keySet()).get(choice % held.size());
    writer.remove(sha256);
    held.remove(sha256);
    removed.add(sha256);
  }

  private void check(Documents documents) {
    held.forEach((sha256, bytes) -> assertArrayEquals(bytes, documents.find(sha256).orElseThrow()));
    removed.forEach(sha256 -> assertEquals(Optional.empty(), documents.find(sha256)));
  }
}
