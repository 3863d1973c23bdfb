package org.relaywitness.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.bulk.BulkDefaults;
import org.relaywitness.evidence.bulk.BulkFormat;
import org.relaywitness.evidence.bulk.BulkInput;
import org.relaywitness.evidence.bulk.BulkInputException;
import org.relaywitness.evidence.bulk.BulkLimits;
import org.relaywitness.evidence.bulk.BulkRun;
import org.relaywitness.files.WholeFile;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.QuestionParser;
import org.relaywitness.lookup.RelayHistory;

/**
 * Answers the lines of a file, in the same columns as the API: {@code lookup --batch}. The format
 * is recognised by how the file begins; that of the answer is CSV, unless the file is JSON.
 *
 * @param input the file, or {@code -} for standard input
 * @param output where the answer goes once it is whole; {@code null}: standard output
 */
record BatchLookup(String input, @Nullable Path output, BulkDefaults defaults) {
  private static final int READERS = 2;

  /** What is done once records are open. */
  interface Answering {
    int over(RelayHistory history) throws IOException;
  }

  /** Opens the records, only once the file is known to be readable, and closes them again. */
  interface Opening {
    int during(Answering answering) throws IOException;
  }

  /** Answers all lines; the exit code says whether any had an error. */
  int run(Opening records, Clock clock, PrintWriter err) throws IOException {
    QuestionParser parser = new QuestionParser(clock);
    try (InputStream bytes = new BufferedInputStream(opened(input), 1 << 16)) {
      defaults.check(parser);
      BulkFormat format = BulkFormat.recognise(bytes);
      BulkInput lines = BulkInput.open(format, bytes, parser, defaults);
      for (String note : lines.notes()) {
        err.println("relaywitness: " + note);
      }
      err.flush();
      return records.during(history -> answer(format, lines, history, clock, err));
    } catch (InvalidQuestionException e) {
      Problems.print(e, err);
      return ExitCode.USAGE;
    } catch (BulkInputException e) {
      err.println("relaywitness: " + named(input) + ": " + e.detail());
      err.flush();
      return ExitCode.USAGE;
    }
  }

  /** The file, or standard input for {@code -}. */
  static InputStream opened(String input) throws IOException {
    return input.equals("-") ? System.in : Files.newInputStream(Path.of(input));
  }

  /** What messages call it. */
  static String named(String input) {
    return input.equals("-") ? "standard input" : input;
  }

  private int answer(
      BulkFormat format, BulkInput lines, RelayHistory history, Clock clock, PrintWriter err)
      throws IOException {
    BulkFormat form = format == BulkFormat.ACCESS_LOG ? BulkFormat.CSV : format;
    ExecutorService answering = Executors.newFixedThreadPool(READERS);
    try {
      BulkRun run =
          output == null
              // Standard output is not ours to close.
              ? answered(lines, history, clock, form, answering, System.out)
              : WholeFile.write(
                  output, out -> answered(lines, history, clock, form, answering, out));
      return told(run, err);
    } finally {
      end(answering);
    }
  }

  private static BulkRun answered(
      BulkInput lines,
      RelayHistory history,
      Clock clock,
      BulkFormat form,
      ExecutorService answering,
      OutputStream out)
      throws IOException {
    BulkRun run = new BulkRun(history, clock, answering, BulkLimits.NONE, form, out);
    run.run(lines);
    out.flush();
    return run;
  }

  private static int told(BulkRun run, PrintWriter err) {
    err.println(
        String.format(
            Locale.ROOT,
            "relaywitness: %d lines read, %d with an error",
            run.lines(),
            run.errors()));
    err.flush();
    return run.errors() == 0 ? ExitCode.DONE : ExitCode.REJECTED;
  }

  private static void end(ExecutorService answering) {
    answering.shutdown();
    try {
      if (!answering.awaitTermination(1, TimeUnit.MINUTES)) {
        answering.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
