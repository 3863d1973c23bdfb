package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Built documents through both parsers: where both accept, they read the same. */
class MetricsLibContractTest {
  private static final String NAME = "2016-09-20-13-02-00";
  private static final String EXIT_HEAD = "@type tordnsel 1.0\nDownloaded 2016-09-20 13:02:00\n";
  private static final String EXIT_ENTRY =
      "ExitNode "
          + "1A".repeat(20)
          + "\nPublished 2016-09-20 02:31:22\nLastStatus 2016-09-20 03:02:57\n";
  private static final String SCAN = "ExitAddress 192.0.2.1 2016-09-20 03:08:47\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s Running",
        "s BadExit Exit Fast Running Valid",
        "s Exits NotExit exit BADEXIT Runnings BadExits",
        "s",
        "a [2001:db8::1:0]:443\na 198.51.100.7:9002\ns Exit Running",
        "s Exit Running\np accept 80,443,6660-6669",
        "s Exit Running\np reject 1-65535",
        "s Running\nfuture-line of words",
        "s Exit Running\nv Tor 0.4.2.6\npr Cons=1-2\nw Bandwidth=43\nid ed25519 none",
      })
  void entry_acceptedByBoth_isReadTheSame(String lines) throws Exception {
    assertSame(complete(ConsensusText.ns()).relay("one", "192.0.2.7", lines));
  }

  @Test
  void entry_microdesc_isReadTheSame() throws Exception {
    assertSame(
        complete(ConsensusText.microdesc())
            .relay("one", "192.0.2.7", "m M1nz2cA82Qpd6osLDJFEGMSJTq2zgEXGVhTOcw92fsY", "s Exit"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r one AQEB 3R8d0UJP+00qrvcmYbxW+t17SfI 2038-01-01 00:00:00 192.0.2.1 1 0",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQE 3R8d0UJP+00qrvcmYbxW+t17SfI 2038-01-01 00:00:00 "
            + "192.0.2.256 1 0",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQE 3R8d0UJP+00qrvcmYbxW+t17SfI 2038-01-01 00:00:00 "
            + "192.0.2.1 65536 0",
        "r one AQEBAQEBAQEBAQEBAQEBAQEBAQE",
      })
  void entry_malformed_isRefusedByBoth(String line) {
    ConsensusText text = complete(ConsensusText.ns()).lines(line, "s Running");
    assertThrows(
        DocumentParseException.class, () -> new OurReading().consensus(text.raw(), NAME), line);
    assertThrows(
        MetricsLibReading.RefusedByMetricsLib.class,
        () -> MetricsLibReading.read(text.bytes(), NAME),
        line);
  }

  /** No authority votes so; if one ever did, the comparison says it. */
  @Test
  void relay_listedTwice_isADifference() throws Exception {
    ConsensusText text =
        complete(ConsensusText.ns()).relay("one", "192.0.2.7").relay("two", "192.0.2.8");
    Reading our = new OurReading().consensus(text.raw(), NAME);
    Reading their = MetricsLibReading.read(text.bytes(), NAME);
    assertEquals(2, our.entryCount());
    assertEquals(1, their.entryCount());
    assertEquals(2, our.differences(their).size());
  }

  @Test
  void exitList_acceptedByBoth_isReadTheSame() throws Exception {
    String second = "ExitAddress 198.51.100.2 2016-09-20 04:08:47\n";
    String other = EXIT_ENTRY.replace("1A", "2b");
    for (String text :
        List.of(
            EXIT_HEAD + EXIT_ENTRY + SCAN,
            EXIT_HEAD + EXIT_ENTRY + SCAN + second + other + SCAN,
            EXIT_ENTRY + SCAN)) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      RawDocument raw = new RawDocument(DocumentType.EXIT_LIST, bytes, 0, bytes.length);
      assertEquals(
          List.of(),
          OurReading.exitList(raw, NAME).differences(MetricsLibReading.read(bytes, NAME)),
          text);
    }
  }

  /** The format may name IPv6 exit addresses; metrics-lib refuses the whole list for one. */
  @Test
  void exitList_withIpv6_isReadByUsAlone() throws Exception {
    String text = EXIT_HEAD + EXIT_ENTRY + "ExitAddress 2001:db8::1 2016-09-20 03:08:47\n";
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    RawDocument raw = new RawDocument(DocumentType.EXIT_LIST, bytes, 0, bytes.length);
    assertEquals(1, OurReading.exitList(raw, NAME).addressCount());
    assertThrows(
        MetricsLibReading.RefusedByMetricsLib.class, () -> MetricsLibReading.read(bytes, NAME));
  }

  /** With the line that metrics-lib wants and we do not need. */
  private static ConsensusText complete(ConsensusText text) {
    return text.header(
        "known-flags",
        "voting-delay 300 300\nknown-flags Authority BadExit Exit Fast Running Valid");
  }

  private static void assertSame(ConsensusText text) throws Exception {
    Reading our = new OurReading().consensus(text.raw(), NAME);
    assertEquals(1, our.entryCount());
    assertEquals(List.of(), our.differences(MetricsLibReading.read(text.bytes(), NAME)));
  }
}
