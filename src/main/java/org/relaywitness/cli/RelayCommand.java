package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.evidence.HistoryJson;
import org.relaywitness.evidence.ListWords;
import org.relaywitness.lookup.Extent;
import org.relaywitness.lookup.RelayTimeline;
import org.relaywitness.lookup.RelayTimeline.History;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code relay FINGERPRINT}. */
@Command(
    name = "relay",
    description = "Prints the history of one relay: how it was listed, and what scans saw.")
final class RelayCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FINGERPRINT", description = "40 hex digits; a leading $ is ignored.")
  private String fingerprint = "";

  @Mixin private IntervalOption interval = new IntervalOption();
  @Mixin private OfflineOption offline = new OfflineOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private PrintFormat format = PrintFormat.text;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Checks.set(spec);
    Fingerprint relay = Fingerprint.findHex(fingerprint);
    if (relay == null) {
      throw new ParameterException(
          command.commandLine(),
          "FINGERPRINT: expected the 40 hex digits of a relay's identity fingerprint");
    }
    PrintWriter err = command.commandLine().getErr();
    Instant now = Instant.now();
    try (OpenHistory records = OpenHistory.open(offline, main, command.commandLine())) {
      records.warnWhenEmpty(err);
      History history =
          records
              .history()
              .read(
                  snapshot -> {
                    Extent extent = snapshot.extent();
                    return RelayTimeline.ofRelay(
                        relay, interval.from(extent), interval.to(extent), snapshot, now);
                  });
      PrintWriter out = command.commandLine().getOut();
      switch (format) {
        case json -> out.println(new String(HistoryJson.bytes(history), StandardCharsets.UTF_8));
        case text -> ListWords.history(relay, history, Locale.ENGLISH).forEach(out::println);
      }
      out.flush();
    }
    return ExitCode.DONE;
  }
}
