package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.BundleReport;
import org.relaywitness.evidence.BundleVerifier;
import org.relaywitness.sample.SampleDemo;
import org.relaywitness.trust.AuthorityList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code verify FILE}. */
@Command(
    name = "verify",
    description = {
      "Checks offline an evidence bundle, and derives its answer again from the raw documents in it,"
          + " or a report in PDF: whether its parts fit together and what its signature shows. Exits"
          + " with 0 when everything holds, 1 when anything differs, 2 when the file is neither.",
    })
final class VerifyCommand implements Callable<Integer> {
  private static final String DEMO_NOTE =
      "checked with the authorities of the demo, which are made up and whose keys anyone can make:"
          + " this proves nothing about Tor";

  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = "The bundle, a ZIP file, or the report, a PDF.")
  private Path file = Path.of("");

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private PrintFormat format = PrintFormat.text;

  @Option(
      names = "--demo",
      description =
          "The bundle is of the demo: trusts the made-up authorities of the bundled sample instead"
              + " of Tor's. That shows how a check goes, and proves nothing about Tor.")
  private boolean demo;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description =
          "For a report: certificates (PEM) that are trusted to vouch for who signed it, and for"
              + " the timestamp. Without it, who signed is not checked.")
  private @Nullable Path trust;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Checks.set(spec);
    if (ReportCheck.isReport(file)) {
      return new ReportCheck(file, command.commandLine()).run(trust, format == PrintFormat.json);
    }
    if (trust != null) {
      throw new ParameterException(command.commandLine(), "--trust is for a report in PDF alone");
    }
    Settings settings = main.settings();
    if (demo && settings.authorities() != null) {
      throw new ParameterException(
          command.commandLine(), "expected either --demo or --authorities FILE");
    }
    if (!Files.isRegularFile(file)) {
      throw new ParameterException(command.commandLine(), file + ": there is no such file");
    }
    AuthorityList authorities =
        demo ? SampleDemo.authorities() : Authorities.of(settings, command.commandLine());
    Optional<BundleReport> report =
        BundleVerifier.verify(file, authorities).map(found -> demo ? found.with(DEMO_NOTE) : found);
    if (report.isEmpty()) {
      command
          .commandLine()
          .getErr()
          .println(
              "relaywitness: " + file + ": this is neither an evidence bundle nor a report in PDF");
      return ExitCode.USAGE;
    }
    PrintWriter out = command.commandLine().getOut();
    out.print(
        format == PrintFormat.json
            ? new String(report.get().json(), StandardCharsets.UTF_8) + "\n"
            : report.get().text());
    out.flush();
    return report.get().holds() ? ExitCode.DONE : ExitCode.REJECTED;
  }
}
