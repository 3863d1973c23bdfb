package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code serve} of the packaged jar, with its admin listener; ends with its test. */
final class ServedProcess implements AutoCloseable {
  /** The command, on any free ports. */
  static final String[] SERVE = {"serve", "--port", "0", "--admin-port", "0"};

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final long MOST_SECONDS = 120;

  private final Process process;
  private final Path out;
  private final Path err;

  private ServedProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static ServedProcess start(String... arguments) throws IOException {
    return start(new ProcessBuilder(Program.command(System.getProperty("java.home"), arguments)));
  }

  /** Starts it, and waits until it serves. */
  static ServedProcess start(ProcessBuilder builder) throws IOException {
    Path out = Files.createTempFile("relaywitness-test", ".out");
    Path err = Files.createTempFile("relaywitness-test", ".err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    ServedProcess served = new ServedProcess(process, out, err);
    served.await("serving on ");
    return served;
  }

  private void await(String words) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    while (!log().contains(words)) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new AssertionError("it never said \"" + words + "\":\n" + log());
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }
  }

  long pid() {
    return process.pid();
  }

  /** All that it has written so far. */
  String log() throws IOException {
    return Files.readString(out) + Files.readString(err);
  }

  private int port(String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(log());
    assertTrue(matcher.find(), pattern);
    return Integer.parseInt(matcher.group(1));
  }

  int port() throws IOException {
    return port("serving on http://[^:]+:([0-9]+)");
  }

  int dnsPort() throws IOException {
    return port("answering DNS for [^ ]+ on port ([0-9]+)");
  }

  private int adminPort() throws IOException {
    return port("health and metrics on [^ ]+ port ([0-9]+)");
  }

  URI at(String path) throws IOException {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  URI adminAt(String path) throws IOException {
    return URI.create("http://127.0.0.1:" + adminPort() + path);
  }

  static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The body of a page that is there. */
  String text(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(at(path));
    assertEquals(200, response.statusCode(), response::body);
    return response.body();
  }

  JsonNode json(String path) throws IOException, InterruptedException {
    return JSON.readTree(text(path));
  }

  JsonNode adminJson(String path) throws IOException, InterruptedException {
    return JSON.readTree(get(adminAt(path)).body());
  }

  /** The value of the only metric with this name and these labels. */
  double metric(String nameAndLabels) throws IOException, InterruptedException {
    String scraped = get(adminAt("/metrics")).body();
    return scraped
        .lines()
        .filter(line -> line.startsWith(nameAndLabels + " "))
        .map(line -> Double.valueOf(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + nameAndLabels + " in\n" + scraped));
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    boolean ended = false;
    try {
      ended = process.waitFor(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    String written = log();
    Files.delete(out);
    Files.delete(err);
    assertTrue(ended, () -> "SIGTERM ends it; it said\n" + written);
  }
}
