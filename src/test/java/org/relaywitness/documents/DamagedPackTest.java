package org.relaywitness.documents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.directory.Sha256;

/** Packs that the disk spoiled: named, never believed, and mended by writing that day again. */
class DamagedPackTest {
  private static final Instant START = Instant.parse("2024-02-28T00:00:00Z");
  private static final int DOCUMENTS = 24;

  @TempDir private Path folder;
  private final Map<Sha256, byte[]> day = new LinkedHashMap<>();
  private final Random random = new Random(20_240_228);
  private byte[] other = {};
  private Path pack = Path.of("");
  private byte[] good = {};

  @BeforeEach
  void writeTwoDays() throws IOException {
    for (int hour = 0; hour < DOCUMENTS; hour++) {
      byte[] bytes = bytes();
      day.put(Sha256.digest(bytes), bytes);
    }
    other = bytes();
    writeAll();
    pack = folder.resolve("consensus/2024-02/2024-02-28.pack");
    good = Files.readAllBytes(pack);
  }

  private byte[] bytes() {
    byte[] bytes = new byte[3000];
    random.nextBytes(bytes);
    return bytes;
  }

  private void writeAll() {
    try (DocumentWriter writer = DocumentWriter.open(folder)) {
      int hour = 0;
      for (Map.Entry<Sha256, byte[]> document : day.entrySet()) {
        add(writer, hour++, document.getKey(), document.getValue());
      }
      add(writer, 48, Sha256.digest(other), other);
      writer.flush();
    }
  }

  private static void add(DocumentWriter writer, int hour, Sha256 sha256, byte[] bytes) {
    writer.add(DocumentKind.CONSENSUS, START.plus(Duration.ofHours(hour)), sha256, bytes);
  }

  private void requireOtherDay() {
    assertArrayEquals(other, new DocumentArchive(folder).find(Sha256.digest(other)).orElseThrow());
  }

  /** How many documents of the day are found; those that are not name the pack. */
  private int found() {
    DocumentArchive archive = new DocumentArchive(folder);
    int found = 0;
    for (Map.Entry<Sha256, byte[]> document : day.entrySet()) {
      try {
        assertArrayEquals(document.getValue(), archive.find(document.getKey()).orElseThrow());
        found++;
      } catch (DocumentsException e) {
        assertTrue(String.valueOf(e.getMessage()).contains(pack.toString()), e.getMessage());
      }
    }
    return found;
  }

  @Test
  void truncatedAnywhere_noneIsFoundAndThePackIsNamed() throws IOException {
    for (int length = 0; length < good.length; length += 997) {
      Files.write(pack, Arrays.copyOf(good, length));

      assertEquals(0, found(), "at length " + length);
      requireOtherDay();
    }
  }

  @Test
  void truncatedOrEmpty_sameDocumentsAgain_mendItAndTheFileIsKeptAside() throws IOException {
    byte[] half = Arrays.copyOf(good, good.length / 2);
    Files.write(pack, half);
    try (DocumentWriter writer = DocumentWriter.open(folder)) {
      assertTrue(writer.damaged().containsKey(pack), "said when opened");
      day.keySet().forEach(sha256 -> assertFalse(writer.contains(sha256)));
    }

    writeAll();
    assertEquals(DOCUMENTS, found());
    Files.write(pack, new byte[0]);
    writeAll();

    assertEquals(DOCUMENTS, found());
    assertArrayEquals(half, Files.readAllBytes(pack.resolveSibling("2024-02-28.pack.damaged-1")));
    assertEquals(0, Files.size(pack.resolveSibling("2024-02-28.pack.damaged-2")));
    requireOtherDay();
  }

  @Test
  void frameDamagedInTheMiddle_writingThatDaySavesWhatIsReadableAndForgetsTheRest()
      throws IOException {
    byte[] bad = good.clone();
    bad[good.length / 2] ^= 0x10;
    Files.write(pack, bad);
    int before = found();
    assertTrue(before < DOCUMENTS, before + " of " + DOCUMENTS);
    byte[] late = bytes();
    Sha256 lateSha256 = Sha256.digest(late);

    try (DocumentWriter writer = DocumentWriter.open(folder)) {
      add(writer, 23, lateSha256, late);
      writer.flush();

      long held = day.keySet().stream().filter(writer::contains).count();
      assertEquals(before, held, "what was lost counts as not held, so an import brings it again");
    }
    DocumentArchive archive = new DocumentArchive(folder);
    assertArrayEquals(late, archive.find(lateSha256).orElseThrow());
    assertEquals(
        before, day.keySet().stream().filter(sha256 -> archive.find(sha256).isPresent()).count());
    assertArrayEquals(bad, Files.readAllBytes(pack.resolveSibling("2024-02-28.pack.damaged-1")));

    writeAll();

    assertEquals(DOCUMENTS, found());
    assertArrayEquals(late, new DocumentArchive(folder).find(lateSha256).orElseThrow());
    requireOtherDay();
  }

  @Test
  void documentOfADamagedPack_cannotBeRemovedInSilence() throws IOException {
    byte[] bad = good.clone();
    bad[good.length / 2] ^= 0x10;
    Files.write(pack, bad);
    Sha256 one = day.keySet().iterator().next();

    try (DocumentWriter writer = DocumentWriter.open(folder)) {
      DocumentsException e = assertThrows(DocumentsException.class, () -> writer.remove(one));
      assertTrue(String.valueOf(e.getMessage()).contains(pack.toString()), e.getMessage());
    }
    assertArrayEquals(bad, Files.readAllBytes(pack));
    try (Stream<Path> files = Files.list(pack.resolveSibling(""))) {
      assertEquals(0, files.filter(file -> file.toString().contains("unfinished")).count());
    }
  }
}
