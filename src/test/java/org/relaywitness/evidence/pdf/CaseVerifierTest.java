package org.relaywitness.evidence.pdf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.lookup.Answer;

/** What a sceptic with a report on several questions in hand is told. */
class CaseVerifierTest {
  private static final byte[] PLAIN = CaseExamples.pdf(CaseExamples.mixed());
  private static final byte[] SIGNED = SignedReports.signed(PLAIN, SignedReports.KEY);

  private static ReportFindings verify(byte[] pdf) {
    return ReportVerifier.verify(pdf, SignedReports.AUTHORITY.roots(), SignedReports.CLOCK);
  }

  private static List<String> codes(ReportFindings found) {
    return found.findings().stream().map(Finding::code).toList();
  }

  @Test
  void report_unsigned_fitsTogetherAndProvesNothing() {
    ReportFindings found = verify(PLAIN);

    assertEquals(
        List.of("form.holds", "unsigned", "answer.holds", "digests.hold", "sheets.hold"),
        codes(found));
    assertEquals("unsigned", found.conclusion());
    byte[] json = found.answer();
    assertTrue(json != null && CaseJson.isCase(json));
    assertArrayEquals(CasePdf.json(CaseExamples.mixed(), Documents.NONE), json);
  }

  @Test
  void report_signed_isProved() {
    assertEquals("proved", verify(SIGNED).conclusion());
  }

  @Test
  void signed_anyByteChanged_isFound() {
    Random random = new Random(11);
    for (int round = 0; round < 12; round++) {
      byte[] changed = SIGNED.clone();
      int at = random.nextInt(changed.length);
      changed[at] ^= (byte) (1 << random.nextInt(8));

      assertFalse(verify(changed).holds(), () -> "a bit flipped in byte " + at);
    }
  }

  @Test
  void json_thatIsNoCase_isNone() {
    Answer answer = ReportExamples.answer("inconclusive");
    assertFalse(CaseJson.isCase(AnswerJson.bytes(answer, Documents.NONE)));
    for (String json :
        List.of(
            "",
            "[]",
            "{\"questions\":[]}",
            "{\"questions\":{\"answer\":null}}",
            "{\"questions\":[{}]}",
            "{\"questions\":[{\"answer\":null,\"problems\":[]}]}",
            "{\"questions\":[{\"answer\":7}]}",
            "{\"questions\":["
                + "{\"answer\":null,\"problems\":[{}]},".repeat(CasePdf.MOST)
                + "{\"answer\":null,\"problems\":[{}]}]}")) {
      assertFalse(CaseJson.isCase(json.getBytes(StandardCharsets.UTF_8)), json);
    }
  }

  @Test
  void name_ofTheCase_dependsOnEachAnswersSubstanceAlone() {
    String json =
        new String(CasePdf.json(CaseExamples.mixed(), Documents.NONE), StandardCharsets.UTF_8);
    ReportId id = id(json);

    assertEquals(id, id(json.replaceAll("\"as_of\":\"[^\"]*\"", "\"as_of\":null")));
    assertEquals(id, id(json.replaceAll("\"version\":\"[^\"]*\"", "\"version\":\"9\"")));
    assertFalse(id.equals(id(json.replaceFirst("exit_observed", "not_listed"))));
    assertFalse(id.equals(id(json.replaceFirst("\"line\":2", "\"line\":3"))));
  }

  private static ReportId id(String json) {
    return ReportId.of(json.getBytes(StandardCharsets.UTF_8));
  }
}
