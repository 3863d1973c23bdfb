package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;
import org.relaywitness.evidence.CoverageJson;
import org.relaywitness.evidence.ListWords;
import org.relaywitness.lookup.CoverageReport;
import org.relaywitness.lookup.Extent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code coverage}. */
@Command(
    name = "coverage",
    description = "Says which hours are held and which are missing, month by month.")
final class CoverageCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Mixin private IntervalOption interval = new IntervalOption();
  @Mixin private OfflineOption offline = new OfflineOption();

  @Option(
      names = "--digest",
      description = {
        "Prints only the SHA-256 of the decoded content, 64 hex digits: the same for the same"
            + " documents, in whatever order they were imported."
      })
  private boolean digest;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private PrintFormat format = PrintFormat.text;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Checks.set(spec);
    PrintWriter out = command.commandLine().getOut();
    Instant now = Instant.now();
    if (digest) {
      if (offline.file() != null) {
        throw new ParameterException(
            command.commandLine(), "--digest: expected without --offline; a copy has no digest");
      }
      printDigest(out);
      return ExitCode.DONE;
    }
    try (OpenHistory records = OpenHistory.open(offline, main, command.commandLine())) {
      records.warnWhenEmpty(command.commandLine().getErr());
      CoverageReport report =
          records
              .history()
              .read(
                  snapshot -> {
                    Extent extent = snapshot.extent();
                    return CoverageReport.of(
                        interval.from(extent), interval.to(extent), snapshot, now);
                  });
      switch (format) {
        case json -> out.println(new String(CoverageJson.bytes(report), StandardCharsets.UTF_8));
        case text -> ListWords.coverage(report, Locale.ENGLISH).forEach(out::println);
      }
      out.flush();
    }
    return ExitCode.DONE;
  }

  private void printDigest(PrintWriter out) {
    try (OpenRecords records = OpenRecords.openForReading(main.settings())) {
      Sha256 content =
          records
              .store()
              .digest(interval.from().orElse(Instant.MIN), interval.to().orElse(Instant.MAX));
      out.println(content.toString());
      out.flush();
    }
  }
}
