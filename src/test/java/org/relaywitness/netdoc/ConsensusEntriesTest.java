package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.netdoc.DocumentParseException.Kind.DUPLICATE;
import static org.relaywitness.netdoc.DocumentParseException.Kind.LIMIT;
import static org.relaywitness.netdoc.DocumentParseException.Kind.MALFORMED;
import static org.relaywitness.netdoc.DocumentParseException.Kind.MISSING;
import static org.relaywitness.netdoc.DocumentParseException.Kind.TRUNCATED;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.RouterStatusEntry;

class ConsensusEntriesTest {
  private static final Fingerprint FINGERPRINT = Fingerprint.ofHex("01".repeat(20));

  /** The line of the first entry's r line in a document of {@link ConsensusText}. */
  private static final int FIRST = 12;

  @Test
  void entry_withEverything_isRead() throws DocumentParseException {
    ConsensusText text =
        ConsensusText.ns()
            .relay(
                "relayOne",
                "192.0.2.7",
                "a [2001:db8::1:0]:443",
                "s BadExit Exit Fast Running Valid",
                "v Tor 0.4.2.6",
                "pr Cons=1-2 Desc=1-2",
                "w Bandwidth=43",
                "id ed25519 none",
                "p accept 80,443,6660-6669");
    ExitPolicySummary policy = ExitPolicySummary.find("accept 80,443,6660-6669");
    List<Appearance> expected =
        List.of(
            appearance("192.0.2.7", "relayOne", 9001, true, true, policy),
            appearance("2001:db8::1:0", "relayOne", 443, true, true, policy));

    assertEquals(expected, Parsing.appearances(text));
    RouterStatusEntry entry = entries(text).get(0);
    assertEquals(expected, entry.appearances());
    assertTrue(entry.running());
  }

  @Test
  void entry_microdesc_isReadAndHasNoPolicy() throws DocumentParseException {
    ConsensusText text =
        ConsensusText.microdesc()
            .relay(
                "one", "192.0.2.7", "m M1nz2cA82Qpd6osLDJFEGMSJTq2zgEXGVhTOcw92fsY", "s Running");
    assertEquals(
        List.of(appearance("192.0.2.7", "one", 9001, false, false, null)),
        Parsing.appearances(text));
  }

  @Test
  void entry_nsFormInMicrodesc_isRefused() {
    ConsensusText text =
        ConsensusText.microdesc()
            .lines(
                "r one " + ConsensusText.IDENTITY + " 3R8d0UJP 2038-01-01 00:00:00 192.0.2.1 1 0");
    DocumentParseException refusal = Parsing.refused(text, MALFORMED, FIRST);
    assertEquals("00:00:00", refusal.found());
  }

  @Test
  void entry_notRunning_isNotListed() throws DocumentParseException {
    ConsensusText text =
        ConsensusText.ns()
            .header("consensus-method", "consensus-method 3")
            .relay("down", "192.0.2.1", "s Exit Valid")
            .relay("flagless", "192.0.2.2", "s")
            .relay("similar", "192.0.2.3", "s NotRunning running Runnings")
            .relay("up", "192.0.2.4", "s Running");
    assertEquals(1, Parsing.parse(text).entries());
    assertEquals(
        List.of("up"), Parsing.appearances(text).stream().map(Appearance::nickname).toList());
    assertEquals(
        List.of(false, false, false, true),
        entries(text).stream().map(RouterStatusEntry::running).toList());
  }

  @Test
  void flags_similarWords_areOthers() throws DocumentParseException {
    ConsensusText text =
        ConsensusText.ns()
            .relay("one", "192.0.2.1", "s Exits NotExit exit BADEXIT Running BadExits");
    Appearance appearance = Parsing.appearances(text).get(0);
    assertEquals(false, appearance.exit());
    assertEquals(false, appearance.badExit());
  }

  @Test
  void policy_absent_isUnknown() throws DocumentParseException {
    ConsensusText text =
        ConsensusText.ns()
            .relay("one", "192.0.2.1", "s Running", "p accept 80")
            .relay("two", "192.0.2.2", "s Running");
    assertNull(Parsing.appearances(text).get(1).policy());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "accept 080,0443-00500| accept 80,443-500",
        "reject 25-25| reject 25",
        "accept\t80| accept 80",
        "  accept   80,443   further words| accept 80,443",
        "reject 1-65535| reject 1-65535",
        "accept 0-65535| accept 0-65535",
        "accept 443,80,443| accept 443,80,443"
      })
  void policy_unusuallyWritten_isPackedCanonically(String written, String canonical)
      throws DocumentParseException {
    PackedAppearances packed = new PackedAppearances(64);
    ConsensusText text = ConsensusText.ns().relay("one", "192.0.2.1", "s Running", "p " + written);
    new ConsensusParser().parse(text.raw(), "x", packed);

    assertEquals(canonical, String.valueOf(packed.toList().get(0).policy()));
    assertCanonical(packed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p",
        "p ",
        "p accept",
        "p accept ",
        "p reject x",
        "p allow 80",
        "p accept 80,",
        "p accept ,80",
        "p accept 80-",
        "p accept -80",
        "p accept 90-80",
        "p accept 65536",
        "p accept 1-2-3",
        "p accept 000080",
        "p accept 80;443",
        "p accept *:80",
        "p accepts 80",
        "p accept 1\u00e9"
      })
  void policy_malformed_isRefused(String line) {
    ConsensusText text = ConsensusText.ns().relay("one", "192.0.2.1", "s Running", line);
    assertEquals(
        "p, accept or reject, and a list of ports, at most 4096 bytes",
        Parsing.refused(text, MALFORMED, FIRST + 2).expected());
  }

  @Test
  void policy_ofAnyLength_isReadUpToTheLimit() throws DocumentParseException {
    String longest = "p accept 1" + ",22".repeat((PolicyMemo.LONGEST - 9) / 3);
    ConsensusText text = ConsensusText.ns().relay("one", "192.0.2.1", "s Running", longest);
    assertEquals(1, Parsing.appearances(text).size());
    ConsensusText longer =
        ConsensusText.ns().relay("one", "192.0.2.1", "s Running", longest + ",22");
    Parsing.refused(longer, MALFORMED, FIRST + 2);
  }

  @ParameterizedTest
  @CsvSource({
    "[2001:db8::1]:443, 2001:db8::1, 443",
    "[2001:0DB8:0:0:0:0:0:0001]:00443, 2001:db8::1, 443",
    "[::ffff:192.0.2.9]:1, 192.0.2.9, 1",
    "[::FFFF:c000:209]:1, 192.0.2.9, 1",
    "192.0.2.9:80, 192.0.2.9, 80",
    "[::]:65535, ::, 65535"
  })
  void address_inAnySpelling_isPackedCanonically(String written, String address, int port)
      throws DocumentParseException {
    ConsensusText text = ConsensusText.ns().relay("one", "192.0.2.1", "a " + written, "s Running");
    PackedAppearances packed = new PackedAppearances(64);
    new ConsensusParser().parse(text.raw(), "x", packed);
    Appearance second = packed.toList().get(1);
    assertEquals(address, Addresses.format(second.address()));
    assertEquals(port, second.orPort());
    assertCanonical(packed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a ",
        "a :",
        "a []:80",
        "a [::1]",
        "a [::1]:",
        "a [::1]:65536",
        "a ::1:80",
        "a [1:2:3:4:5:6:7]:80",
        "a [1::2::3]:80",
        "a [::1%eth0]:80",
        "a [192.0.2.1]:80",
        "a 192.0.2.1",
        "a 192.0.2.01:80",
        "a 192.0.2.256:80",
        "a [::1]80",
        "a [::1]x:80",
        "a [:::1]:80",
        "a [1:2:3:4:5:6:7:8:9]:80",
        "a [1:2:3:4:5:6:7::8]:-1"
      })
  void address_malformed_isRefused(String line) {
    Parsing.refused(
        ConsensusText.ns().relay("one", "192.0.2.1", line, "s Running"), MALFORMED, FIRST + 1);
  }

  @Test
  void addresses_tooMany_areRefused() throws DocumentParseException {
    String[] lines = new String[EntryScanner.MOST_ADDRESSES];
    Arrays.fill(lines, "a [::1]:1");
    lines[0] = "s Running";
    assertEquals(
        EntryScanner.MOST_ADDRESSES,
        Parsing.appearances(ConsensusText.ns().relay("one", "192.0.2.1", lines)).size());
    ConsensusText text = ConsensusText.ns().relay("one", "192.0.2.1", lines).lines("a [::1]:1");
    Parsing.refused(text, LIMIT, FIRST + EntryScanner.MOST_ADDRESSES + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "r",
        "r one",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQ",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQE= d 2038-01-01 00:00:00 192.0.2.1 1 0",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQF d 2038-01-01 00:00:00 192.0.2.1 1 0",
        "r one AQEBAQEBAQEBAQEBAQEBAQEB_QE d 2038-01-01 00:00:00 192.0.2.1 1 0",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQE d 2038-01-01 00:00:00",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQE d 2038-01-01 00:00:00 192.0.2.1",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQE d 2038-01-01 00:00:00 192.0.2.1 1",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQE d 2038-01-01 00:00:00 192.0.2.1 65536 0",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQE d 2038-01-01 00:00:00 192.0.2.1 1 x",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQE d 2038-01-01 00:00:00 192.0.2.01 1 0",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQE d 2038-01-01 00:00:00 192.0.2 1 0",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQE d 2038-01-01 00:00:00 ::1 1 0",
        "r \u00e9ne AQEBAQEBAQEBAQEBAQEBAQEBAQE d 2038-01-01 00:00:00 192.0.2.1 1 0",
        "r o\u0000e AQEBAQEBAQEBAQEBAQEBAQEBAQE d 2038-01-01 00:00:00 192.0.2.1 1 0",
        "r o\u007fe AQEBAQEBAQEBAQEBAQEBAQEBAQE d 2038-01-01 00:00:00 192.0.2.1 1 0"
      })
  void router_malformed_isRefused(String line) {
    Parsing.refused(ConsensusText.ns().lines(line, "s Running"), MALFORMED, FIRST);
  }

  @Test
  void router_extraArgumentsTabsAndStrangePublication_areRead() throws DocumentParseException {
    ConsensusText text =
        ConsensusText.ns()
            .lines(
                "r\tone  AQEBAQEBAQEBAQEBAQEBAQEBAQE\td never ever\t 192.0.2.1 9001 0 extra 7 ",
                "opt s\tRunning  Exit",
                "opt p accept 80");
    assertEquals(
        List.of(
            appearance("192.0.2.1", "one", 9001, true, false, ExitPolicySummary.find("accept 80"))),
        Parsing.appearances(text));
  }

  @Test
  void nickname_upTo255Bytes_isPacked() throws DocumentParseException {
    String longest = "~".repeat(255);
    assertEquals(
        longest,
        Parsing.appearances(ConsensusText.ns().relay(longest, "192.0.2.1")).get(0).nickname());
    Parsing.refused(ConsensusText.ns().relay(longest + "x", "192.0.2.1"), MALFORMED, FIRST);
  }

  @Test
  void entries_unsortedAndRepeated_areAllRead() throws DocumentParseException {
    ConsensusText text =
        ConsensusText.ns()
            .relay("two", "198.51.100.2")
            .relay("one", "192.0.2.1")
            .relay("two", "198.51.100.2");
    assertEquals(3, Parsing.appearances(text).size());
    assertEquals(3, Parsing.parse(text).entries());
  }

  @Test
  void lines_unknownAndTheirObjects_areSkipped() throws DocumentParseException {
    ConsensusText text =
        ConsensusText.ns()
            .relay(
                "one",
                "192.0.2.1",
                "x r s p a",
                "some-object",
                "-----BEGIN X-----",
                "r",
                "s Exit Running",
                "p accept 80",
                "-----END X-----",
                "",
                "sExit",
                "S Exit",
                "s Running");
    assertEquals(
        List.of(appearance("192.0.2.1", "one", 9001, false, false, null)),
        Parsing.appearances(text));
  }

  @Test
  void flags_missing_areRefused() {
    Parsing.refused(
        ConsensusText.ns().lines("r one " + ConsensusText.IDENTITY + " d x y 192.0.2.1 1 0"),
        MISSING,
        FIRST + 1);
    Parsing.refused(
        ConsensusText.ns()
            .lines("r one " + ConsensusText.IDENTITY + " d x y 192.0.2.1 1 0")
            .relay("two", "192.0.2.2"),
        MISSING,
        FIRST + 1);
  }

  @Test
  void lines_repeatedInOneEntry_areRefused() {
    Parsing.refused(
        ConsensusText.ns().relay("one", "192.0.2.1", "s Running", "s Exit"), DUPLICATE, FIRST + 2);
    Parsing.refused(
        ConsensusText.ns().relay("one", "192.0.2.1", "s Running", "p accept 80", "p accept 80"),
        DUPLICATE,
        FIRST + 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "network-status-version 3",
        "vote-status consensus",
        "valid-after 2020-03-05 11:00:00",
        "consensus-method 29",
        "dir-source tor26 14C131DFC5C6F93646BE72FA1401C02A8DF2E8B4 192.0.2.1 192.0.2.1 80 443",
        "directory-signatures of another kind",
        "* stray",
        "\u0000"
      })
  void line_thatCannotStandInAnEntry_isRefused(String line) {
    Parsing.refused(
        ConsensusText.ns().relay("one", "192.0.2.1", "s Running", line), MALFORMED, FIRST + 2);
  }

  @Test
  void object_withoutEnd_isTruncated() {
    String text =
        ConsensusText.ns().relay("one", "192.0.2.1", "s Running", "-----BEGIN X-----").toString();
    RawDocument raw = ConsensusText.raw(text.replace("-----END", "-----and"));
    Parsing.refused(TRUNCATED, 20, () -> new ConsensusParser().parseEntries(raw, Parsing.NAME));
  }

  @Test
  void packed_largerThanTheDocumentAllows_isRefused() {
    String[] lines = new String[EntryScanner.MOST_ADDRESSES];
    Arrays.fill(lines, "a [::1]:1");
    lines[0] = "s Running";
    lines[1] = "p accept 1" + ",1".repeat(2000);
    ConsensusText text = ConsensusText.ns();
    for (int i = 0; i < 20; i++) {
      text.relay("one", "192.0.2.1", lines);
    }
    assertEquals(
        LIMIT, assertThrows(DocumentParseException.class, () -> Parsing.parse(text)).kind());
  }

  private static void assertCanonical(PackedAppearances packed) {
    PackedAppearances again = PackedAppearances.of(packed.toList());
    assertArrayEquals(
        Arrays.copyOf(again.buffer(), again.length()),
        Arrays.copyOf(packed.buffer(), packed.length()));
  }

  private static List<RouterStatusEntry> entries(ConsensusText text) throws DocumentParseException {
    return new ConsensusParser().parseEntries(text.raw(), "x");
  }

  private static Appearance appearance(
      String address,
      String nickname,
      int port,
      boolean exit,
      boolean badExit,
      @Nullable ExitPolicySummary policy) {
    return new Appearance(
        TestAddresses.of(address), FINGERPRINT, nickname, port, exit, badExit, policy);
  }
}
