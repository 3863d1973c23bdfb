package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relaywitness.backup.BackupException;
import org.relaywitness.backup.BackupReader;
import org.relaywitness.backup.BackupReader.Summary;
import org.relaywitness.documents.PackRestore;
import org.relaywitness.store.TableLoad;
import org.relaywitness.store.TableLoad.NotEmptyException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code restore FILE}. */
@Command(
    name = "restore",
    description = {
      "Brings a backup back into an empty database, all of it or nothing; every digest is checked"
          + " before anything is kept."
    })
final class RestoreCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "What \"backup\" wrote.")
  private Path file = Path.of("");

  @Option(
      names = "--check",
      description = "Only reads the file and checks it; no database is touched.")
  private boolean checkOnly;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Checks.set(spec);
    PrintWriter err = command.commandLine().getErr();
    if (!Files.isRegularFile(file)) {
      throw new ParameterException(command.commandLine(), file + ": there is no such file");
    }
    Settings settings = main.settings();
    try (BackupReader backup = BackupReader.open(file)) {
      backup.check();
      if (!checkOnly) {
        restore(backup, settings);
      }
      Summary summary = backup.summary();
      err.printf(
          Locale.ROOT,
          "%s %s of %s, by version %s: %,d rows, %,d packs with %,d of %,d documents%ncontent %s%n",
          checkOnly ? "checked the backup" : "restored the backup",
          file,
          summary.created(),
          summary.version(),
          summary.rows(),
          summary.packs(),
          summary.documents() - summary.missing(),
          summary.documents(),
          summary.content());
      err.flush();
      return ExitCode.DONE;
    } catch (BackupException e) {
      err.println("relaywitness: " + e.getMessage());
      err.flush();
      return ExitCode.REJECTED;
    } catch (NotEmptyException e) {
      throw new ParameterException(
          command.commandLine(),
          e.getMessage() + "; name a new folder with --data, or an empty database",
          e);
    }
  }

  private static void restore(BackupReader backup, Settings settings)
      throws BackupException, NotEmptyException, IOException {
    try (Database database = Database.reach(settings);
        TableLoad load = TableLoad.begin(database.config(), backup.schema());
        PackRestore packs = PackRestore.begin(OpenRecords.documentsFolder(settings))) {
      backup.fill(load);
      backup.add(packs);
      // In this order an interruption leaves documents that nothing names, which harm nothing.
      packs.finish();
      load.commit();
    }
  }
}
