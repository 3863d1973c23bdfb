package org.relaywitness.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.relaywitness.TestFolders;

/**
 * Fuzzes every {@link FuzzTarget} with Jazzer, each in a JVM of its own with 512 MiB of heap, two
 * at a time. Uncaught exceptions, broken laws, too much memory and inputs that take longer than 20
 * s are findings; they are kept in the folder named. Arguments: executions of each target at least
 * (1,000,000), seconds for each target at most (0: no bound), folder for findings, targets (all).
 *
 * <pre>
 * java -cp target/test-classes:target/relaywitness.jar:jazzer.jar:jazzer-api.jar \
 *     org.relaywitness.fuzz.FuzzProgramme 1000000 0 target/fuzz-findings
 * </pre>
 */
final class FuzzProgramme {
  private static final Pattern EXECUTED =
      Pattern.compile("stat::number_of_executed_units: ([0-9]+)");
  private static final Pattern COVERAGE = Pattern.compile("cov: ([0-9]+)");
  private static final int AT_ONCE = 2;

  private final Path findings;
  private final long executions;
  private final long seconds;

  /** What one target came to. */
  record Outcome(FuzzTarget target, long executions, int coverage, int exitCode, String output) {
    boolean clean() {
      return exitCode == 0;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%-16s %,12d executions, coverage %,6d: %s",
          target.title(),
          executions,
          coverage,
          clean() ? "0 findings" : "FINDING (exit code " + exitCode + ")\n" + output);
    }
  }

  /**
   * A programme.
   *
   * @param executions of each target; 0: as many as the time allows
   * @param seconds for each target; 0: as many as it takes
   */
  FuzzProgramme(Path findings, long executions, long seconds) {
    this.findings = findings;
    this.executions = executions;
    this.seconds = seconds;
  }

  /** Prints one line a target; ends with an exception when there was a finding. */
  public static void main(String[] arguments) throws Exception {
    long executions = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1_000_000;
    long seconds = arguments.length > 1 ? Long.parseLong(arguments[1]) : 0;
    Path findings = Path.of(arguments.length > 2 ? arguments[2] : "target/fuzz-findings");
    List<FuzzTarget> targets = new ArrayList<>();
    for (int i = 3; i < arguments.length; i++) {
      targets.add(FuzzTarget.valueOf(arguments[i].toUpperCase(Locale.ROOT).replace('-', '_')));
    }
    List<Outcome> outcomes =
        new FuzzProgramme(findings, executions, seconds)
            .run(targets.isEmpty() ? List.of(FuzzTarget.values()) : targets);
    outcomes.forEach(System.out::println);
    if (!outcomes.stream().allMatch(Outcome::clean)) {
      throw new IllegalStateException("there are findings in " + findings);
    }
  }

  /** Fuzzes these, two at a time. */
  List<Outcome> run(List<FuzzTarget> targets) throws Exception {
    Path folder = Files.createTempDirectory("relaywitness-fuzz");
    ExecutorService places = Executors.newFixedThreadPool(AT_ONCE);
    try {
      Files.createDirectories(findings);
      Seeds seeds = new Seeds();
      Path words = folder.resolve("words");
      Files.write(words, Seeds.WORDS.stream().map(word -> "\"" + word + "\"").toList());
      List<Callable<Outcome>> work = new ArrayList<>();
      for (FuzzTarget target : targets) {
        seeds.write(target, folder.resolve(target.title()));
        work.add(() -> fuzz(target, folder));
      }
      List<Outcome> outcomes = new ArrayList<>();
      for (Future<Outcome> outcome : places.invokeAll(work)) {
        outcomes.add(outcome.get());
      }
      return outcomes;
    } finally {
      places.shutdownNow();
      TestFolders.delete(folder);
    }
  }

  private Outcome fuzz(FuzzTarget target, Path folder) throws IOException, InterruptedException {
    Path log = folder.resolve(target.title() + ".log");
    Path scratch = Files.createDirectories(folder.resolve(target.title() + ".scratch"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + scratch,
                "-cp",
                System.getProperty("java.class.path", ""),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + Fuzzing.class.getName(),
                "--target_args=" + target.title(),
                "--instrumentation_includes=org.relaywitness.**",
                "--custom_hook_includes=org.relaywitness.**",
                "--reproducer_path=" + scratch,
                "-artifact_prefix=" + findings.toAbsolutePath() + "/" + target.title() + "-",
                "-print_final_stats=1",
                "-timeout=20",
                "-rss_limit_mb=2000",
                "-max_len=" + target.longest(),
                "-dict=" + folder.resolve("words"),
                "-runs=" + (executions == 0 ? -1 : executions)));
    if (seconds > 0) {
      command.add("-max_total_time=" + seconds);
    }
    command.add(folder.resolve(target.title()).toString());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      if (seconds > 0 && !process.waitFor(seconds * 3 + 240, TimeUnit.SECONDS)) {
        return new Outcome(target, 0, 0, -1, "it did not end");
      }
      int exitCode = process.waitFor();
      String output = Files.readString(log, StandardCharsets.ISO_8859_1);
      Files.move(
          log, findings.resolve(target.title() + ".log"), StandardCopyOption.REPLACE_EXISTING);
      return new Outcome(
          target,
          last(EXECUTED, output),
          (int) last(COVERAGE, output),
          exitCode,
          output.substring(Math.max(0, output.length() - 6_000)));
    } finally {
      process.destroyForcibly();
    }
  }

  private static long last(Pattern pattern, String output) {
    long found = 0;
    for (Matcher matcher = pattern.matcher(output); matcher.find(); ) {
      found = Long.parseLong(matcher.group(1));
    }
    return found;
  }
}
