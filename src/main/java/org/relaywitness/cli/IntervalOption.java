package org.relaywitness.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.Extent;
import picocli.CommandLine.Option;

/** The options {@code --from} and {@code --to}; without them, all that is held, in full hours. */
final class IntervalOption {
  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = TimeOption.class,
      description = "Start (default: the first record held).")
  private @Nullable Instant from;

  @Option(
      names = "--to",
      paramLabel = "TIME",
      converter = TimeOption.class,
      description = "End, exclusive (default: behind the last record held).")
  private @Nullable Instant to;

  /** The start that was given. */
  Optional<Instant> from() {
    return Optional.ofNullable(from);
  }

  /** The end that was given. */
  Optional<Instant> to() {
    return Optional.ofNullable(to);
  }

  /** The start that was given, else the first record held. */
  Instant from(Extent extent) {
    return from()
        .or(
            () ->
                held(extent.firstConsensus(), extent.firstExitList())
                    .min(Instant::compareTo)
                    .map(first -> first.truncatedTo(ChronoUnit.HOURS)))
        .orElse(Instant.EPOCH);
  }

  /** The end that was given, else the full hour behind the last record held. */
  Instant to(Extent extent) {
    return to().or(
            () ->
                held(extent.lastConsensus(), extent.lastExitList())
                    .max(Instant::compareTo)
                    .map(last -> last.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1))))
        .orElse(Instant.EPOCH);
  }

  private static Stream<Instant> held(@Nullable Instant consensus, @Nullable Instant exitList) {
    return Stream.of(Optional.ofNullable(consensus), Optional.ofNullable(exitList))
        .flatMap(Optional::stream);
  }
}
