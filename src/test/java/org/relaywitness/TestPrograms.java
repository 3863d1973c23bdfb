package org.relaywitness;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Other people's programs that tests use where the machine has them. */
public final class TestPrograms {
  private TestPrograms() {}

  /** Skips the test by name where one is not there; with {@code CI=true} it fails instead. */
  public static void require(String... programs) {
    List<String> missing = Arrays.stream(programs).filter(one -> !isInstalled(one)).toList();
    if ("true".equals(System.getenv("CI")) && !missing.isEmpty()) {
      throw new AssertionError("CI needs " + missing);
    }
    assumeTrue(missing.isEmpty(), () -> "skipped: no " + missing + " here");
  }

  private static boolean isInstalled(String program) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
