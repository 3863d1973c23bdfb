package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.AnswerText;
import org.relaywitness.evidence.CustodyTable;
import org.relaywitness.evidence.EvidenceBundle;
import org.relaywitness.evidence.pades.TimestampException;
import org.relaywitness.evidence.pdf.Reports;
import org.relaywitness.files.WholeFile;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Custody;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.lookup.Question;

/** Answers one question from open records, in one of the forms of {@link AnswerFormat}. */
record SingleLookup(Question question, OpenHistory records, Clock clock) {
  /** What a report takes from one state of the records. */
  private record Read(Answer answer, @Nullable List<Custody> custody) {}

  /** The answer as text for people. */
  String text(Locale locale) {
    return AnswerText.of(answer(), records.documents(), locale);
  }

  /** The answer as the API gives it, and the end of a line. */
  String json() {
    return new String(AnswerJson.bytes(answer(), records.documents()), StandardCharsets.UTF_8)
        + "\n";
  }

  private Answer answer() {
    return records
        .history()
        .read(
            snapshot ->
                Lookup.answer(question, snapshot, clock.instant())
                    .by(snapshot.replica().orElse(null)));
  }

  /**
   * Writes the answer as a report; gives the exit code.
   *
   * @param reports how it is made; asked for only once there is an answer
   * @param certification whether the form of a custodian's certification is added
   */
  int writePdf(
      ReportOutput output,
      Supplier<Reports> reports,
      Locale locale,
      boolean certification,
      PrintWriter err)
      throws IOException {
    Read read =
        records
            .history()
            .read(
                snapshot -> {
                  Answer answer = Lookup.answer(question, snapshot, clock.instant());
                  return new Read(
                      answer, certification ? CustodyTable.read(answer, snapshot) : null);
                });
    try {
      output.write(
          reports.get().make(read.answer(), records.documents(), locale, read.custody()).bytes());
      return ExitCode.DONE;
    } catch (TimestampException e) {
      ReportOutput.tellNoTimestamp(e, err);
      return ExitCode.FAULT;
    }
  }

  /** Writes the answer as an evidence bundle; gives the exit code. */
  int writeBundle(Path file, PrintWriter err) throws IOException {
    EvidenceBundle bundle =
        records.history().read(snapshot -> EvidenceBundle.of(question, snapshot, clock.instant()));
    if (!bundle.hasDocuments(records.documents())) {
      err.println(
          "relaywitness: the raw documents are not kept here, so there is nothing to prove the"
              + " answer with; no bundle was written. Import the archives again, without"
              + " --no-documents, to keep them.");
      return ExitCode.USAGE;
    }
    int missing = WholeFile.write(file, out -> bundle.write(records.documents(), out));
    if (missing > 0) {
      err.println(
          "relaywitness: "
              + missing
              + " raw documents are not kept here; the bundle names them, and cannot be verified");
      return ExitCode.REJECTED;
    }
    return ExitCode.DONE;
  }
}
