package org.relaywitness.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.importer.DocumentImport;
import org.relaywitness.importer.ImportListener;
import org.relaywitness.importer.ImportSummary;
import org.relaywitness.sample.SampleDemo;
import org.relaywitness.watch.Metrics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code demo}. */
@Command(
    name = "demo",
    description = {
      "Imports the bundled sample, a small synthetic network, into a temporary database and serves"
          + " it on http://localhost:8080 until it is told to stop (Ctrl-C)."
    })
final class DemoCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on; 0 takes any free one (default: 8080).")
  private @Nullable String port;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandSpec command = Checks.set(spec);
    PrintWriter err = command.commandLine().getErr();
    Map<Settings.Key, String> flags = new EnumMap<>(Settings.Key.class);
    flags.put(Settings.Key.HOST, "127.0.0.1");
    if (port != null) {
      flags.put(Settings.Key.PORT, port);
    }
    Settings settings = main.settings(flags);
    err.println("starting a temporary database and importing the bundled sample");
    err.flush();
    try (OpenRecords records = OpenRecords.temporary()) {
      ImportSummary summary = importSample(records, err);
      err.println(
          "imported "
              + summary.consensuses()
              + " consensuses of a synthetic network; stop with Ctrl-C");
      err.println(
          "an evidence bundle saved from its pages is checked with: relaywitness verify FILE"
              + " --demo");
      // With its offset written as Z: a plus sign in a link would be read as a blank.
      String begin = "/?ip=" + SampleDemo.EXAMPLE_ADDRESS + "&at=" + SampleDemo.EXAMPLE_TIME;
      try (Metrics metrics = new Metrics()) {
        ServeCommand.serve(records, settings, metrics, command, begin);
      }
    }
    return ExitCode.DONE;
  }

  private static ImportSummary importSample(OpenRecords records, PrintWriter err)
      throws IOException, InterruptedException {
    ImportListener listener =
        new ImportListener() {
          @Override
          public void progress(long bytesRead, String what) {}

          @Override
          public void note(String message) {
            err.println("relaywitness: " + message);
          }
        };
    try (InputStream sample = SampleDemo.open()) {
      return new DocumentImport(
              records.store(),
              SampleDemo.authorities(),
              ArchiveLimits.defaults(),
              Runtime.getRuntime().availableProcessors(),
              listener)
          .keepingDocuments(records.documentsFolder())
          .run(List.of(), sample);
    }
  }
}
