package org.relaywitness.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.ExitListEntry;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;

class PendingScansTest {
  private static final Fingerprint RELAY = Fingerprint.ofHex("A".repeat(40));
  private static final InetAddress ADDRESS = Addresses.ofBytes(new byte[] {(byte) 192, 0, 2, 7});

  /** A Thursday, on which weeks begin. */
  private static final Instant WEEK = Instant.parse("2024-03-07T00:00:00Z");

  private static final ScanKey KEY =
      new ScanKey(RELAY, ADDRESS, ScanKey.week(WEEK.getEpochSecond()));

  private final PendingScans scans = new PendingScans();

  private static ExitList list(int... seconds) {
    List<ExitListEntry> entries =
        Arrays.stream(seconds)
            .mapToObj(
                second ->
                    new ExitListEntry(
                        RELAY, List.of(new ExitScan(RELAY, ADDRESS, WEEK.plusSeconds(second)))))
            .toList();
    return new ExitList(WEEK, entries, Sha256.digest(new byte[0]));
  }

  @Test
  void aScanThatAListReportsTwiceIsOne() {
    assertEquals(3, scans.add(list(9, 5, 9, 7, 5), 0));
    assertEquals(3, scans.count());
    assertArrayEquals(
        new long[] {ScanCodec.pair(5, 40), ScanCodec.pair(7, 40), ScanCodec.pair(9, 40)},
        scans.numbered(new int[] {40}).get(KEY));
  }

  @Test
  void everyListKeepsItsScans() {
    assertEquals(2, scans.add(list(5, 9), 0));
    assertEquals(2, scans.add(list(9, 3), 1));
    assertEquals(4, scans.count());
    assertArrayEquals(
        new long[] {
          ScanCodec.pair(3, 40), ScanCodec.pair(5, 41), ScanCodec.pair(9, 40), ScanCodec.pair(9, 41)
        },
        scans.numbered(new int[] {41, 40}).get(KEY));
  }

  @Test
  void weeksAreApart() {
    int week = 7 * 86_400;
    assertEquals(3, scans.add(list(-1, 0, week), 0));
    Map<ScanKey, long[]> numbered = scans.numbered(new int[] {1});
    assertEquals(3, numbered.size());
    assertArrayEquals(new long[] {ScanCodec.pair(0, 1)}, numbered.get(KEY));
    assertArrayEquals(
        new long[] {ScanCodec.pair(week - 1, 1)},
        numbered.get(new ScanKey(RELAY, ADDRESS, KEY.week() - 7)));
  }
}
