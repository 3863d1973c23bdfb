package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relaywitness.GoldenFile;
import org.relaywitness.TestPrograms;

/**
 * Runs docs/clients.md: its set-up, then each of its commands, under which the page shows what they
 * print. With {@code -Dgolden.renew=true} writes that into the page anew.
 */
class DocumentedClientsIT {
  private static final Path PAGE = Path.of("docs", "clients.md");
  private static final Pattern FILE =
      Pattern.compile("this is `([^`]+)`:\n\n```[a-z]+\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMMAND =
      Pattern.compile("```sh\n(.*?)```\n(\n```text\n.*?```\n)?", Pattern.DOTALL);
  private static final long MOST_SECONDS = 240;

  @TempDir static Path folder = Path.of("");
  private static String page = "";
  private static @Nullable ServedProcess served;

  @BeforeAll
  static void setUp() throws Exception {
    TestPrograms.require("curl", "dig", "python3", "sqlite3");
    page = Files.readString(PAGE);
    Path launcher = folder.resolve("relaywitness");
    String java =
        Program.command(System.getProperty("java.home")).stream()
            .map(word -> word.endsWith(".jar") ? Path.of(word).toAbsolutePath().toString() : word)
            .collect(Collectors.joining("' '", "'", "'"));
    Files.writeString(launcher, "#!/bin/sh\nexec " + java + " \"$@\"\n");
    assertTrue(launcher.toFile().setExecutable(true));

    List<String> lines = block("```setup\n").lines().toList();
    for (String line : lines.subList(0, lines.size() - 1)) {
      shell(line);
    }
    String serve = lines.get(lines.size() - 1);
    assertTrue(serve.startsWith("./relaywitness serve --data trial "), serve);
    served =
        ServedProcess.start(
            ("serve --port 0 " + serve.substring("./relaywitness serve ".length()))
                .replace("--data trial", "--data " + folder.resolve("trial"))
                .replace("--dns-port 5353", "--dns-port 0")
                .split(" "));
    Matcher file = FILE.matcher(page);
    while (file.find()) {
      Files.writeString(
          folder.resolve(file.group(1)),
          file.group(2).replace("localhost:8080", "localhost:" + served.port()));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (served != null) {
      served.close();
    }
  }

  private static String block(String start) {
    int from = page.indexOf(start) + start.length();
    return page.substring(from, page.indexOf("```", from));
  }

  /** What this prints, run in the folder of the test. */
  private static String shell(String command) throws IOException, InterruptedException {
    Path out = folder.resolve("shell.out");
    Process process =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("shell.err").toFile())
            .start();
    assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), command);
    String told = Files.readString(folder.resolve("shell.err"));
    assertEquals(0, process.exitValue(), () -> command + "\n" + told);
    return Files.readString(out);
  }

  @Test
  void commands_printWhatThePageShows() throws Exception {
    ServedProcess server = Objects.requireNonNull(served);
    StringBuilder written = new StringBuilder();
    int done = 0;
    List<MatchResult> commands = COMMAND.matcher(page).results().toList();
    assertTrue(commands.size() >= 8, "commands on the page: " + commands.size());
    for (MatchResult one : commands) {
      String command =
          one.group(1)
              .replace("localhost:8080", "localhost:" + server.port())
              .replace("-p 5353", "-p " + server.dnsPort());
      written
          .append(page.substring(done, one.start()))
          .append("```sh\n")
          .append(one.group(1))
          .append("```\n\n```text\n")
          .append(shell(command).stripTrailing())
          .append("\n```\n");
      done = one.end();
    }
    GoldenFile.assertMatches(PAGE, written.append(page.substring(done)).toString());
  }
}
