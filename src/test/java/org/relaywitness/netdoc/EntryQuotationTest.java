package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.netdoc.EntryQuotation.Line;

/** The lines of one relay, as they stand in a document. */
class EntryQuotationTest {
  /** 20 bytes of value 1. */
  private static final Fingerprint RELAY = Fingerprint.ofHex("01".repeat(20));

  private static final Fingerprint OTHER = Fingerprint.ofHex("02".repeat(20));

  private static final String ROUTER =
      "r Unnamed AQEBAQEBAQEBAQEBAQEBAQEBAQE AAAAAAAAAAAAAAAAAAAAAAAAAAA"
          + " 2020-03-05 09:00:00 192.0.2.7 9001 0";

  private static final String CONSENSUS =
      "@type network-status-consensus-3 1.0\n"
          + "network-status-version 3\nvote-status consensus\n"
          + "r First AgICAgICAgICAgICAgICAgICAgI x 2020-03-05 09:00:00 192.0.2.8 9001 0\n"
          + "s Running\np reject 1-65535\n"
          + ROUTER
          + "\na [2001:db8::7]:9001\ns Exit Fast\nv Tor 0.4\npr Link=1\nw Bandwidth=1\n"
          + "p accept 80,443\ndirectory-footer\ns not an entry\n";

  private static final String EXIT_LIST =
      """
      @type tordnsel 1.0
      Downloaded 2020-03-05 10:02:00
      ExitNode 0202020202020202020202020202020202020202
      ExitAddress 192.0.2.8 2020-03-05 08:00:00
      ExitNode 0101010101010101010101010101010101010101
      Published 2020-03-05 07:00:00
      LastStatus 2020-03-05 09:00:00
      ExitAddress 192.0.2.7 2020-03-05 09:31:00
      ExitAddress 192.0.2.9 2020-03-05 09:32:00
      """;

  private static List<Line> quoted(String document, Fingerprint relay) {
    return EntryQuotation.of(document.getBytes(StandardCharsets.ISO_8859_1), relay);
  }

  @Test
  void consensus_relayListed_itsFourKindsOfLinesWithTheirNumbers() {
    assertEquals(
        List.of(
            new Line(7, ROUTER),
            new Line(8, "a [2001:db8::7]:9001"),
            new Line(9, "s Exit Fast"),
            new Line(13, "p accept 80,443")),
        quoted(CONSENSUS, RELAY));
    assertEquals(3, quoted(CONSENSUS, OTHER).size());
  }

  @Test
  void consensus_relayNotListed_nothing() {
    assertEquals(List.of(), quoted(CONSENSUS, Fingerprint.ofHex("03".repeat(20))));
  }

  @Test
  void consensus_crlf_sameLinesWithoutTheLineEnd() {
    assertEquals(quoted(CONSENSUS, RELAY), quoted(CONSENSUS.replace("\n", "\r\n"), RELAY));
  }

  @Test
  void consensus_optAndTabs_asTheyStand() {
    String odd = CONSENSUS.replace(ROUTER, "opt " + ROUTER.replace(' ', '\t'));

    assertEquals("opt " + ROUTER.replace(' ', '\t'), quoted(odd, RELAY).get(0).text());
    assertEquals(4, quoted(odd, RELAY).size());
  }

  @Test
  void consensus_withoutFooter_endsAtTheSignature() {
    String old = CONSENSUS.replace("directory-footer\n", "directory-signature A B\n");

    assertEquals(quoted(CONSENSUS, RELAY), quoted(old, RELAY));
  }

  @Test
  void microdesc_relayListed_isQuotedToo() {
    String text =
        """
        network-status-version 3 microdesc
        vote-status consensus
        r Unnamed AQEBAQEBAQEBAQEBAQEBAQEBAQE 2020-03-05 09:00:00 192.0.2.7 9001 0
        m abc
        s Exit
        """;

    assertEquals(List.of(3, 5), quoted(text, RELAY).stream().map(Line::number).toList());
  }

  @Test
  void exitList_relayScanned_itsWholeEntry() {
    assertEquals(
        List.of(5, 6, 7, 8, 9), quoted(EXIT_LIST, RELAY).stream().map(Line::number).toList());
    assertEquals(
        "ExitAddress 192.0.2.9 2020-03-05 09:32:00", quoted(EXIT_LIST, RELAY).get(4).text());
    assertEquals(2, quoted(EXIT_LIST, OTHER).size());
  }

  @Test
  void otherKindsAndNothing_areNotQuoted() {
    assertEquals(List.of(), quoted("", RELAY));
    assertEquals(List.of(), quoted("@type server-descriptor 1.0\n" + ROUTER + "\n", RELAY));
  }

  @Test
  void lineTooLongToRead_isNotQuoted() {
    assertEquals(List.of(), quoted(CONSENSUS.replace("s Exit", "s " + "x".repeat(5000)), RELAY));
  }

  @Test
  void damagedDocuments_neverThrow() {
    Random random = new Random(7);
    for (String text : List.of(CONSENSUS, EXIT_LIST)) {
      byte[] whole = text.getBytes(StandardCharsets.ISO_8859_1);
      for (int length = 0; length <= whole.length; length++) {
        assertNotNull(EntryQuotation.of(Arrays.copyOf(whole, length), RELAY));
      }
      for (int i = 0; i < 5000; i++) {
        byte[] damaged = whole.clone();
        for (int flips = 0; flips < 3; flips++) {
          damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        assertNotNull(EntryQuotation.of(damaged, RELAY));
      }
    }
  }
}
