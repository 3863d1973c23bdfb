package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.sample.SampleDemo;

/** {@code lookup --batch} as its user runs it, beside the API over the same records. */
class BatchLookupIT {
  private static final Pattern SERVING = Pattern.compile("http://localhost:([0-9]+)");

  @TempDir static Path folder = Path.of("");
  private static @Nullable Process serving;
  private static String base = "";

  @BeforeAll
  static void importSample() throws Exception {
    Path sample = folder.resolve("sample.tar.xz");
    SampleDemo.write(sample);
    Program.run("import", "--data", data(), sample.toString());
    Process started = Program.start("serve", "--data", data(), "--port", "0");
    serving = started;
    Matcher port = SERVING.matcher(Program.awaitLine(started, "serving on "));
    assertTrue(port.find());
    base = "http://127.0.0.1:" + port.group(1);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (serving != null) {
      serving.destroy();
      assertTrue(serving.waitFor(30, TimeUnit.SECONDS));
    }
  }

  private static String data() {
    return folder.resolve("data").toString();
  }

  private static Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static Program.Result batch(String... arguments)
      throws IOException, InterruptedException {
    return Program.run(
        Stream.concat(Stream.of("lookup", "--data", data()), Stream.of(arguments))
            .toArray(String[]::new));
  }

  @Test
  void csv_withABadLine_equalsTheApi_andExitsWithOne() throws Exception {
    String questions =
        """
        id,src_ip,time
        a,203.0.113.77,2024-03-06T12:30:00Z
        b,nonsense,1709728200
        c,192.0.2.200,1709728200
        """;
    Path output = folder.resolve("out.csv");

    Program.Result result =
        batch("--batch", file("in.csv", questions).toString(), "-o", output.toString()).exited(1);

    assertEquals("", result.out());
    assertTrue(result.err().contains("3 lines read, 1 with an error"), result.err());
    assertFalse(result.err().contains("203.0.113.77"), result.err());
    HttpResponse<String> api =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(base + "/api/v1/lookups"))
                    .header("Content-Type", "text/csv")
                    .POST(HttpRequest.BodyPublishers.ofString(questions))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(api.body(), Files.readString(output));
    assertTrue(api.body().contains("exit_observed"), api.body());
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.noneMatch(one -> one.toString().endsWith(".part")));
    }
  }

  @Test
  void standardInput_accessLogOrLocalTimes_areAnswered() throws Exception {
    Path log =
        file(
            "access.log",
            "203.0.113.77 - - [06/Mar/2024:13:30:00 +0100] \"GET / HTTP/1.1\" 200 1\n");
    Program.Result answered =
        Program.run(log, "lookup", "--data", data(), "--batch", "-").exited(0);
    assertTrue(answered.out().contains(",exit_observed,"), answered.out());

    String local = file("local.csv", "ip,time\n203.0.113.77,2024-03-06 13:30:00\n").toString();
    assertTrue(batch("--batch", local).exited(1).out().contains("at:zone_missing"));
    assertTrue(
        batch("--batch", local, "--zone", "Europe/Berlin")
            .exited(0)
            .out()
            .contains("2024-03-06T12:30:00Z"));
  }

  @Test
  void usage_thatIsWrong_isSaid() throws Exception {
    String good = file("good.csv", "ip,time\n").toString();
    assertTrue(batch().exited(2).err().contains("expected ADDRESS and WHEN, or --batch FILE"));
    batch("192.0.2.1").exited(2);
    batch("192.0.2.1", "2024-03-06", "--batch", good).exited(2);
    batch("--batch", folder.resolve("missing.csv").toString()).exited(2);
    batch("--batch", good, "--zone", "CST").exited(2);
    Path output = Files.writeString(folder.resolve("kept.csv"), "kept");
    batch("--batch", file("bad.csv", "1,2\n").toString(), "-o", output.toString()).exited(2);
    assertEquals("kept", Files.readString(output));
  }
}
