package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the packaged jar as its user does, in a process of its own. */
final class Program {
  private static final JsonMapper JSON = new JsonMapper();
  private static final long MOST_SECONDS = 240;

  private Program() {}

  /** What a run printed, and its exit code. */
  record Result(int exitCode, String out, String err) {
    /** The same, when the exit code is as expected. */
    Result exited(int expected) {
      assertEquals(expected, exitCode, () -> "exit code; stderr was:\n" + err + "\nstdout: " + out);
      return this;
    }

    /** The last line of standard output, as JSON. */
    JsonNode lastLine() {
      List<String> lines = out.strip().lines().toList();
      return JSON.readTree(lines.get(lines.size() - 1));
    }

    /** All of standard output, as JSON. */
    JsonNode json() {
      return JSON.readTree(out);
    }
  }

  static Result run(String... arguments) throws IOException, InterruptedException {
    return run(null, arguments);
  }

  static Result run(@Nullable Path standardInput, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("relaywitness-test", ".out");
    Path err = Files.createTempFile("relaywitness-test", ".err");
    try {
      Process process =
          builder(arguments)
              .redirectInput(
                  standardInput == null ? Path.of("/dev/null").toFile() : standardInput.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running: " + String.join(" ", arguments));
      }
      return new Result(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  /**
   * Starts a run; its standard error comes out of the process, its standard output goes nowhere.
   */
  static Process start(String... arguments) throws IOException {
    return builder(arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
  }

  /** Reads standard error up to the line that holds these words. */
  static String awaitLine(Process process, String words) throws IOException {
    StringBuilder seen = new StringBuilder();
    StringBuilder line = new StringBuilder();
    InputStream err = process.getErrorStream();
    for (int b = err.read(); b >= 0; b = err.read()) {
      if (b != '\n') {
        line.append((char) b);
        continue;
      }
      if (line.indexOf(words) >= 0) {
        return line.toString();
      }
      seen.append(line).append('\n');
      line.setLength(0);
    }
    throw new AssertionError("the program ended without saying \"" + words + "\":\n" + seen);
  }

  private static ProcessBuilder builder(String... arguments) {
    return new ProcessBuilder(command(System.getProperty("java.home", ""), arguments));
  }

  /** The command line that runs the jar on this Java. */
  static List<String> command(String javaHome, String... arguments) {
    Path jar = Path.of(System.getProperty("relaywitness.jar", "target/relaywitness.jar"));
    assertTrue(Files.exists(jar), () -> jar + " is not built");
    List<String> command = new ArrayList<>();
    command.add(Path.of(javaHome, "bin", "java").toString());
    command.add("-Xmx1g");
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(List.of(arguments));
    return command;
  }
}
