package org.relaywitness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.sample.SampleArchive;
import org.relaywitness.sample.SampleOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sample}. */
@Command(
    name = "sample",
    description = {
      "Writes a synthetic archive in CollecTor's form, signed by authorities of its own, with"
          + " authorities.tsv beside it. The same options give the same bytes. Only documentation"
          + " and benchmark addresses occur in it."
    })
final class SampleCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "Days of hourly documents (default: ${DEFAULT-VALUE}).")
  private int days = 3;

  @Option(
      names = "--relays",
      paramLabel = "N",
      description = "Relays in each consensus (default: ${DEFAULT-VALUE}).")
  private int relays = 300;

  @Option(
      names = "--exits",
      paramLabel = "N",
      description = "How many of them allow exiting (default: a fifth).")
  private int exits = -1;

  @Option(names = "--seed", paramLabel = "N", description = "Any number (default: 1).")
  private long seed = 1;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      converter = TimeOption.class,
      description = "Valid-after of the first consensus (default: 2024-03-04T00:00:00Z).")
  private Instant start = Instant.parse("2024-03-04T00:00:00Z");

  @Option(
      names = "--change",
      paramLabel = "SHARE",
      description = "Share of relays that changes each hour (default: ${DEFAULT-VALUE}).")
  private double change = SampleOptions.DEFAULT_CHANGE;

  @Option(
      names = "--gap",
      paramLabel = "HOUR",
      split = ",",
      description = "Hours since the start that have no consensus, separated by commas.")
  private List<Integer> gaps = new ArrayList<>();

  @Option(names = "--microdesc", description = "Writes microdesc consensuses too.")
  private boolean microdesc;

  @Option(names = "--tar", description = "Writes tarballs by month instead of plain files.")
  private boolean tar;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "An empty or new folder.")
  private Path output = Path.of(".");

  @Override
  public Integer call() throws IOException {
    CommandSpec command = Checks.set(spec);
    SampleOptions options;
    try {
      options =
          new SampleOptions(
              days, relays, exits < 0 ? relays / 5 : exits, seed, start, change, gaps, microdesc);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
    requireEmpty(command);
    SampleArchive archive = new SampleArchive(options);
    if (tar) {
      archive.writeTarballs(output);
    } else {
      archive.writeFiles(output);
    }
    command
        .commandLine()
        .getErr()
        .println(
            "wrote "
                + output
                + "; import it with: relaywitness import --authorities "
                + output.resolve(SampleArchive.AUTHORITIES_FILE)
                + " "
                + output);
    return ExitCode.DONE;
  }

  private void requireEmpty(CommandSpec command) throws IOException {
    if (!Files.exists(output)) {
      return;
    }
    if (!Files.isDirectory(output)) {
      throw new ParameterException(command.commandLine(), output + ": expected a folder");
    }
    try (Stream<Path> content = Files.list(output)) {
      if (content.findAny().isPresent()) {
        throw new ParameterException(
            command.commandLine(), output + ": found files in it, expected an empty or new folder");
      }
    }
  }
}
