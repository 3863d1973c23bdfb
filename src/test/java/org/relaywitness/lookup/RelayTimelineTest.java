package org.relaywitness.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.relaywitness.lookup.Records.NONE;
import static org.relaywitness.lookup.Records.WEB;
import static org.relaywitness.lookup.Records.appearance;
import static org.relaywitness.lookup.Records.time;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.relaywitness.lookup.RelayTimeline.History;

/** The history of a relay, and of a block of addresses. */
class RelayTimelineTest {
  private static final Instant START = time("2024-01-01T00:00:00Z");
  private static final Instant LATER = time("2026-01-01T00:00:00Z");

  private static Instant hour(int offset) {
    return START.plus(Duration.ofHours(offset));
  }

  private static Records records() {
    Records records = new Records().hourly(hour(0), hour(99)).drop(hour(20));
    records.list(appearance(1, "192.0.2.1", true, WEB), hour(10), hour(30));
    records.list(appearance(1, "192.0.2.2", true, WEB), hour(31), hour(40));
    records.list(appearance(2, "192.0.2.1", false, NONE), hour(50), hour(60));
    return records.scan(1, "198.51.100.7", hour(15));
  }

  private static List<String> told(History history) {
    return history.stretches().stream()
        .map(
            s ->
                Duration.between(START, s.first()).toHours()
                    + "-"
                    + Duration.between(START, s.last()).toHours()
                    + " "
                    + s.consensuses()
                    + " "
                    + s.nickname())
        .toList();
  }

  @Test
  void relay_history_splitsAtMissingHoursAndChanges() {
    History history =
        RelayTimeline.ofRelay(Records.relay(1), hour(0), hour(100), records().build(), LATER);
    assertEquals(List.of("10-19 10 relay1", "21-30 10 relay1", "31-40 10 relay1"), told(history));
    assertEquals(1, history.scans().size());
    assertEquals(99, history.consensuses());
    assertEquals(List.of(new CoverageReport.Missing(hour(20), hour(20), 1)), history.missing());
  }

  @Test
  void relay_history_isCutAtItsInterval() {
    History history =
        RelayTimeline.ofRelay(Records.relay(1), hour(12), hour(15), records().build(), LATER);
    assertEquals(List.of("12-14 3 relay1"), told(history));
    assertEquals(0, history.scans().size());
  }

  @Test
  void network_history_holdsEveryRelayOfTheBlock() {
    IpNetwork block = IpNetwork.around(Records.address("192.0.2.1"), 32);
    History history = RelayTimeline.ofNetwork(block, hour(0), hour(100), records().build(), LATER);
    assertEquals(List.of("10-19 10 relay1", "21-30 10 relay1", "50-60 11 relay2"), told(history));
  }
}
