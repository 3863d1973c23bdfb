package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relaywitness.backup.BackupWriter;
import org.relaywitness.backup.BackupWriter.Written;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.store.TableDump;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code backup -o FILE}. */
@Command(
    name = "backup",
    description = {
      "Copies the database and the raw documents into one file, a ZIP, as they are at one moment;"
          + " serve, sync and import may go on meanwhile. \"restore\" brings them back."
    })
final class BackupCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

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
    Path folder = output.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new ParameterException(command.commandLine(), "--output: no such folder: " + folder);
    }
    if (Files.isDirectory(output)) {
      throw new ParameterException(
          command.commandLine(), "--output: expected a file, found a folder: " + output);
    }
    Settings settings = main.settings();
    Written written;
    try (Database database = Database.reach(settings);
        TableDump tables = TableDump.begin(database.config())) {
      written =
          new BackupWriter(tables, OpenRecords.documentsFolder(settings), ProductVersion.current())
              .write(output, Instant.now());
    }
    err.printf(
        Locale.ROOT,
        "wrote %s: %,d rows, %,d packs with %,d of %,d documents, %,d bytes%ncontent %s%n",
        output,
        written.rows(),
        written.packs(),
        written.documents() - written.missing(),
        written.documents(),
        written.bytes(),
        written.content());
    new TreeMap<>(written.damaged())
        .forEach((name, problem) -> err.println("copied as it is: " + problem));
    err.flush();
    return written.damaged().isEmpty() ? ExitCode.DONE : ExitCode.REJECTED;
  }
}
