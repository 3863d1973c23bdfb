package org.relaywitness.web;

import java.util.ArrayList;
import java.util.List;
import org.relaywitness.evidence.AnswerComparison;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.QuestionLink;
import org.relaywitness.evidence.StatedQuestion;
import org.relaywitness.evidence.bulk.BulkLine;
import org.relaywitness.evidence.bulk.BulkLine.Written;
import org.relaywitness.evidence.pdf.CaseEntry;
import org.relaywitness.evidence.pdf.CaseJson;
import org.relaywitness.evidence.pdf.CasePdf;
import org.relaywitness.evidence.pdf.RemadeReport;
import org.relaywitness.evidence.pdf.ReportFindings;
import org.relaywitness.evidence.pdf.ReportId;
import org.relaywitness.evidence.pdf.Reports;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.InvalidQuestionException;

/** Compares each answer of a report on several questions with today's, and the whole with it. */
final class CaseCheck {
  private final Records records;
  private final Reports reports;
  private final PageLanguage language;

  CaseCheck(Records records, Reports reports, PageLanguage language) {
    this.records = records;
    this.reports = reports;
    this.language = language;
  }

  /**
   * Compares a file.
   *
   * @param json of the case within it, believed in nothing
   * @throws InvalidQuestionException when one of its answers states no question that can be asked
   */
  CaseCheckView view(byte[] file, byte[] json, ReportFindings found)
      throws InvalidQuestionException {
    List<CaseJson.Stated> stated = CaseJson.questions(json);
    List<BulkLine> asked = new ArrayList<>();
    for (CaseJson.Stated one : stated) {
      if (one.answer() != null) {
        asked.add(
            new BulkLine(
                one.line(),
                one.id(),
                StatedQuestion.parse(one.answer(), records.parser()),
                List.of(),
                Written.NOTHING));
      }
    }
    List<CaseEntry> now = new ArrayList<>();
    List<CaseEntry> answered = records.entries(asked);
    int next = 0;
    for (CaseJson.Stated one : stated) {
      now.add(one.answer() == null ? one.entry(null) : answered.get(next++));
    }
    // To lay many answers out once more would take too long for a page.
    boolean identical =
        stated.size() <= CaseRoute.MOST
            && RemadeReport.isIn(file, json, now, records.documents(), reports.publicUrl());
    List<CaseCheckView.Part> parts = new ArrayList<>();
    for (int i = 0; i < stated.size(); i++) {
      byte[] then = stated.get(i).answer();
      Answer answer = now.get(i).answer();
      if (then != null && answer != null) {
        parts.add(
            new CaseCheckView.Part(
                CasePdf.heading(i + 1, stated.size(), answer, language.texts()),
                part(then, answer, identical)));
      }
    }
    return CaseCheckView.of(parts, found, identical, language.texts());
  }

  private CheckView part(byte[] then, Answer answer, boolean identical) {
    return CheckView.ofPart(
        ReportId.of(then),
        AnswerComparison.of(then, AnswerJson.bytes(answer, records.documents())),
        identical,
        answer,
        language.texts(),
        QuestionLink.of(null, answer.question(), language.language()));
  }
}
