package org.relaywitness.web;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.relaywitness.evidence.FaultWords;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.bulk.BulkDefaults;
import org.relaywitness.evidence.bulk.BulkFormat;
import org.relaywitness.evidence.bulk.BulkInput;
import org.relaywitness.evidence.bulk.BulkInputException;
import org.relaywitness.evidence.bulk.BulkLimitException;
import org.relaywitness.evidence.bulk.BulkLine;
import org.relaywitness.evidence.bulk.BulkLines;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.InvalidQuestionException.Problem;
import org.relaywitness.lookup.QuestionParser;

/**
 * The lines of a case as they were typed: all of them questions, or none is answered.
 *
 * @param lines empty when anything is wrong
 * @param problems what is wrong, a sentence each
 */
record CaseLines(List<BulkLine> lines, List<String> problems) {
  /** Reads what was typed. */
  static CaseLines read(Parameters sent, QuestionParser parser, Texts texts) {
    AskedZone asked = AskedZone.of(sent.find(CaseRoute.ZONE), texts);
    if (asked.problem() != null) {
      return refused(FormView.sentence(asked.problem(), texts));
    }
    BulkDefaults defaults = new BulkDefaults(asked.zone(), null, null);
    String typed = sent.find(CaseRoute.LINES);
    if (typed == null) {
      return refused(texts.text("case.error.none"));
    }
    byte[] bytes = typed.getBytes(StandardCharsets.UTF_8);
    try (InputStream in = new ByteArrayInputStream(bytes)) {
      defaults.check(parser);
      List<BulkLine> lines =
          BulkLines.read(
              BulkInput.open(BulkFormat.recogniseTyped(in), in, parser, defaults), CaseRoute.MOST);
      List<String> problems = new ArrayList<>();
      lines.forEach(line -> line.problems().forEach(one -> problems.add(told(line, one, texts))));
      if (lines.isEmpty()) {
        problems.add(texts.text("case.error.none"));
      }
      return new CaseLines(problems.isEmpty() ? lines : List.of(), problems);
    } catch (InvalidQuestionException e) {
      return new CaseLines(
          List.of(),
          e.problems().stream().map(problem -> FormView.sentence(problem, texts)).toList());
    } catch (BulkLimitException e) {
      return refused(texts.text("case.error.many", Map.of("n", CaseRoute.MOST)));
    } catch (BulkInputException e) {
      return refused(ProblemWords.detail(new Problem("line", e.code(), e.detail()), texts));
    } catch (IOException e) {
      throw new UncheckedIOException("reading memory", e);
    }
  }

  private static String told(BulkLine line, Problem problem, Texts texts) {
    return texts.text(
        "case.error.line", Map.of("line", line.number(), "detail", FaultWords.of(problem, texts)));
  }

  private static CaseLines refused(String problem) {
    return new CaseLines(List.of(), List.of(problem));
  }
}
