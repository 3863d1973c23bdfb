package org.relaywitness.evidence.pdf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.evidence.AnswerWords;
import org.relaywitness.evidence.FaultWords;
import org.relaywitness.evidence.RelayWords;
import org.relaywitness.evidence.Texts;
import org.relaywitness.evidence.Untrusted;
import org.relaywitness.lookup.Question;

/** A question and its answer in a few words, for a row of the table; each cell in lines. */
record CaseRow(List<String> address, List<String> time, List<String> answer) {
  /** The longest text of somebody else that a cell shows, in characters. */
  private static final int LONGEST = 80;

  /** Longer than any reason is that is found here: a file may state others. */
  private static final int LONGEST_REASON = 600;

  private static final int MOST_REASONS = 12;

  /** The row of a question that was answered. */
  static CaseRow answered(CaseEntry entry, ReportFacts facts) {
    AnswerWords words = facts.words();
    Texts texts = words.texts();
    Question question = facts.answer().question();
    List<String> address = new ArrayList<>();
    address.add(texts.isolated(Addresses.format(question.address())));
    Integer port = question.port();
    if (port != null) {
      address.add(labelled(texts, texts.text("question.label.port"), port.toString()));
    }
    List<String> time = new ArrayList<>();
    time.add(words.time());
    String interval = words.interval();
    if (interval != null) {
      time.add(interval);
    }
    time.add(words.iso());
    List<String> answer = new ArrayList<>();
    answer.add(words.label());
    if (port != null) {
      // What the policies say of the port, each way once however many relays there are.
      facts.answer().relays().stream()
          .map(relay -> new RelayWords(relay, words, port))
          .map(relay -> labelled(texts, relay.exitingLabel(), relay.exiting()))
          .distinct()
          .forEach(answer::add);
    }
    answer.addAll(words.notices());
    return new CaseRow(address, time, answer);
  }

  /** The row of a question that was refused: what was written, and why it is no question. */
  static CaseRow refused(CaseEntry entry, Texts texts) {
    String reasons =
        entry.problems().stream()
            .limit(MOST_REASONS)
            .map(problem -> shown(FaultWords.of(problem, texts), LONGEST_REASON))
            .collect(Collectors.joining(texts.text("join.clause")));
    String line = texts.text("case.error.line", Map.of("line", entry.line(), "detail", reasons));
    return new CaseRow(
        written(entry.written().address(), texts),
        written(entry.written().time(), texts),
        List.of(texts.text("case.pdf.refused", Map.of("reason", line))));
  }

  private static List<String> written(@Nullable String text, Texts texts) {
    return text == null ? List.of() : List.of(texts.isolated(shown(text)));
  }

  private static String labelled(Texts texts, String label, String value) {
    return texts.text("join.label", Map.of("label", label)) + " " + value;
  }

  /** Somebody else's text, fit to show and cut to what a cell can hold. */
  static String shown(String text) {
    return shown(text, LONGEST);
  }

  private static String shown(String text, int longest) {
    String fit = Untrusted.shown(text);
    return fit.codePointCount(0, fit.length()) > longest
        ? fit.substring(0, fit.offsetByCodePoints(0, longest)) + "\u2026"
        : fit;
  }
}
