package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.export.OfflineExport;
import org.relaywitness.export.OfflineExport.Form;
import org.relaywitness.export.OfflineExport.Written;
import org.relaywitness.lookup.Span;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code export -o FILE}. */
@Command(
    name = "export",
    description = {
      "Writes the records of a period into one file: .sqlite (for \"lookup --offline\" and any"
          + " SQLite program), .zip (CSV files), or a name without ending (a new folder of CSV"
          + " files). To answer for a time, a file must hold three days more on either side."
    })
final class ExportCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Mixin private IntervalOption interval = new IntervalOption();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "File to write; replaced only when the new one is whole.")
  private Path output = Path.of("");

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Checks.set(spec);
    PrintWriter err = command.commandLine().getErr();
    Form form = Form.find(output);
    if (form == null) {
      throw new ParameterException(
          command.commandLine(),
          "--output: expected a name that ends in .sqlite, .db or .zip, or in none (a folder)");
    }
    Path folder = output.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ParameterException(command.commandLine(), "--output: no such folder: " + folder);
    }
    Span period = new Span(interval.from().orElse(Instant.MIN), interval.to().orElse(Instant.MAX));
    if (!period.from().isBefore(period.to())) {
      throw new ParameterException(command.commandLine(), "--to: expected a time after --from");
    }
    try (OpenRecords records = OpenRecords.openForReading(main.settings())) {
      records.warnWhenEmpty(err);
      Written written =
          new OfflineExport(records.store(), ProductVersion.current())
              .write(period, Instant.now(), form, output);
      err.println(
          "wrote "
              + output
              + ": "
              + written.consensuses()
              + " consensuses, "
              + written.exitLists()
              + " exit lists, "
              + written.runs()
              + " runs, "
              + written.scans()
              + " scans");
      err.flush();
    } catch (FileAlreadyExistsException e) {
      throw new ParameterException(
          command.commandLine(), "--output: " + e.getMessage() + " exists already", e);
    }
    return ExitCode.DONE;
  }
}
