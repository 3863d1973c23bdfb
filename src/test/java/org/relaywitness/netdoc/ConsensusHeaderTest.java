package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.netdoc.DocumentParseException.Kind.DUPLICATE;
import static org.relaywitness.netdoc.DocumentParseException.Kind.MALFORMED;
import static org.relaywitness.netdoc.DocumentParseException.Kind.MISSING;
import static org.relaywitness.netdoc.DocumentParseException.Kind.UNSUPPORTED;
import static org.relaywitness.netdoc.DocumentParseException.Kind.WRONG_TYPE;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.DirSource;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;

class ConsensusHeaderTest {

  @Test
  void header_complete_isRead() throws DocumentParseException {
    Consensus consensus = Parsing.parse(ConsensusText.ns().relay("one", "192.0.2.1"));

    assertEquals(Flavor.NS, consensus.flavor());
    assertEquals(29, consensus.method());
    assertEquals(Instant.parse("2020-03-05T10:00:00Z"), consensus.validAfter());
    assertEquals(Instant.parse("2020-03-05T11:00:00Z"), consensus.freshUntil());
    assertEquals(Instant.parse("2020-03-05T13:00:00Z"), consensus.validUntil());
    assertEquals(
        List.of(new DirSource("tor26", Fingerprint.ofHex(ConsensusText.AUTHORITY))),
        consensus.sources());
    assertEquals(1, consensus.entries());
    assertFalse(consensus.crlf());
  }

  @Test
  void header_microdescFlavour_isRead() throws DocumentParseException {
    assertEquals(Flavor.MICRODESC, Parsing.parse(ConsensusText.microdesc()).flavor());
  }

  @Test
  void flavour_namedNs_isNs() throws DocumentParseException {
    ConsensusText text =
        ConsensusText.ns().header("network-status-version", "network-status-version 3 ns extra");
    assertEquals(Flavor.NS, Parsing.parse(text).flavor());
  }

  @Test
  void flavour_againstAnnotation_isThatOfTheSignedLine() throws DocumentParseException {
    ConsensusText text =
        ConsensusText.ns().header("network-status-version", "network-status-version 3 microdesc");
    assertEquals(Flavor.MICRODESC, Parsing.parse(text).flavor());
  }

  @Test
  void flavour_unknown_isUnsupported() {
    ConsensusText text =
        ConsensusText.ns().header("network-status-version", "network-status-version 3 future");
    Parsing.refused(text, UNSUPPORTED, 2);
  }

  @Test
  void version_other_isUnsupported() {
    ConsensusText text =
        ConsensusText.ns().header("network-status-version", "network-status-version 4");
    Parsing.refused(text, UNSUPPORTED, 2);
  }

  @Test
  void document_ofAnotherType_isWrongType() {
    Parsing.refused(
        ConsensusText.ns().header("network-status-version", "router one 192.0.2.1 9001 0 0"),
        WRONG_TYPE,
        2);
  }

  @Test
  void vote_isWrongType() {
    DocumentParseException refusal =
        Parsing.refused(
            ConsensusText.ns().header("vote-status", "vote-status vote"), WRONG_TYPE, 3);
    assertEquals(
        "a-document, line 3: wrong type: found \"vote-status vote\", expected vote-status"
            + " consensus",
        refusal.getMessage());
  }

  @Test
  void method_absent_isOne() throws DocumentParseException {
    assertEquals(1, Parsing.parse(ConsensusText.ns().header("consensus-method", null)).method());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 0", " -1", " x", " 1234567890", " 2x"})
  void method_malformed_isRefused(String argument) {
    ConsensusText text =
        ConsensusText.ns().header("consensus-method", "consensus-method" + argument);
    Parsing.refused(text, MALFORMED, 4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"valid-after", "fresh-until", "valid-until"})
  void time_missing_isNamed(String keyword) {
    ConsensusText text = ConsensusText.ns().header(keyword, null).relay("one", "192.0.2.1");
    DocumentParseException refusal = Parsing.refused(text, MISSING, 11);
    assertEquals(keyword + " before this line", refusal.expected());
    assertEquals("", refusal.found());
  }

  @Test
  void voteStatus_missing_isNamed() {
    ConsensusText text = ConsensusText.ns().header("vote-status", null);
    assertEquals("vote-status consensus", Parsing.refused(text, MISSING, 0).expected());
  }

  @ParameterizedTest
  @ValueSource(strings = {"valid-after", "fresh-until", "valid-until"})
  void time_repeated_isRefused(String keyword) {
    ConsensusText text = ConsensusText.ns().headerLine(keyword + " 2020-03-05 10:00:00");
    Parsing.refused(text, DUPLICATE, 12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-02-30 10:00:00",
        "2023-02-29 10:00:00",
        "2024-13-01 10:00:00",
        "2024-00-01 10:00:00",
        "2024-01-00 10:00:00",
        "2024-01-01 24:00:00",
        "2024-01-01 10:60:00",
        "2024-01-01 10:00:60",
        "2024-1-1 10:00:00",
        "2024-01-01T10:00:00",
        "2024-01-01",
        "+024-01-01 10:00:00",
        "2024-01-01 10:00:00Z",
        ""
      })
  void time_notReal_isRefused(String time) {
    ConsensusText text = ConsensusText.ns().header("valid-after", "valid-after " + time);
    DocumentParseException refusal = Parsing.refused(text, MALFORMED, 5);
    assertEquals(time, refusal.found());
    assertEquals("a time that exists, YYYY-MM-DD HH:MM:SS", refusal.expected());
  }

  @Test
  void time_leapDay_isRead() throws DocumentParseException {
    ConsensusText text =
        ConsensusText.ns()
            .header("valid-after", "valid-after 2020-02-29 23:30:00")
            .header("fresh-until", "fresh-until 2020-03-01 00:00:00");
    assertEquals(Instant.parse("2020-02-29T23:30:00Z"), Parsing.parse(text).validAfter());
  }

  @Test
  void times_outOfOrder_areRefused() {
    Parsing.refused(
        ConsensusText.ns().header("fresh-until", "fresh-until 2020-03-05 10:00:00"), MALFORMED, 12);
    Parsing.refused(
        ConsensusText.ns().header("valid-until", "valid-until 2020-03-05 10:30:00"), MALFORMED, 12);
  }

  @Test
  void lines_inAnyOrder_areRead() throws DocumentParseException {
    ConsensusText text = ConsensusText.ns();
    Consensus expected = Parsing.parse(text);
    Collections.reverse(text.headerLines().subList(1, text.headerLines().size()));
    Consensus reversed = Parsing.parse(text);
    assertEquals(expected.validAfter(), reversed.validAfter());
    assertEquals(expected.sources(), reversed.sources());
    assertEquals(expected.method(), reversed.method());
  }

  @Test
  void lines_withOptTabsExtraArgumentsAndUnknownKeywords_areRead() throws DocumentParseException {
    ConsensusText text =
        ConsensusText.ns()
            .header("valid-after", "opt valid-after\t2020-03-05   10:00:00 extra")
            .header("vote-status", "opt  vote-status  consensus  extra")
            .header("consensus-method", "consensus-method 9 10")
            .headerLine("x-unknown \u00e9\u0001 anything")
            .headerLine("x-object")
            .headerLine("-----BEGIN THING-----\nvalid-after\nr\n-----END THING-----")
            .headerLine("")
            .headerLine("   ");
    Consensus consensus = Parsing.parse(text);
    assertEquals(Instant.parse("2020-03-05T10:00:00Z"), consensus.validAfter());
    assertEquals(9, consensus.method());
  }

  @Test
  void annotations_several_areSkipped() throws DocumentParseException {
    ConsensusText text = ConsensusText.ns().annotation("@source \"192.0.2.9\"").annotation("@x");
    assertEquals(Flavor.NS, Parsing.parse(text).flavor());
  }

  @Test
  void byteOrderMarkAndBlankLines_beforeTheDocument_areSkipped() throws DocumentParseException {
    RawDocument raw = ConsensusText.raw("\u00ef\u00bb\u00bf\r\n\n" + ConsensusText.ns().bare());
    assertTrue(new ConsensusParser().parseEntries(raw, "x").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dir-source",
        "dir-source tor26",
        "dir-source tor26 14C131DF 86.59.21.38",
        "dir-source tor26 $14C131DFC5C6F93646BE72FA1401C02A8DF2E8B4",
        "dir-source tor26 14C131DFC5C6F93646BE72FA1401C02A8DF2E8BX",
        "dir-source tor\u000126 14C131DFC5C6F93646BE72FA1401C02A8DF2E8B4"
      })
  void source_malformed_isRefused(String line) {
    Parsing.refused(ConsensusText.ns().header("dir-source", line), MALFORMED, 9);
  }

  @Test
  void line_withoutKeyword_isRefused() {
    Parsing.refused(ConsensusText.ns().headerLine("* stray"), MALFORMED, 12);
    Parsing.refused(ConsensusText.ns().headerLine(" valid"), MALFORMED, 12);
  }

  @Test
  void message_controlCharacters_areEscapedAndShortened() {
    String hostile = "\u001b[31m\"" + "x".repeat(500);
    ConsensusText text = ConsensusText.ns().headerLine(hostile);
    DocumentParseException refusal = Parsing.refused(text, MALFORMED, 12);
    assertTrue(refusal.found().startsWith("\\x1b[31m\\\"xxx"), refusal.found());
    assertTrue(refusal.found().endsWith("x..."), refusal.found());
    assertTrue(refusal.getMessage().length() < 300, refusal.getMessage());
  }
}
