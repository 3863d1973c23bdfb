package org.relaywitness.evidence.pdf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerJson;

class ReportIdTest {
  private static final byte[] ANSWER =
      AnswerJson.bytes(ReportExamples.answer("exit_observed"), Documents.NONE);

  @Test
  void of_answer_isTheDigestOfItsSubstance() {
    // As anybody would do it by hand, on the text.
    String substance =
        text(ANSWER)
            .replaceFirst("\"as_of\":\"[^\"]+\",\"version\":\"[^\"]+\",", "")
            .replaceFirst(",\"first\":\"[^\"]+\",\"last\":\"[^\"]+\"(?=\\},\"nearby\")", "");
    byte[] bytes = substance.getBytes(StandardCharsets.UTF_8);
    String digest = Sha256.digest(bytes).toString();

    assertEquals(
        digest.substring(0, 16).toUpperCase(java.util.Locale.ROOT), ReportId.of(ANSWER).name());
  }

  @Test
  void of_laterStateOfTheRecords_isTheSame() {
    String later =
        text(ANSWER)
            .replaceFirst("\"as_of\":\"[^\"]+\"", "\"as_of\":\"2031-01-01T00:00:00Z\"")
            .replaceFirst("\"last\":\"[^\"]+\"(?=\\},\"nearby\")", "\"last\":null")
            .replaceFirst("\"version\":\"[^\"]+\"", "\"version\":\"9.9.9\"");

    assertNotEquals(text(ANSWER), later);
    assertEquals(ReportId.of(ANSWER), ReportId.of(later.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void of_anyOtherChange_isAnother() {
    for (String[] change :
        new String[][] {
          {"\"exit_observed\"", "\"exit_possible\""},
          {"\"complete\":true", "\"complete\":false"},
          {"\"signatures\":", "\"signatures\":1"},
          {"\"exit_flag\":true", "\"exit_flag\":null"},
        }) {
      String other = text(ANSWER).replace(change[0], change[1]);

      assertNotEquals(text(ANSWER), other, change[0]);
      assertNotEquals(
          ReportId.of(ANSWER), ReportId.of(other.getBytes(StandardCharsets.UTF_8)), change[0]);
    }
  }

  @Test
  void of_noAnswer_isRefused() {
    for (String text : new String[] {"", "[]", "null", "{", "7"}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> ReportId.of(text.getBytes(StandardCharsets.UTF_8)),
          text);
    }
  }

  @Test
  void find_asPeopleTypeIt_isTheName() {
    ReportId id = new ReportId("1A2B3C4D5E6F7A8B");

    assertEquals("RW-1A2B-3C4D-5E6F-7A8B", id.toString());
    for (String typed :
        new String[] {
          "RW-1A2B-3C4D-5E6F-7A8B",
          " 1a2b3c4d5e6f7a8b ",
          "RW 1A2B 3C4D 5E6F 7A8B",
          "1A2B-3C4D-5E6F-7A8B"
        }) {
      assertEquals(id, ReportId.find(typed), typed);
    }
    for (String typed : new String[] {"", "RW-", "RW-1A2B-3C4D-5E6F", "RW-1A2B-3C4D-5E6F-7A8G"}) {
      assertNull(ReportId.find(typed), typed);
    }
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
