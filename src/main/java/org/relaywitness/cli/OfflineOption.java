package org.relaywitness.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --offline}. */
final class OfflineOption {
  @Option(
      names = "--offline",
      paramLabel = "FILE",
      description =
          "Answers from this file alone, which \"export\" wrote (.sqlite); no database is opened.")
  private @Nullable Path file;

  @Nullable Path file() {
    return file;
  }
}
