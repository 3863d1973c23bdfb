package org.relaywitness.evidence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.Documents;
import org.relaywitness.documents.DocumentsException;
import org.relaywitness.documents.PackState;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.ExampleDocuments;
import org.relaywitness.lookup.ExampleRecords;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The verbatim lines under an answer. */
class QuotationsTest {
  private static final Documents DOCUMENTS = new ExampleDocuments();

  private static JsonNode quotations(Answer answer, Documents documents) {
    return new ObjectMapper().readTree(AnswerJson.bytes(answer, documents)).get("quotations");
  }

  @Test
  void exitObserved_isQuotedFromTheNearestConsensusAndTheListThatReportsTheNearestScan() {
    List<Quotation> found = Quotations.of(AnswerExamples.at(ExampleRecords.OBSERVED), DOCUMENTS);

    assertEquals(2, found.size());
    assertEquals(Instant.parse("2024-03-05T13:00:00Z"), found.get(0).time());
    assertTrue(found.get(0).consensus());
    assertTrue(found.get(0).lines().get(0).text().contains(" 198.51.100.7 9001 "));
    assertEquals(
        List.of("r", "s", "p"),
        found.get(0).lines().stream().map(line -> line.text().substring(0, 1)).toList());
    assertFalse(found.get(1).consensus());
    assertEquals(Instant.parse("2024-03-05T11:02:00Z"), found.get(1).time());
    assertTrue(
        found.get(1).lines().stream()
            .anyMatch(line -> line.text().equals("ExitAddress 198.51.100.7 2024-03-05 10:41:12")));
  }

  @Test
  void nearInTime_isQuotedFromTheLastConsensusThatListsIt() {
    Answer answer =
        AnswerExamples.at(ExampleRecords.LEFT, "2024-03-07T06:00:00Z", null, null, null);

    List<Quotation> found = Quotations.of(answer, DOCUMENTS);

    assertEquals(1, found.size());
    assertEquals(Instant.parse("2024-03-05T08:00:00Z"), found.get(0).time());
    assertEquals(3, found.get(0).lines().size());
  }

  @Test
  void notListed_hasNothingToQuote() {
    assertEquals(List.of(), Quotations.of(AnswerExamples.at(ExampleRecords.ABSENT), DOCUMENTS));
  }

  @Test
  void json_eachLine_namesItsDocumentAndPlace() {
    Answer answer = AnswerExamples.at(ExampleRecords.OBSERVED);

    JsonNode first = quotations(answer, DOCUMENTS).get(0);

    assertEquals("2024-03-05T13:00:00Z", first.get("valid_after").asString());
    String document = first.get("document").asString();
    assertTrue(
        answer.consensuses().stream().anyMatch(held -> held.sha256().toString().equals(document)));
    byte[] bytes = DOCUMENTS.find(Objects.requireNonNull(Sha256.findHex(document))).orElseThrow();
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    for (JsonNode quoted : quotations(answer, DOCUMENTS)) {
      if (quoted.get("document").asString().equals(document)) {
        assertEquals(lines.get(quoted.get("line").asInt() - 1), quoted.get("text").asString());
      }
    }
  }

  @Test
  void noDocumentsKept_jsonIsAnEmptyListAndTextSaysSo() {
    Answer answer = AnswerExamples.at(ExampleRecords.OBSERVED);

    assertEquals(0, quotations(answer, Documents.NONE).size());
    assertTrue(
        AnswerText.of(answer, Documents.NONE, Locale.ENGLISH)
            .contains("The raw documents are not kept here"));
  }

  @Test
  void oneDocumentOfTwoKept_theOtherIsSaidToBeMissing() {
    Answer answer = AnswerExamples.at(ExampleRecords.OBSERVED);
    Sha256 list = Quotations.of(answer, DOCUMENTS).get(1).document();
    Documents some = sha256 -> sha256.equals(list) ? Optional.empty() : DOCUMENTS.find(sha256);

    String text = AnswerText.of(answer, some, Locale.ENGLISH);

    assertTrue(text.contains("This raw document is not kept here"), text);
    assertTrue(text.contains(" 198.51.100.7 9001 0\n"), text);
  }

  @Test
  void packThatIsDamaged_answerStandsAndSaysThatNothingCanBeQuotedNow() {
    Answer answer = AnswerExamples.at(ExampleRecords.OBSERVED);
    Documents damaged =
        sha256 -> {
          throw new DocumentsException("2024-03-05.pack: this pack is damaged");
        };

    assertEquals(0, quotations(answer, damaged).size());
    String text = AnswerText.of(answer, damaged, Locale.ENGLISH).replaceAll("\\s+", " ");
    assertTrue(text.contains("The raw documents cannot be read here at the moment"), text);
  }

  @Test
  void oneDocumentOfTwoUnreadable_theOtherIsQuoted() {
    Answer answer = AnswerExamples.at(ExampleRecords.OBSERVED);
    Sha256 list = Quotations.of(answer, DOCUMENTS).get(1).document();
    Documents some =
        sha256 -> {
          if (sha256.equals(list)) {
            throw new DocumentsException("2024-03-05.pack: this pack is damaged");
          }
          return DOCUMENTS.find(sha256);
        };

    String text = AnswerText.of(answer, some, Locale.ENGLISH);

    assertTrue(text.contains(" 198.51.100.7 9001 0\n"), text);
    assertTrue(
        text.replaceAll("\\s+", " ").contains("This raw document cannot be read here"), text);
  }

  /** The example documents as if all lay in one pack. */
  private record OnePack(Answer answer, Set<Sha256> read) implements Documents {
    private static final PackState PACK =
        new PackState(Path.of("one.pack"), null, FileTime.fromMillis(0), 1);

    @Override
    public Optional<byte[]> find(Sha256 sha256) {
      read.add(sha256);
      return DOCUMENTS.find(sha256);
    }

    @Override
    public Optional<PackState> pack(Sha256 sha256) {
      return Optional.of(PACK);
    }

    @Override
    public void forEach(PackState pack, Visitor visitor) {
      answer.consensuses().forEach(one -> visitor.document(one.sha256(), bytes(one.sha256())));
      answer.exitLists().forEach(one -> visitor.document(one.sha256(), bytes(one.sha256())));
    }

    private static byte[] bytes(Sha256 sha256) {
      return DOCUMENTS.find(sha256).orElseThrow();
    }
  }

  @Test
  void linesThatAreKept_areTheSameQuotations() {
    for (Answer answer :
        List.of(
            AnswerExamples.at(ExampleRecords.OBSERVED),
            AnswerExamples.onDay(ExampleRecords.OBSERVED, "2024-03-05"),
            AnswerExamples.at(ExampleRecords.LEFT, "2024-03-07T06:00:00Z", null, null, null),
            AnswerExamples.at(ExampleRecords.ABSENT))) {
      Set<Sha256> read = new HashSet<>();
      QuotableDocuments quotable =
          new QuotableDocuments(new OnePack(answer, read), Runnable::run, 1 << 24, 1 << 24);
      List<Quotation> plain = Quotations.of(answer, DOCUMENTS);

      assertEquals(plain, Quotations.of(answer, quotable));
      assertEquals(plain, Quotations.of(answer, quotable));
      read.clear();
      assertEquals(plain, Quotations.of(answer, quotable));
      assertEquals(Set.of(), read);
    }
  }

  @Test
  void anyAnswer_readsFewDocuments() {
    Set<Sha256> read = new HashSet<>();
    Documents counted =
        sha256 -> {
          assertTrue(read.add(sha256), "read twice");
          return DOCUMENTS.find(sha256);
        };

    Quotations.of(AnswerExamples.onDay(ExampleRecords.OBSERVED, "2024-03-05"), counted);

    assertFalse(read.isEmpty());
    assertTrue(read.size() <= 4, "" + read.size());
  }
}
