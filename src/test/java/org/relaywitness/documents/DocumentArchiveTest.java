package org.relaywitness.documents;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.directory.Sha256;

class DocumentArchiveTest {
  private static final Instant START = Instant.parse("2024-02-28T00:00:00Z");

  @TempDir private Path folder;

  @Test
  void documents_anyOrderInManySessions_foundByteForByte() {
    Random random = new Random(7);
    Map<Sha256, byte[]> written = new HashMap<>();
    List<Integer> hours = new ArrayList<>();
    for (int hour = 0; hour < 200; hour++) {
      hours.add(hour);
    }
    Collections.shuffle(hours, random);
    DocumentArchive reader = new DocumentArchive(folder);
    for (int session = 0; session < 10; session++) {
      try (DocumentWriter writer = DocumentWriter.open(folder)) {
        for (int hour : hours.subList(20 * session, 20 * session + 20)) {
          byte[] bytes = new byte[random.nextInt(5000)];
          random.nextBytes(bytes);
          written.put(add(writer, hour, bytes), bytes);
        }
        writer.flush();
      }
      written.forEach((sha256, bytes) -> assertArrayEquals(bytes, found(reader, sha256)));
    }
    Sha256 removed = written.keySet().iterator().next();
    try (DocumentWriter writer = DocumentWriter.open(folder)) {
      writer.remove(removed);
    }
    assertEquals(Optional.empty(), reader.find(removed));
    written.remove(removed);
    written.forEach((sha256, bytes) -> assertArrayEquals(bytes, found(reader, sha256)));
  }

  @Test
  void pack_anyByteFlipped_neverWrongAndNamed() throws IOException {
    byte[] bytes =
        "@type tordnsel 1.0\r\nDownloaded 2024-02-28 00:00:00\r\n".getBytes(StandardCharsets.UTF_8);
    byte[] other = "another day".getBytes(StandardCharsets.UTF_8);
    Sha256 sha256;
    Sha256 otherSha256;
    try (DocumentWriter writer = DocumentWriter.open(folder)) {
      sha256 = add(writer, 0, bytes);
      otherSha256 = add(writer, 48, other);
      writer.flush();
    }
    Path pack = folder.resolve("consensus/2024-02/2024-02-28.pack");
    byte[] good = Files.readAllBytes(pack);
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      Files.write(pack, bad);
      try {
        // Bits that zstd does not use, and its checksum behind the last byte, change no document.
        assertArrayEquals(bytes, found(new DocumentArchive(folder), sha256), "at " + i);
        assertTrue(i >= Pack.HEAD + Pack.ENTRY + Pack.CHECKSUM, "index, at " + i);
      } catch (DocumentsException e) {
        assertTrue(String.valueOf(e.getMessage()).contains("2024-02-28.pack"), e.getMessage());
      }
      assertArrayEquals(other, found(new DocumentArchive(folder), otherSha256));
    }
  }

  @Test
  void writer_second_refusedWhileFirstIsOpen() {
    DocumentWriter first = DocumentWriter.open(folder);
    assertThrows(DocumentsException.class, () -> DocumentWriter.open(folder));
    first.close();
    DocumentWriter.open(folder).close();
  }

  @Test
  void unfinishedPack_clearedByTheNextWriter() throws IOException {
    Path month = Files.createDirectories(folder.resolve("consensus/2024-02"));
    Files.writeString(month.resolve("2024-02-28.pack.unfinished"), "torn");
    DocumentWriter.open(folder).close();
    try (Stream<Path> left = Files.list(month)) {
      assertEquals(0, left.count());
    }
  }

  private static Sha256 add(DocumentWriter writer, int hour, byte[] bytes) {
    Sha256 sha256 = Sha256.digest(bytes);
    writer.add(DocumentKind.CONSENSUS, START.plus(Duration.ofHours(hour)), sha256, bytes);
    return sha256;
  }

  private static byte[] found(Documents documents, Sha256 sha256) {
    return documents.find(sha256).orElseThrow();
  }
}
