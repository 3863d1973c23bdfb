package org.relaywitness.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.relaywitness.sample.SampleCast.Example;
import org.relaywitness.sample.SampleCast.Phase;
import org.relaywitness.sample.SampleDocument.Kind;

class SampleCastTest {
  private static final Instant START = Instant.parse("2020-01-01T00:00:00Z");
  private static final List<Map<String, Map<String, String>>> HOURS = new ArrayList<>();
  private static final List<String> EXIT_LISTS = new ArrayList<>();

  @BeforeAll
  static void makeFourDays() throws Exception {
    SampleArchive archive = new SampleArchive(SampleOptions.of(4, 60, 12, 99, START), 1024);
    archive.generate(
        document -> {
          if (document.kind() == Kind.CONSENSUS) {
            HOURS.add(SampleReading.entries(document));
          } else if (document.kind() == Kind.EXIT_LIST) {
            EXIT_LISTS.add(SampleReading.text(document));
          }
        });
  }

  @Test
  void cast_inEachHour_isListedAsItsPhasesSay() {
    for (SampleCast role : SampleCast.all()) {
      String identity = DocumentText.base64(role.fingerprint().toBytes());
      for (int hour = 0; hour < HOURS.size(); hour++) {
        Phase phase = role.findPhase(hour);
        Map<String, String> entry = HOURS.get(hour).get(identity);
        if (phase == null) {
          assertNull(entry, role.nickname() + " at " + hour);
          continue;
        }
        assertNotNull(entry, role.nickname() + " at " + hour);
        String r = String.valueOf(entry.get("r"));
        assertTrue(r.startsWith(role.nickname() + " "), r);
        assertTrue(r.endsWith(" " + phase.address() + " " + phase.orPort() + " 0"), r);
        assertEquals(
            phase.ipv6() == null ? null : "[" + phase.ipv6() + "]:" + phase.orPort(),
            entry.get("a"));
        assertEquals(phase.policy(), entry.get("p"));
        List<String> flags = List.of(String.valueOf(entry.get("s")).split(" "));
        assertEquals(phase.exit(), flags.contains("Exit"));
        assertEquals(phase.badExit(), flags.contains("BadExit"));
      }
    }
  }

  @Test
  void scans_ofTheCast_comeFromWhereItsTrafficLeaves() {
    for (SampleCast role : SampleCast.all()) {
      for (int hour = 1; hour < EXIT_LISTS.size(); hour++) {
        Phase phase = role.findPhase(hour);
        String list = EXIT_LISTS.get(hour);
        int at = list.indexOf("ExitNode " + role.fingerprint() + "\n");
        assertEquals(role.scanned(), at >= 0, role.nickname() + " at " + hour);
        if (phase != null && hour > phase.from() && at >= 0) {
          String[] entry = list.substring(at).split("\n", 5);
          String leaves = role.exitAddress() == null ? phase.address() : role.exitAddress();
          assertTrue(entry[3].startsWith("ExitAddress " + leaves + " "), entry[3]);
        }
      }
    }
  }

  @Test
  void scans_ofAnExitThatMoves_neverShowTheNewAddressBeforeItIsListed() {
    for (int hour = 0; hour < 65; hour++) {
      assertFalse(EXIT_LISTS.get(hour).contains("198.51.100.131"), "hour " + hour);
    }
    assertTrue(EXIT_LISTS.get(67).contains("ExitAddress 198.51.100.131 "));
  }

  @Test
  void strangers_areInNoDocument() {
    for (Example example : SampleCast.strangers()) {
      for (Map<String, Map<String, String>> entries : HOURS) {
        for (Map<String, String> entry : entries.values()) {
          assertFalse(String.valueOf(entry.get("r")).contains(" " + example.address() + " "));
          assertFalse(String.valueOf(entry.get("a")).contains("[" + example.address() + "]"));
        }
      }
      EXIT_LISTS.forEach(list -> assertFalse(list.contains(" " + example.address() + " ")));
    }
  }

  @Test
  void examples_ofTheDemo_showEveryVerdict() {
    Set<String> verdicts = new HashSet<>();
    SampleDemo.examples().forEach(example -> verdicts.add(example.verdict()));
    assertEquals(
        Set.of(
            "exit_observed",
            "exit_possible",
            "relay_exit_unknown",
            "relay_no_exit",
            "near_in_time",
            "not_listed",
            "inconclusive"),
        verdicts);
  }

  @Test
  void example_at_isHalfPastItsHour() {
    assertEquals(
        Instant.parse("2020-01-03T12:30:00Z"),
        new Example("192.0.2.200", 60, null, "not_listed", null).at(START));
  }
}
