package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.YearMonth;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relaywitness.archive.collector.Collector;
import org.relaywitness.archive.collector.Patience;
import org.relaywitness.evidence.ProductVersion;
import org.relaywitness.trust.AuthorityList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code sync}. */
@Command(
    name = "sync",
    description = {
      "Fetches what is new from CollecTor and imports it: the consensuses, exit lists and key"
          + " certificates of the last 72 hours, with --since the monthly archives too.",
      "Files are fetched into the folder \"downloads\" of the data folder, and deleted when they"
          + " are imported. Run it every hour: etc/relaywitness-sync.timer does."
    })
final class SyncCommand implements Callable<Integer> {
  /** The folder under the data folder that files are fetched into. */
  static final String DOWNLOADS = "downloads";

  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--from",
      paramLabel = "URL",
      description = "Web root of CollecTor or of a mirror of it (default: ${DEFAULT-VALUE}).")
  private String from = Collector.ADDRESS;

  @Option(
      names = "--since",
      paramLabel = "YYYY-MM",
      description = "Fetches the monthly archives from this month on too.")
  private @Nullable YearMonth since;

  @Option(
      names = "--certs",
      description =
          "Fetches the archive of the key certificates of all years too; done unasked while none is"
              + " held.")
  private boolean certs;

  @Option(
      names = "--microdesc",
      description =
          "Fetches microdesc consensuses too; with --since their archives, which are large.")
  private boolean microdesc;

  @Option(names = "--keep", description = "Keeps fetched files after their import.")
  private boolean keep;

  @Option(
      names = "--no-documents",
      description = "Keeps no raw documents on disk; answers cannot be proved from here then.")
  private boolean noDocuments;

  @Option(
      names = "--json",
      description = "Prints one JSON summary as the last line of standard output.")
  private boolean json;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandSpec command = Checks.set(spec);
    URI root;
    try {
      root = Collector.parseRoot(from);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "--from: " + e.getMessage(), e);
    }
    Settings settings = main.settings();
    AuthorityList authorities = Authorities.of(settings, command.commandLine());
    PrintWriter err = command.commandLine().getErr();
    GivingWay giving = GivingWay.begin();
    try (Collector collector =
            new Collector(
                root,
                settings.data().resolve(DOWNLOADS),
                "relaywitness/" + ProductVersion.current(),
                Patience.standard());
        OpenRecords records = OpenRecords.open(settings)) {
      giving.goOn();
      SyncRun run =
          new SyncRun(
              collector,
              records.store(),
              settings.documents() && !noDocuments ? records.documentsFolder() : null,
              authorities,
              new SyncWanted(since, certs, microdesc, keep),
              err);
      SyncReport report = run.run(Clock.systemUTC());
      ImportCommand.warn(report.summary(), err);
      if (json) {
        PrintWriter out = command.commandLine().getOut();
        out.println(new String(report.json(), StandardCharsets.UTF_8));
        out.flush();
      }
      err.println(report.line());
      err.flush();
      return report.isClean() ? ExitCode.DONE : ExitCode.REJECTED;
    }
  }
}
