package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.evidence.ExitsJson;
import org.relaywitness.evidence.ListWords;
import org.relaywitness.lookup.ExitsAt;
import org.relaywitness.lookup.ExitsAt.ExitAddress;
import org.relaywitness.lookup.ExitsAt.Exits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code exits --at TIME}. */
@Command(
    name = "exits",
    description = {
      "Lists the addresses from which Tor traffic could leave at a time, one a line: exactly those"
          + " whose lookup then is exit_observed or exit_possible."
    })
final class ExitsCommand implements Callable<Integer> {
  @ParentCommand private Main main = new Main();
  @Spec private @Nullable CommandSpec spec;

  @Mixin private OfflineOption offline = new OfflineOption();

  @Option(
      names = "--at",
      paramLabel = "TIME",
      required = true,
      converter = TimeOption.class,
      description = "An instant with offset, such as 2024-03-05T13:00:00Z.")
  private Instant at = Instant.EPOCH;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Only exits whose policy allowed this port.")
  private @Nullable Integer port;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private PrintFormat format = PrintFormat.text;

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Checks.set(spec);
    Instant now = Instant.now();
    if (port != null && (port < 1 || port > 65535)) {
      throw new ParameterException(command.commandLine(), "--port: expected 1 to 65535");
    }
    if (at.isAfter(now)) {
      throw new ParameterException(command.commandLine(), "--at: expected a time in the past");
    }
    PrintWriter err = command.commandLine().getErr();
    try (OpenHistory records = OpenHistory.open(offline, main, command.commandLine())) {
      records.warnWhenEmpty(err);
      Exits exits = records.history().read(snapshot -> ExitsAt.find(at, port, snapshot, now));
      print(exits, command.commandLine().getOut(), err);
    }
    return ExitCode.DONE;
  }

  private void print(Exits exits, PrintWriter out, PrintWriter err) {
    switch (format) {
      case json -> out.println(new String(ExitsJson.bytes(exits), StandardCharsets.UTF_8));
      case text -> {
        for (ExitAddress exit : exits.addresses()) {
          out.println(Addresses.format(exit.address()));
        }
        for (String warning : ListWords.warnings(exits, Locale.ENGLISH)) {
          err.println("relaywitness: " + warning);
        }
        err.flush();
      }
    }
    out.flush();
  }
}
