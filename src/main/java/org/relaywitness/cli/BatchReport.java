package org.relaywitness.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.bulk.BulkDefaults;
import org.relaywitness.evidence.bulk.BulkFormat;
import org.relaywitness.evidence.bulk.BulkInput;
import org.relaywitness.evidence.bulk.BulkInputException;
import org.relaywitness.evidence.bulk.BulkLimitException;
import org.relaywitness.evidence.bulk.BulkLine;
import org.relaywitness.evidence.bulk.BulkLines;
import org.relaywitness.evidence.pades.TimestampException;
import org.relaywitness.evidence.pdf.CaseEntry;
import org.relaywitness.evidence.pdf.CasePdf;
import org.relaywitness.evidence.pdf.ReportVerifier;
import org.relaywitness.evidence.pdf.Reports;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.lookup.QuestionParser;

/**
 * Answers the lines of a file in one report in PDF: {@code lookup --batch FILE --format pdf}.
 *
 * @param input the file, or {@code -} for standard input
 * @param output where the report goes; {@code null}: standard output
 */
record BatchReport(
    String input, @Nullable Path output, BulkDefaults defaults, Locale locale, Reports reports) {
  /** Opens the records, only once the file is known to be readable. */
  interface Opening {
    OpenHistory open() throws IOException;
  }

  /** Writes the report; the exit code says whether any line was refused. */
  int run(Opening records, Clock clock, PrintWriter err) throws IOException {
    List<BulkLine> lines;
    QuestionParser parser = new QuestionParser(clock);
    try (InputStream bytes = new BufferedInputStream(BatchLookup.opened(input), 1 << 16)) {
      defaults.check(parser);
      BulkInput in = BulkInput.open(BulkFormat.recognise(bytes), bytes, parser, defaults);
      in.notes().forEach(note -> err.println("relaywitness: " + note));
      lines = BulkLines.read(in, CasePdf.MOST);
    } catch (InvalidQuestionException e) {
      Problems.print(e, err);
      return ExitCode.USAGE;
    } catch (BulkInputException e) {
      err.println("relaywitness: " + BatchLookup.named(input) + ": " + e.detail());
      return ExitCode.USAGE;
    } catch (BulkLimitException e) {
      err.println(
          "relaywitness: "
              + BatchLookup.named(input)
              + ": more than "
              + CasePdf.MOST
              + " lines, which is the most that one report holds; divide the file, or ask for"
              + " another format");
      return ExitCode.USAGE;
    }
    long refused = lines.stream().filter(line -> line.question() == null).count();
    if (refused == lines.size()) {
      lines.forEach(line -> tell(line, err));
      err.println(
          "relaywitness: "
              + BatchLookup.named(input)
              + ": no line to answer; no report was written");
      return ExitCode.USAGE;
    }
    return write(lines, records, clock, err, refused);
  }

  private static void tell(BulkLine line, PrintWriter err) {
    line.problems()
        .forEach(
            problem ->
                err.println("relaywitness: line " + line.number() + ": " + problem.detail()));
  }

  private int write(
      List<BulkLine> lines, Opening opening, Clock clock, PrintWriter err, long refused)
      throws IOException {
    byte[] pdf;
    try (OpenHistory records = opening.open()) {
      records.warnWhenEmpty(err);
      pdf = reports.make(entries(lines, records, clock), records.documents(), locale).bytes();
    } catch (TimestampException e) {
      ReportOutput.tellNoTimestamp(e, err);
      return ExitCode.FAULT;
    }
    if (pdf.length > ReportVerifier.LONGEST) {
      err.println(
          "relaywitness: no report was written: it would be longer than one that can be checked;"
              + " divide the file");
      return ExitCode.USAGE;
    }
    new ReportOutput(output).write(pdf);
    lines.forEach(line -> tell(line, err));
    err.println(
        String.format(
            Locale.ROOT, "relaywitness: %d lines read, %d with an error", lines.size(), refused));
    err.flush();
    return refused == 0 ? ExitCode.DONE : ExitCode.REJECTED;
  }

  /** All answers, from one state of the records. */
  private static List<CaseEntry> entries(List<BulkLine> lines, OpenHistory records, Clock clock) {
    Instant now = clock.instant();
    return records
        .history()
        .read(snapshot -> CaseEntry.all(lines, question -> Lookup.answer(question, snapshot, now)));
  }
}
