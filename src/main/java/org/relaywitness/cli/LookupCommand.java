package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.AnswerText;
import org.relaywitness.evidence.pdf.AnswerPdf;
import org.relaywitness.evidence.pdf.PdfOptions;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.Lookup;
import org.relaywitness.lookup.Question;
import org.relaywitness.lookup.QuestionParser;
import picocli.CommandLine.Command;
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
  /** How an answer is printed. */
  enum Format {
    text,
    json,
    pdf
  }

  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "ADDRESS", description = "IPv4 or IPv6 address.")
  private String address = "";

  @Parameters(
      index = "1",
      paramLabel = "WHEN",
      description =
          "An instant with offset (2024-03-05T14:07:00+01:00, 2024-03-05T13:07:00Z), a local time"
              + " with --zone, or a day (2024-03-05; UTC unless --zone says otherwise).")
  private String when = "";

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
  private Format format = Format.text;

  @Option(
      names = "--lang",
      paramLabel = "LANG",
      description = "Language of the text (default: en).")
  private String language = "en";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Writes the answer to a file instead of standard output.")
  private @Nullable Path output;

  @Option(
      names = "--certification",
      description = "Adds a form for a custodian's certification to the PDF.")
  private boolean certification;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Checks.set(spec);
    PrintWriter err = command.commandLine().getErr();
    if (format == Format.pdf && output == null && Boolean.getBoolean("relaywitness.terminal.out")) {
      throw new ParameterException(
          command.commandLine(), "a PDF is not for a terminal; name a file with -o FILE");
    }
    if (format != Format.pdf && certification) {
      throw new ParameterException(
          command.commandLine(), "--certification is for --format pdf alone");
    }
    Clock clock = Clock.systemUTC();
    Question question;
    try {
      boolean day = when.strip().matches("[0-9]+-[0-9]+-[0-9]+");
      question =
          new QuestionParser(clock)
              .parse(address, day ? null : when, day ? when : null, zone, tolerance, port);
    } catch (InvalidQuestionException e) {
      Problems.print(e, err);
      return ExitCode.USAGE;
    }
    try (OpenRecords records = OpenRecords.open(main.settings())) {
      records.warnWhenEmpty(err);
      Answer answer =
          records.store().read(snapshot -> Lookup.answer(question, snapshot, clock.instant()));
      write(answer, command);
    }
    return ExitCode.DONE;
  }

  private void write(Answer answer, CommandSpec command) throws IOException {
    if (format == Format.pdf) {
      writePdf(answer);
      return;
    }
    String text =
        switch (format) {
          case json -> new String(AnswerJson.bytes(answer), StandardCharsets.UTF_8) + "\n";
          case text, pdf -> AnswerText.of(answer, Locale.forLanguageTag(language));
        };
    if (output != null) {
      Files.writeString(output, text);
    } else {
      PrintWriter out = command.commandLine().getOut();
      out.print(text);
      out.flush();
    }
  }

  private void writePdf(Answer answer) throws IOException {
    PdfOptions options =
        new PdfOptions(Locale.forLanguageTag(language), main.settings().publicUrl(), certification);
    byte[] pdf = AnswerPdf.bytes(answer, options);
    if (output != null) {
      Files.write(output, pdf);
    } else {
      System.out.write(pdf);
      System.out.flush();
    }
  }
}
