package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.bulk.BulkDefaults;
import org.relaywitness.evidence.pdf.Reports;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.QuestionParser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lookup ADDRESS WHEN}. */
@Command(
    name = "lookup",
    description = {
      "Answers whether an IP address was a Tor relay, and whether Tor traffic could leave from it,"
          + " at a time. Exits with 0 for every verdict.",
    })
final class LookupCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "ADDRESS",
      description = "IPv4 or IPv6 address.")
  private @Nullable String address;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "WHEN",
      description =
          "An instant with offset (2024-03-05T14:07:00+01:00, 2024-03-05T13:07:00Z), a local time"
              + " with --zone, or a day (2024-03-05; UTC unless --zone says otherwise).")
  private @Nullable String when;

  @Mixin private OfflineOption offline = new OfflineOption();

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      description = "Time zone of WHEN: Europe/Berlin, UTC, +01:00.")
  private @Nullable String zone;

  @Option(
      names = "--tolerance",
      paramLabel = "TIME",
      description = "How wrong the clock may have been: PT5M, 5m, 90s, 2h; at most 24 h.")
  private @Nullable String tolerance;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "The destination port that the complaint names.")
  private @Nullable String port;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private AnswerFormat format = AnswerFormat.text;

  @Mixin private LanguageOption language = new LanguageOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Writes the answer to a file instead of standard output.")
  private @Nullable Path output;

  @Option(
      names = "--batch",
      paramLabel = "FILE",
      description =
          "Answers every line of a file instead (-: standard input): CSV with the columns address"
              + " (or ip, src_ip, client_ip) and time (or at, timestamp, date), NDJSON, JSON, lines"
              + " of ADDRESS TIME ZONE, or an access log. --zone, --tolerance and --port are for"
              + " lines without their own. With --format pdf, one report on all of them, at most"
              + " 200. Exits with 1 when a line has an error.")
  private @Nullable String batch;

  @Option(
      names = "--certification",
      description = "Adds a form for a custodian's certification to the PDF.")
  private boolean certification;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Checks.set(spec);
    if (format == AnswerFormat.pdf
        && output == null
        && Boolean.getBoolean("relaywitness.terminal.out")) {
      throw new ParameterException(
          command.commandLine(), "a PDF is not for a terminal; name a file with -o FILE");
    }
    if (format != AnswerFormat.pdf && certification) {
      throw new ParameterException(
          command.commandLine(), "--certification is for --format pdf alone");
    }
    Locale locale = language.locale(command.commandLine());
    Clock clock = Clock.systemUTC();
    if (batch != null) {
      if (address != null) {
        throw new ParameterException(
            command.commandLine(), "expected either ADDRESS and WHEN, or --batch FILE");
      }
      if (certification || format == AnswerFormat.bundle) {
        throw new ParameterException(
            command.commandLine(), "--certification and bundles are for one question each");
      }
      return batch(batch, locale, clock, command);
    }
    String time = when;
    if (address == null || time == null) {
      throw new ParameterException(
          command.commandLine(), "expected ADDRESS and WHEN, or --batch FILE");
    }
    return single(address, time, locale, clock, command);
  }

  private int single(String address, String time, Locale locale, Clock clock, CommandSpec command)
      throws IOException {
    PrintWriter err = command.commandLine().getErr();
    Question question;
    try {
      boolean day = time.strip().matches("[0-9]+-[0-9]+-[0-9]+");
      question =
          new QuestionParser(clock)
              .parse(address, day ? null : time, day ? time : null, zone, tolerance, port);
    } catch (InvalidQuestionException e) {
      Problems.print(e, err);
      return ExitCode.USAGE;
    }
    Path file = output;
    if (format == AnswerFormat.bundle && file == null) {
      err.println("relaywitness: a bundle is a ZIP file; name it with -o FILE");
      return ExitCode.USAGE;
    }
    try (OpenHistory records = OpenHistory.open(offline, main, command.commandLine())) {
      records.warnWhenEmpty(err);
      SingleLookup lookup = new SingleLookup(question, records, clock);
      return switch (format) {
        case text -> print(lookup.text(locale), command);
        case json -> print(lookup.json(), command);
        case pdf ->
            lookup.writePdf(new ReportOutput(file), this::reports, locale, certification, err);
        case bundle -> lookup.writeBundle(Objects.requireNonNull(file), err);
      };
    }
  }

  private int print(String text, CommandSpec command) throws IOException {
    if (output != null) {
      Files.writeString(output, text);
    } else {
      PrintWriter out = command.commandLine().getOut();
      out.print(text);
      out.flush();
    }
    return ExitCode.DONE;
  }

  private Reports reports() {
    return main.settings().site().reports();
  }

  private int batch(String file, Locale locale, Clock clock, CommandSpec command)
      throws IOException {
    PrintWriter err = command.commandLine().getErr();
    BulkDefaults defaults = new BulkDefaults(zone, tolerance, port);
    if (format == AnswerFormat.pdf) {
      return new BatchReport(file, output, defaults, locale, reports())
          .run(() -> OpenHistory.open(offline, main, command.commandLine()), clock, err);
    }
    return new BatchLookup(file, output, defaults)
        .run(
            answering -> {
              try (OpenRecords records = OpenRecords.openForReading(main.settings())) {
                records.warnWhenEmpty(err);
                return answering.over(records.store());
              }
            },
            clock,
            err);
  }
}
