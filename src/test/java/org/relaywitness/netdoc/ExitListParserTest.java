package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.relaywitness.netdoc.DocumentParseException.Kind.DUPLICATE;
import static org.relaywitness.netdoc.DocumentParseException.Kind.MALFORMED;
import static org.relaywitness.netdoc.DocumentParseException.Kind.MISSING;
import static org.relaywitness.netdoc.DocumentParseException.Kind.WRONG_TYPE;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.ExitListEntry;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;

class ExitListParserTest {
  private static final Fingerprint ONE = Fingerprint.ofHex("11".repeat(20));
  private static final Fingerprint TWO = Fingerprint.ofHex("22".repeat(20));
  private static final String HEADER = "@type tordnsel 1.0\nDownloaded 2016-09-20 13:02:00\n";
  private static final String ENTRY =
      "ExitNode "
          + ONE
          + "\nPublished 2016-09-20 02:31:22\nLastStatus 2016-09-20 03:02:57\n"
          + "ExitAddress 192.0.2.1 2016-09-20 03:08:47\n";
  private static final Instant SCAN = Instant.parse("2016-09-20T03:08:47Z");

  @Test
  void list_withHeader_isRead() throws DocumentParseException {
    String text = HEADER + ENTRY;
    ExitList list = parse(text, "x/2010-01-01-00-00-00");
    assertEquals(Instant.parse("2016-09-20T13:02:00Z"), list.time());
    assertEquals(List.of(new ExitListEntry(ONE, List.of(scan(ONE, "192.0.2.1")))), list.entries());
    assertEquals(Sha256.digest(bytes(text)), list.sha256());
  }

  @Test
  void entries_withSeveralNoneAndIpv6Addresses_areRead() throws DocumentParseException {
    ExitList list =
        parse(
            HEADER
                + ENTRY
                + "ExitAddress 2001:DB8:0:0::1 2016-09-20 03:08:47\n"
                + "ExitAddress ::ffff:192.0.2.3 2016-09-20 03:08:47\n"
                + "ExitNode "
                + TWO
                + "\nPublished 2016-09-20 02:31:22\n",
            "x");
    assertEquals(
        List.of(
            new ExitListEntry(
                ONE,
                List.of(scan(ONE, "192.0.2.1"), scan(ONE, "2001:db8::1"), scan(ONE, "192.0.2.3"))),
            new ExitListEntry(TWO, List.of())),
        list.entries());
    assertEquals(3, list.scanCount());
  }

  @Test
  void list_withHeaderAlone_isEmpty() throws DocumentParseException {
    ExitList list = parse(HEADER, "x");
    assertTrue(list.entries().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "exit-list-2010-02/22/2010-02-22-15-32-00, 2010-02-22T15:32:00Z",
    "2024-03-12-14-30-00-without-header.xz, 2024-03-12T14:30:00Z",
    "C:\\lists\\2024-03-12-14-30-00, 2024-03-12T14:30:00Z",
    "2024-03-12-14-30-00/exit-addresses, 2016-09-20T03:08:47Z",
    "2024-02-30-14-30-00, 2016-09-20T03:08:47Z",
    "12024-02-20-14-30-00, 2016-09-20T03:08:47Z",
    "2024-02-20-14-30-001, 2016-09-20T03:08:47Z",
    "exit-addresses, 2016-09-20T03:08:47Z",
    "'', 2016-09-20T03:08:47Z"
  })
  void time_withoutHeader_isThatOfTheNameElseOfTheNewestScan(String name, Instant time)
      throws DocumentParseException {
    String older = "ExitAddress 192.0.2.1 2016-09-19 23:59:59\n";
    assertEquals(time, parse(ENTRY + older, name).time());
  }

  @Test
  void time_ofNothing_isMissing() {
    refused("ExitNode " + ONE + "\n", MISSING, 0);
  }

  @Test
  void list_withoutAnyLineOfAList_isWrongType() {
    refused("", WRONG_TYPE, 0);
    refused("@type tordnsel 1.0\n", WRONG_TYPE, 0);
    refused("@type tordnsel 1.0\nrouter one\n", WRONG_TYPE, 0);
  }

  @Test
  void list_misannotatedCrlfOptTabsAndUnknownLines_isRead() throws DocumentParseException {
    String text =
        "@type torperf 1.0\nDownloaded 2016-12-20\t13:02:00 extra\n\nx-new thing\nExitNode\t"
            + ONE
            + " extra\nopt ExitAddress  192.0.2.1\t2016-09-20 03:08:47 extra\nPublished never\n";
    ExitList list = parse(text.replace("\n", "\r\n"), "x");
    assertEquals(Instant.parse("2016-12-20T13:02:00Z"), list.time());
    assertEquals(List.of(new ExitListEntry(ONE, List.of(scan(ONE, "192.0.2.1")))), list.entries());
  }

  @Test
  void fingerprint_repeatedAndUnsorted_givesEntriesInOrder() throws DocumentParseException {
    String two = ENTRY.replace(ONE.toString(), TWO.toString());
    assertEquals(
        List.of(TWO, ONE, TWO),
        parse(two + ENTRY + two, "x").entries().stream().map(ExitListEntry::fingerprint).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ExitNode",
        "ExitNode 0011",
        "ExitNode 11111111111111111111111111111111111111111",
        "ExitAddress",
        "ExitAddress 192.0.2.1",
        "ExitAddress 192.0.2.1 2016-09-20",
        "ExitAddress 192.0.2.1 2016-02-30 00:00:00",
        "ExitAddress 192.0.2.256 2016-02-20 00:00:00",
        "ExitAddress 192.0.2.01 2016-02-20 00:00:00",
        "ExitAddress [2001:db8::1] 2016-02-20 00:00:00",
        "ExitAddress host.example 2016-02-20 00:00:00",
        "ExitAddress  2016-02-20 00:00:00",
        "%PDF",
        "\u0000"
      })
  void line_malformed_isRefused(String line) {
    refused(HEADER + ENTRY + line + "\n" + ENTRY, MALFORMED, 7);
  }

  @Test
  void downloaded_malformedOrRepeated_isRefused() {
    refused("Downloaded 2016-09-31 13:02:00\n" + ENTRY, MALFORMED, 1);
    refused(HEADER + ENTRY + "Downloaded 2016-09-20 13:02:00\n", DUPLICATE, 7);
  }

  @Test
  void address_beforeAnyEntry_isRefused() {
    refused(HEADER + "ExitAddress 192.0.2.1 2016-09-20 03:08:47\n" + ENTRY, MALFORMED, 3);
  }

  private static ExitScan scan(Fingerprint fingerprint, String address) {
    return new ExitScan(fingerprint, TestAddresses.of(address), SCAN);
  }

  private static void refused(String text, DocumentParseException.Kind kind, int line) {
    Parsing.refused(kind, line, () -> parse(text, Parsing.NAME));
  }

  private static ExitList parse(String text, String name) throws DocumentParseException {
    byte[] bytes = bytes(text);
    return ExitListParser.parse(
        new RawDocument(DocumentType.EXIT_LIST, bytes, 0, bytes.length), name);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
