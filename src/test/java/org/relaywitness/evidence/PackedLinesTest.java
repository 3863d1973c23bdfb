package org.relaywitness.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;
import org.relaywitness.netdoc.EntryQuotation;
import org.tukaani.xz.XZInputStream;

/** The lines of many documents, kept: each as it is quoted from the document itself. */
class PackedLinesTest {
  private static final Fingerprint NOBODY = Fingerprint.ofHex("00".repeat(20));
  private static final Fingerprint LAST = Fingerprint.ofHex("FF".repeat(20));
  private static final int MOST = 1 << 28;

  private static Sha256 digest(byte[] document) {
    return Sha256.digest(document);
  }

  private static PackedLines packed(List<byte[]> documents) {
    LinesPacker packer = new LinesPacker(MOST);
    documents.forEach(document -> packer.add(digest(document), document));
    return Objects.requireNonNull(packer.packed());
  }

  private static Set<Fingerprint> relays(List<byte[]> documents) {
    Set<Fingerprint> relays = new HashSet<>();
    for (byte[] document : documents) {
      EntryQuotation.forEach(document, (relay, lines) -> relays.add(relay));
    }
    return relays;
  }

  /** How many are quoted at all. */
  private static int requireTheSame(List<byte[]> documents, Iterable<Fingerprint> relays) {
    PackedLines lines = packed(documents);
    int quoted = 0;
    for (byte[] document : documents) {
      Sha256 sha256 = digest(document);
      for (Fingerprint relay : relays) {
        List<EntryQuotation.Line> expected = EntryQuotation.of(document, relay);
        assertEquals(Optional.of(expected), lines.find(sha256, relay), relay.toString());
        quoted += expected.isEmpty() ? 0 : 1;
      }
    }
    return quoted;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void generatedDay_everyRelayOfEveryDocument_asItStandsThere(long seed) {
    List<byte[]> documents = new OddDocuments(seed).day(24, 150);
    Set<Fingerprint> relays = relays(documents);
    relays.add(NOBODY);
    relays.add(LAST);

    assertTrue(relays.size() > 120, "" + relays.size());
    assertTrue(requireTheSame(documents, relays) > 1500);
  }

  @Test
  void damagedDocuments_asTheyAreQuotedThemselves() {
    Random random = new Random(11);
    List<byte[]> documents = new ArrayList<>();
    for (byte[] document : new OddDocuments(5).day(12, 20)) {
      byte[] damaged = document.clone();
      for (int flips = 0; flips < 40; flips++) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      documents.add(damaged);
      documents.add(Arrays.copyOf(document, random.nextInt(document.length)));
    }

    assertNotEquals(0, requireTheSame(documents, relays(documents)));
  }

  @Test
  void nothingAndOtherDocuments_haveNoLines() {
    byte[] document = "@type server-descriptor 1.0\n".getBytes(StandardCharsets.UTF_8);

    assertEquals(Optional.empty(), packed(List.of()).find(digest(document), NOBODY));
    assertEquals(Optional.of(List.of()), packed(List.of(document)).find(digest(document), NOBODY));
  }

  @Test
  void documentThatIsNoneOfThese_isNotSpokenOf() {
    List<byte[]> documents = new OddDocuments(6).day(2, 5);

    assertEquals(
        Optional.empty(), packed(documents.subList(0, 1)).find(digest(documents.get(1)), NOBODY));
  }

  @Test
  void moreThanMayBeKept_nothingIsKept() {
    List<byte[]> documents = new OddDocuments(7).day(24, 100);
    LinesPacker packer = new LinesPacker(100_000);
    documents.forEach(document -> packer.add(digest(document), document));

    assertNull(packer.packed());
  }

  /** Each kind as if of one day; every relay against one walk, every hundredth read by itself. */
  @ParameterizedTest
  @ValueSource(strings = {"consensuses", "consensuses-microdesc", "exit-lists"})
  void realDocuments_everyRelay_asItStandsThere(String kind) throws IOException {
    String folder = System.getProperty("real.data", "");
    assumeTrue(!folder.isEmpty(), "no real documents: set -Dreal.data=FOLDER");
    List<byte[]> documents = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(folder, kind))) {
      for (Path file : files.sorted().toList()) {
        try (InputStream in = new XZInputStream(Files.newInputStream(file))) {
          documents.add(in.readAllBytes());
        }
      }
    }
    assertTrue(documents.size() > 1, "" + documents.size());
    PackedLines lines = packed(documents);
    for (byte[] document : documents) {
      Sha256 sha256 = digest(document);
      String text = new String(document, StandardCharsets.ISO_8859_1);
      int[] seen = {0};
      EntryQuotation.forEach(
          document,
          (relay, quoted) -> {
            List<EntryQuotation.Line> found = lines.find(sha256, relay).orElseThrow();
            List<EntryQuotation.Line> expected = new ArrayList<>();
            for (int i = 0; i < quoted.count(); i++) {
              expected.add(
                  new EntryQuotation.Line(
                      quoted.number(i), text.substring(quoted.start(i), quoted.end(i))));
            }
            assertEquals(expected, found);
            if (seen[0]++ % 100 == 0) {
              assertEquals(EntryQuotation.of(document, relay), found);
            }
          });
      assertTrue(seen[0] > 40, "" + seen[0]);
    }
  }
}
