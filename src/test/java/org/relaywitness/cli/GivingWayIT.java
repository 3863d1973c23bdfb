package org.relaywitness.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An import that runs at a lower priority than the database that it started. */
@EnabledOnOs(OS.LINUX)
final class GivingWayIT {
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final int SESSION = 2;
  private static final int NICENESS = 15;

  @TempDir private Path folder;

  @Test
  void importGivesWayAndItsDatabaseDoesNot() throws Exception {
    Path data = folder.resolve("data");
    // It waits for its standard input, so it is there as long as it is wanted.
    Process process = Program.start("import", "--data", data.toString(), "-");
    try {
      Path self = Path.of("/proc", Long.toString(process.pid()));
      await(
          () ->
              threads(self).keySet().stream().anyMatch(name -> name.startsWith("archive-reader")));
      for (Map.Entry<String, Integer> thread : threads(self).entrySet()) {
        int expected = thread.getKey().startsWith("watch the embed") ? 0 : 10;
        assertEquals(expected, thread.getValue(), thread.getKey());
      }
      Path lock = data.resolve("postgres/cluster/postmaster.pid");
      long server = firstLine(lock);
      assertEquals(0, niceness(Path.of("/proc", Long.toString(server))), "the server");
      // Its own session's priority is none of the import's.
      assertEquals(server, fields(Path.of("/proc", Long.toString(server)))[SESSION], "its session");

      // One that it starts again must not inherit from it either.
      assertTrue(ProcessHandle.of(server).orElseThrow().destroyForcibly());
      await(() -> Files.exists(lock) && firstLine(lock) != server);
      assertEquals(0, niceness(Path.of("/proc", Long.toString(firstLine(lock)))), "the next one");
    } finally {
      process.getOutputStream().close();
      process.waitFor();
    }
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + MOST.toNanos();
    while (!condition.call()) {
      assertTrue(System.nanoTime() < end, "in time");
      Thread.sleep(50);
    }
  }

  private static long firstLine(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.findFirst().map(line -> Long.parseLong(line.strip())).orElse(0L);
    } catch (NoSuchFileException | UncheckedIOException e) {
      return 0;
    }
  }

  /** By name and number, as several threads of the JVM share a name. */
  private static Map<String, Integer> threads(Path process) throws IOException {
    Map<String, Integer> threads = new TreeMap<>();
    try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
      for (Path task : tasks.toList()) {
        try {
          String name = Files.readString(task.resolve("comm")).strip();
          threads.put(name + " " + task.getFileName(), niceness(task));
        } catch (NoSuchFileException e) {
          // It has just ended.
        }
      }
    }
    return threads;
  }

  private static int niceness(Path task) throws IOException {
    return (int) fields(task)[NICENESS];
  }

  /** The numbers behind the state in {@code stat} (proc_pid_stat(5)). */
  private static long[] fields(Path task) throws IOException {
    String line = Files.readString(task.resolve("stat"));
    String[] fields = line.substring(line.lastIndexOf(')') + 4).strip().split(" ", -1);
    return Stream.of(fields).limit(NICENESS + 1).mapToLong(Long::parseLong).toArray();
  }
}
