package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.chrome.ChromeDriver;
import org.relaywitness.GoldenFile;
import org.relaywitness.TestBrowser;
import org.relaywitness.directory.Addresses;
import org.relaywitness.sample.SampleCast.Example;
import org.relaywitness.sample.SampleDemo;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The demonstration, as a visitor meets it: started by its command, asked over HTTP and by eye. */
class DemoIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern SERVING = Pattern.compile("http://localhost:([0-9]+)");

  private static final Path EXAMPLES = Path.of("src/main/resources/org/relaywitness/web/examples");

  @TempDir static Path folder = Path.of("");
  private static @Nullable Process demo;
  private static String base = "";

  @BeforeAll
  static void startDemo() throws IOException {
    Process started = Program.start("demo", "--port", "0");
    demo = started;
    Matcher serving = SERVING.matcher(Program.awaitLine(started, "serving on "));
    assertTrue(serving.find());
    base = "http://127.0.0.1:" + serving.group(1);
  }

  @AfterAll
  static void stopDemo() throws InterruptedException {
    if (demo != null) {
      demo.destroy();
      assertTrue(demo.waitFor(30, TimeUnit.SECONDS), "SIGTERM ends the demo");
    }
  }

  @Test
  void everyExample_getsItsVerdict() throws Exception {
    for (Example example : SampleDemo.examples()) {
      String at = example.at(SampleDemo.options().start()).toString();
      JsonNode answer = lookup(example.address(), at, example.port());

      assertEquals(example.verdict(), answer.at("/verdict").asString(), example::toString);
      if (example.inForce() != null) {
        assertEquals(example.inForce(), answer.at("/in_force").asBoolean(), example::toString);
      }
    }
  }

  @Test
  void readme_showsTheRealAnswer() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    int start = readme.indexOf("```json") + 7;
    JsonNode shown = JSON.readTree(readme.substring(start, readme.indexOf("```", start)));
    Matcher url = Pattern.compile("http://localhost:8080(/api/v1/lookup[^']+)'").matcher(readme);
    assertTrue(url.find());

    assertShows(shown, get(url.group(1)), "answer");
  }

  /** What is shown, which may leave members and further elements out, is what was answered. */
  private static void assertShows(JsonNode shown, JsonNode answered, String where) {
    if (shown.isObject()) {
      for (Map.Entry<String, JsonNode> member : shown.properties()) {
        String inner = where + "." + member.getKey();
        assertTrue(answered.has(member.getKey()), inner);
        assertShows(member.getValue(), answered.get(member.getKey()), inner);
      }
    } else if (shown.isArray()) {
      for (int i = 0; i < shown.size(); i++) {
        assertShows(shown.get(i), answered.get(i), where + "[" + i + "]");
      }
    } else {
      assertEquals(shown, answered, where);
    }
  }

  @Test
  void missingHour_isNamed() throws Exception {
    JsonNode answer = lookup("192.0.2.200", "2024-03-07T15:30:00Z", null);

    assertFalse(answer.at("/coverage/complete").asBoolean());
    assertEquals(
        "[\"2024-03-07T14:00:00Z\"]", answer.at("/coverage/consensuses/missing").toString());
  }

  @Test
  void queryJson_isTheOriginalsRuleOnTheSample() throws Exception {
    PlainExonerator original = PlainExonerator.ofDemo();
    List<InetAddress> addresses = original.someAddresses(60);
    int positives = 0;
    for (InetAddress address : addresses) {
      for (LocalDate date = LocalDate.of(2024, 3, 3);
          !date.isAfter(LocalDate.of(2024, 3, 10));
          date = date.plusDays(1)) {
        Map<String, String> expected = original.matches(address, date);
        JsonNode answer =
            get("/query.json?ip=" + encoded(Addresses.format(address)) + "&timestamp=" + date);
        List<String> found = new ArrayList<>();
        for (JsonNode match : answer.at("/matches")) {
          String key =
              match.at("/timestamp").asString() + " " + match.at("/fingerprint").asString();
          found.add(key);
          assertEquals(
              expected.get(key), match.at("/nickname").asString() + " " + match.at("/exit"), key);
        }
        assertEquals(List.copyOf(expected.keySet()), found, address + " " + date);
        positives += found.isEmpty() ? 0 : 1;
        if (!found.isEmpty()) {
          String day = "/api/v1/lookup?address=" + encoded(Addresses.format(address));
          assertFalse(
              get(day + "&date=" + date).at("/verdict").asString().equals("not_listed"),
              "what the original called positive is never not_listed");
        }
      }
    }
    assertTrue(positives > 60, "the sample must give the rule something to find: " + positives);
  }

  @Test
  void examplesOfTheApi_printWhatThePageShows() throws Exception {
    Matcher command =
        Pattern.compile("curl -s 'http://localhost:8080([^']*)'(?: \\| head -c ([0-9]+))?")
            .matcher("");
    JsonNode paths = get("/openapi.json").get("paths");
    int shown = 0;
    for (Map.Entry<String, JsonNode> path : paths.properties()) {
      JsonNode operation = path.getValue().path("get");
      if (operation.has("x-command")) {
        assertTrue(command.reset(operation.get("x-command").asString()).matches(), path.getKey());
        HttpResponse<String> response = send(command.group(1));
        assertEquals(200, response.statusCode(), path.getKey());
        String output = response.body();
        if (command.group(2) != null) {
          output =
              output.substring(0, Math.min(output.length(), Integer.parseInt(command.group(2))));
        }
        GoldenFile.assertMatches(
            EXAMPLES.resolve(operation.get("operationId").asString() + ".txt"), output);
        shown++;
      }
    }
    assertTrue(shown > 5, "examples shown: " + shown);
  }

  @Test
  void badQuestions_getAStatusAndEveryProblem() throws Exception {
    HttpResponse<String> response =
        send("/api/v1/lookup?address=256.1.1.1&date=2024-02-30&port=70000");
    JsonNode problem = JSON.readTree(response.body());

    assertEquals(400, response.statusCode());
    assertEquals(
        "application/problem+json", response.headers().firstValue("Content-Type").orElse(""));
    assertEquals(3, problem.at("/errors").size(), response.body());
    assertFalse(response.body().contains("256.1.1.1"), "an error never repeats the address");
    assertEquals(400, send("/?ip=fe80::1%25eth0&timestamp=2024-03-06").statusCode());
    assertEquals(400, send("/api/v1/lookup?address=192.0.2.1&date=2999-01-01").statusCode());
    assertEquals(400, send("/query.json?ip=192.0.2.1").statusCode());
    assertEquals(404, send("/nowhere").statusCode());
  }

  @Test
  void evidence_savedFromTheDemo_verifiesWithTheJarAlone() throws Exception {
    Path file = folder.resolve("saved.zip");
    for (String question :
        List.of(
            "ip=203.0.113.77&at=" + SampleDemo.EXAMPLE_TIME, "ip=192.0.2.200&date=2024-03-06")) {
      HttpResponse<Path> response =
          CLIENT.send(
              HttpRequest.newBuilder(URI.create(base + "/evidence.zip?" + question)).build(),
              HttpResponse.BodyHandlers.ofFile(file));
      assertEquals(200, response.statusCode(), question);
      Program.Result result = Program.run("verify", file.toString(), "--demo").exited(0);
      assertTrue(result.out().contains("This bundle proves its answer"), result.out());
      Program.run("verify", file.toString()).exited(ExitCode.REJECTED);
    }
  }

  @Test
  void visitor_asksTheDemoAndReadsTheAnswer() throws Exception {
    TestBrowser.require();
    ChromeDriver browser = TestBrowser.start(folder.resolve("chromium"), true);
    try {
      browser.get(base + "/");
      TestBrowser.fill(browser, "ip", "203.0.113.77");
      TestBrowser.fill(browser, "date", "2024-03-06");
      TestBrowser.fill(browser, "time", "13:30");
      TestBrowser.fill(browser, "zone", "Europe/Berlin");
      TestBrowser.submit(browser, "#verdict");

      String page = TestBrowser.text(browser, "main");
      assertTrue(page.contains("Yes: a Tor exit, seen by a test"), page);
      assertTrue(page.contains("6 March 2024, 13:30:00 (Europe/Berlin, UTC+01:00)"), page);
      assertTrue(page.contains("6 March 2024, 12:30:00 UTC"), page);
      assertTrue(page.contains("AnnexeExit"), page);
      assertTrue(page.contains("does not say who sent the traffic"), page);
    } finally {
      browser.quit();
    }
  }

  @Test
  void newestJava_startsAndAnswers() throws Exception {
    Path newest = newestJava();
    assumeTrue(newest != null, "skipped: no JDK newer than the one of the build is installed");
    Process other =
        new ProcessBuilder(Program.command(String.valueOf(newest), "demo", "--port", "0"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      Matcher serving = SERVING.matcher(Program.awaitLine(other, "serving on "));
      assertTrue(serving.find());
      HttpResponse<String> response =
          CLIENT.send(
              HttpRequest.newBuilder(
                      URI.create(
                          "http://127.0.0.1:"
                              + serving.group(1)
                              + "/api/v1/lookup?address=203.0.113.77&at=2024-03-06T12:30:00Z"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertEquals("exit_observed", JSON.readTree(response.body()).at("/verdict").asString());
    } finally {
      other.destroy();
      assertTrue(other.waitFor(30, TimeUnit.SECONDS));
    }
  }

  private static @Nullable Path newestJava() throws IOException {
    Path installed = Path.of("/usr/lib/jvm");
    if (!Files.isDirectory(installed)) {
      return null;
    }
    Path newest = null;
    int newestVersion = Runtime.version().feature();
    try (Stream<Path> homes = Files.list(installed)) {
      for (Path home : homes.toList()) {
        Path release = home.resolve("release");
        if (Files.isRegularFile(release) && Files.isExecutable(home.resolve("bin/java"))) {
          Matcher version =
              Pattern.compile("JAVA_VERSION=\"([0-9]+)").matcher(Files.readString(release));
          if (version.find() && Integer.parseInt(version.group(1)) > newestVersion) {
            newestVersion = Integer.parseInt(version.group(1));
            newest = home;
          }
        }
      }
    }
    return newest;
  }

  private static JsonNode lookup(String address, String at, @Nullable Integer port)
      throws IOException, InterruptedException {
    return get(
        "/api/v1/lookup?address="
            + encoded(address)
            + "&at="
            + encoded(at)
            + (port == null ? "" : "&port=" + port));
  }

  private static JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send(path);
    assertEquals(200, response.statusCode(), response.body());
    return JSON.readTree(response.body());
  }

  private static HttpResponse<String> send(String path) throws IOException, InterruptedException {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(base + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
