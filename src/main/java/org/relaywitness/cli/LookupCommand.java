package org.relaywitness.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.documents.Documents;
import org.relaywitness.evidence.AnswerJson;
import org.relaywitness.evidence.AnswerText;
import org.relaywitness.evidence.CustodyTable;
import org.relaywitness.evidence.EvidenceBundle;
import org.relaywitness.evidence.Language;
import org.relaywitness.evidence.bulk.BulkDefaults;
import org.relaywitness.evidence.pades.TimestampException;
import org.relaywitness.lookup.Answer;
import org.relaywitness.lookup.Custody;
import org.relaywitness.lookup.InvalidQuestionException;
import org.relaywitness.lookup.Lookup;
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
  /** As what an answer is given. */
  enum Form {
    text,
    json,
    pdf,
    bundle
  }

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
  private Form format = Form.text;

  @Option(
      names = "--lang",
      paramLabel = "LANG",
      description = "Language of text and PDF: ${COMPLETION-CANDIDATES} (default: en).",
      completionCandidates = LanguageTags.class)
  private String language = "en";

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
    PrintWriter err = command.commandLine().getErr();
    if (format == Form.pdf && output == null && Boolean.getBoolean("relaywitness.terminal.out")) {
      throw new ParameterException(
          command.commandLine(), "a PDF is not for a terminal; name a file with -o FILE");
    }
    if (format != Form.pdf && certification) {
      throw new ParameterException(
          command.commandLine(), "--certification is for --format pdf alone");
    }
    checkLanguage(command);
    Clock clock = Clock.systemUTC();
    if (batch != null) {
      if (address != null) {
        throw new ParameterException(
            command.commandLine(), "expected either ADDRESS and WHEN, or --batch FILE");
      }
      if (certification || format == Form.bundle) {
        throw new ParameterException(
            command.commandLine(), "--certification and bundles are for one question each");
      }
      return batch(batch, clock, err);
    }
    String time = when;
    if (address == null || time == null) {
      throw new ParameterException(
          command.commandLine(), "expected ADDRESS and WHEN, or --batch FILE");
    }
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
    if (format == Form.bundle && file == null) {
      err.println("relaywitness: a bundle is a ZIP file; name it with -o FILE");
      return ExitCode.USAGE;
    }
    try (OpenHistory records = OpenHistory.open(offline, main, command.commandLine())) {
      records.warnWhenEmpty(err);
      if (format == Form.bundle && file != null) {
        return writeBundle(question, records, clock, file, err);
      }
      if (format == Form.pdf) {
        return writePdf(question, records, clock, err);
      }
      Answer answer =
          records
              .history()
              .read(
                  snapshot ->
                      Lookup.answer(question, snapshot, clock.instant())
                          .by(snapshot.replica().orElse(null)));
      write(answer, records.documents(), command);
    }
    return ExitCode.DONE;
  }

  private void checkLanguage(CommandSpec command) {
    if (Language.find(language) == null) {
      throw new ParameterException(
          command.commandLine(),
          "--lang: expected one of " + String.join(", ", new LanguageTags()));
    }
  }

  /** The languages to choose from. */
  static final class LanguageTags extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    LanguageTags() {
      super(Stream.of(Language.values()).map(Language::tag).toList());
    }
  }

  private int batch(String file, Clock clock, PrintWriter err) throws IOException {
    BulkDefaults defaults = new BulkDefaults(zone, tolerance, port);
    if (format == Form.pdf) {
      CommandSpec command = Checks.set(spec);
      return new BatchReport(
              file,
              output,
              defaults,
              Locale.forLanguageTag(language),
              main.settings().site().reports())
          .run(() -> OpenHistory.open(offline, main, command.commandLine()), clock, err);
    }
    BatchLookup lookup = new BatchLookup(file, output, defaults);
    return lookup.run(
        answering -> {
          try (OpenRecords records = OpenRecords.openForReading(main.settings())) {
            records.warnWhenEmpty(err);
            return answering.over(records.store());
          }
        },
        clock,
        err);
  }

  private static int writeBundle(
      Question question, OpenHistory records, Clock clock, Path file, PrintWriter err)
      throws IOException {
    EvidenceBundle bundle =
        records.history().read(snapshot -> EvidenceBundle.of(question, snapshot, clock.instant()));
    if (!bundle.hasDocuments(records.documents())) {
      err.println(
          "relaywitness: the raw documents are not kept here, so there is nothing to prove the"
              + " answer with; no bundle was written. Import the archives again, without"
              + " --no-documents, to keep them.");
      return ExitCode.USAGE;
    }
    int missing;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      missing = bundle.write(records.documents(), out);
    }
    if (missing > 0) {
      err.println(
          "relaywitness: "
              + missing
              + " raw documents are not kept here; the bundle names them, and cannot be verified");
      return ExitCode.REJECTED;
    }
    return ExitCode.DONE;
  }

  private void write(Answer answer, Documents documents, CommandSpec command) throws IOException {
    String text =
        switch (format) {
          case json ->
              new String(AnswerJson.bytes(answer, documents), StandardCharsets.UTF_8) + "\n";
          case text -> AnswerText.of(answer, documents, Locale.forLanguageTag(language));
          case pdf, bundle -> throw new IllegalStateException(format + " is no text");
        };
    if (output != null) {
      Files.writeString(output, text);
    } else {
      PrintWriter out = command.commandLine().getOut();
      out.print(text);
      out.flush();
    }
  }

  private record Read(Answer answer, @Nullable List<Custody> custody) {}

  private int writePdf(Question question, OpenHistory records, Clock clock, PrintWriter err)
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
      byte[] pdf =
          main.settings()
              .site()
              .reports()
              .make(
                  read.answer(),
                  records.documents(),
                  Locale.forLanguageTag(language),
                  read.custody())
              .bytes();
      if (output != null) {
        Files.write(output, pdf);
      } else {
        System.out.write(pdf);
        System.out.flush();
      }
      return ExitCode.DONE;
    } catch (TimestampException e) {
      tellNoTimestamp(e, err);
      return ExitCode.FAULT;
    }
  }

  /** Says why a report could not be made, and what to do. */
  static void tellNoTimestamp(TimestampException e, PrintWriter err) {
    err.println("relaywitness: no report was written: " + e.getMessage());
    err.println(
        "relaywitness: with timestamp-required = false reports are signed without a timestamp"
            + " when none can be had");
  }
}
