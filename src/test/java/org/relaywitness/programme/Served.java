package org.relaywitness.programme;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged jar in a process of its own: commands that end, and one that serves. */
final class Served implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("serving on http://[^:]+:([0-9]+)/");
  private static final long SECONDS_TO_STOP = 60;

  private final Process process;
  private final int port;
  private final Queue<String> log = new ConcurrentLinkedQueue<>();

  /** What a command printed, and its exit code. */
  record Ended(int exitCode, String output, double seconds) {}

  private Served(Process process) throws IOException {
    this.process = process;
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    int found = 0;
    while (found == 0) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("the server ended: " + log);
      }
      log.add(line);
      Matcher matcher = PORT.matcher(line);
      found = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
    port = found;
    Thread reader = new Thread(() -> lines.lines().forEach(log::add), "log of the server");
    reader.setDaemon(true);
    reader.start();
  }

  /** The jar under test. */
  static Path jar() {
    return Path.of(System.getProperty("relaywitness.jar", "target/relaywitness.jar"));
  }

  /** Starts {@code serve} on a free port, with this heap. */
  static Served start(String heap, String... arguments) throws IOException {
    List<String> command = command(heap, "serve", "--port", "0");
    command.addAll(List.of(arguments));
    return new Served(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /** Runs a command to its end. */
  static Ended run(String heap, String... arguments) throws IOException, InterruptedException {
    return run(command(heap, arguments));
  }

  static Ended run(List<String> command) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output, (System.nanoTime() - begun) / 1e9);
  }

  static List<String> command(String heap, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-XX:+ExitOnOutOfMemoryError", "-jar", jar().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  int port() {
    return port;
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  /** What it printed so far. */
  List<String> log() {
    return List.copyOf(log);
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException("the server did not stop: " + log);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
