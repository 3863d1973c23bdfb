package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.RouterStatusEntry;

/** Whatever the bytes are: every parser ends, and only its own exception escapes. */
class HostileBytesTest {
  private static final int TRIES = 10_000;
  private static final String[] PIECES = {
    "\n",
    "\r\n",
    "\r",
    "\n\n",
    " ",
    "\t",
    "opt ",
    "opt",
    "\u0000",
    "\u00ff",
    "@type tordnsel 1.0\n",
    "\nr ",
    "\ns Running\n",
    "\na ",
    "\np accept 1\n",
    "\np ",
    "\nr one ",
    "-----BEGIN SIGNATURE-----\n",
    "-----END SIGNATURE-----\n",
    "-----BEGIN ",
    "-----",
    "\ndirectory-signature ",
    "\ndirectory-footer\n",
    "\nvalid-after 2024-02-30 00:00:00\n",
    "\nExitNode ",
    "\nExitAddress ",
    "\nDownloaded ",
    "\nnetwork-status-version 3\n",
    "\ndir-key-certificate-version 3\n",
    "\ndir-key-certification\n",
    "99999999999999999999",
    "-1",
    "[::",
    "]:",
    ",,,",
    "1-65535",
    "=",
    "AAAA",
    "::ffff:1.2.3.4"
  };

  /** One for all: what it keeps from document to document must not tell. */
  private static final ConsensusParser PARSER = new ConsensusParser();

  private static final List<String> DOCUMENTS =
      List.of(
          consensus(ConsensusText.ns()),
          consensus(ConsensusText.microdesc()),
          consensus(ConsensusText.ns().crlf()),
          CertificateText.complete(),
          "@type tordnsel 1.0\nDownloaded 2016-09-20 13:02:00\nExitNode "
              + CertificateText.IDENTITY
              + "\nPublished 2016-09-20 02:31:22\nLastStatus 2016-09-20 03:02:57\n"
              + "ExitAddress 192.0.2.1 2016-09-20 03:08:47\n"
              + "ExitAddress 2001:db8::1 2016-09-20 03:08:47\n");

  private static String consensus(ConsensusText text) {
    return text.relay(
            "one", "192.0.2.1", "a [2001:db8::1]:443", "s Exit Running", "p accept 80,443-445")
        .relay("two", "192.0.2.2", "s Valid")
        .toString();
  }

  @Property(tries = TRIES)
  void bytes_mutated_letNothingElseEscape(
      @ForAll("documents") String document, @ForAll Random random) {
    byte[] bytes = document.getBytes(StandardCharsets.ISO_8859_1);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      bytes = mutate(bytes, random);
    }
    assertHarmless(bytes);
  }

  @Property(tries = 2_000)
  void bytes_arbitrary_letNothingElseEscape(@ForAll @Size(max = 300) byte[] bytes) {
    assertHarmless(bytes);
  }

  @Property(tries = 5_000)
  void bytes_ofPieces_letNothingElseEscape(@ForAll("pieces") String text) {
    assertHarmless(text.getBytes(StandardCharsets.ISO_8859_1));
    assertHarmless(("network-status-version 3\n" + text).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Example
  void bytes_eachOneFlippedAndEachCut_letNothingElseEscape() {
    for (String document : DOCUMENTS) {
      byte[] bytes = document.getBytes(StandardCharsets.ISO_8859_1);
      for (int i = 0; i < bytes.length; i++) {
        byte kept = bytes[i];
        for (int value : new int[] {0, '\n', ' ', 0xff, kept ^ 1, kept ^ 0x80}) {
          bytes[i] = (byte) value;
          assertHarmless(bytes);
        }
        bytes[i] = kept;
        assertHarmless(Arrays.copyOf(bytes, i));
      }
    }
  }

  @Example
  void bytes_hugeLines_letNothingElseEscape() {
    for (char filler : new char[] {0, ' ', 'a', '\n', '-', '\r', '0', ',', ':', (char) 0xff}) {
      String huge = String.valueOf(filler).repeat(1 << 20);
      assertHarmless(huge.getBytes(StandardCharsets.ISO_8859_1));
      for (String line :
          List.of(
              "@type ",
              "network-status-version 3",
              "r ",
              "p accept ",
              "a [",
              "ExitNode ",
              "opt ")) {
        assertHarmless((line + huge).getBytes(StandardCharsets.ISO_8859_1));
        String inside =
            DOCUMENTS
                .get(0)
                .replace("\ns Exit", "\n" + line + huge.replace('\n', '!') + "\ns Exit");
        assertHarmless(inside.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
  }

  @Example
  void documents_unchanged_areRead() {
    ConsensusParser parser = new ConsensusParser();
    assertTrue(readConsensus(parser, raw(DOCUMENTS.get(0))));
    assertTrue(readConsensus(parser, raw(DOCUMENTS.get(1))));
    assertTrue(readConsensus(parser, raw(DOCUMENTS.get(2))));
    assertEquals(null, refusal(() -> KeyCertificateParser.parse(raw(DOCUMENTS.get(3)), "x")));
    assertEquals(null, refusal(() -> ExitListParser.parse(raw(DOCUMENTS.get(4)), "x")));
  }

  @Provide
  static Arbitrary<String> documents() {
    return Arbitraries.of(DOCUMENTS);
  }

  @Provide
  static Arbitrary<String> pieces() {
    return Arbitraries.of(PIECES).list().ofMaxSize(25).map(parts -> String.join("", parts));
  }

  private static void assertHarmless(byte[] bytes) {
    for (RawDocument document : DocumentSplitter.split(bytes)) {
      readAll(document);
    }
    // Also what no recogniser would hand to this parser.
    readAll(new RawDocument(DocumentType.UNKNOWN, bytes, 0, bytes.length));
    DocumentType.ofHead(bytes, bytes.length / 2);
  }

  private static void readAll(RawDocument document) {
    readConsensus(PARSER, document);
    refusal(() -> ExitListParser.parse(document, "2024-03-12-14-30-00"));
    refusal(() -> KeyCertificateParser.parse(document, "x"));
    for (RawDocument certificate : DocumentSplitter.findEmbeddedCertificates(document)) {
      refusal(() -> KeyCertificateParser.parse(certificate, "x"));
    }
  }

  /** Reads on both paths, which must agree; whether the document was accepted. */
  private static boolean readConsensus(ConsensusParser parser, RawDocument document) {
    PackedAppearances packed = new PackedAppearances(64);
    DocumentParseException hot = refusal(() -> parser.parse(document, "x", packed));
    List<List<RouterStatusEntry>> entries = new ArrayList<>();
    DocumentParseException cold = refusal(() -> entries.add(parser.parseEntries(document, "x")));
    if (hot != null && hot.kind() == DocumentParseException.Kind.LIMIT) {
      return false;
    }
    assertEquals(hot == null ? null : hot.getMessage(), cold == null ? null : cold.getMessage());
    if (hot != null) {
      return false;
    }
    List<Appearance> listed =
        entries.get(0).stream()
            .filter(RouterStatusEntry::running)
            .flatMap(entry -> entry.appearances().stream())
            .toList();
    assertEquals(listed, packed.toList());
    PackedAppearances again = PackedAppearances.of(packed.toList());
    assertArrayEquals(
        Arrays.copyOf(again.buffer(), again.length()),
        Arrays.copyOf(packed.buffer(), packed.length()));
    return true;
  }

  private interface Reading {
    void read() throws DocumentParseException;
  }

  private static @Nullable DocumentParseException refusal(Reading reading) {
    try {
      reading.read();
      return null;
    } catch (DocumentParseException e) {
      String message = e.getMessage();
      assertTrue(
          message.length() < 1000 && message.chars().allMatch(c -> c >= ' ' && c <= '~'), message);
      assertTrue(e.line() >= 0, message);
      return e;
    } catch (RuntimeException e) {
      return fail("escaped the parser", e);
    }
  }

  private static RawDocument raw(String text) {
    return ConsensusText.raw(text);
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(6)) {
      case 0 -> bytes[at] = (byte) random.nextInt(256);
      case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        byte[] piece = PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.ISO_8859_1);
        return spliced(bytes, at, at, piece);
      }
      case 4 -> {
        int end = Math.min(bytes.length, at + random.nextInt(40));
        return spliced(bytes, at, end, new byte[0]);
      }
      default -> {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + random.nextInt(80));
        return spliced(bytes, at, at, Arrays.copyOfRange(bytes, from, to));
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
    byte[] out = new byte[bytes.length - (to - from) + piece.length];
    System.arraycopy(bytes, 0, out, 0, from);
    System.arraycopy(piece, 0, out, from, piece.length);
    System.arraycopy(bytes, to, out, from + piece.length, bytes.length - to);
    return out;
  }
}
