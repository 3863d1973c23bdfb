package org.relaywitness.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.relaywitness.store.EmbeddedDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves the processors to those who ask while this process fills the records: alone it is as fast
 * as ever. On Linux what starts the embedded database's server keeps its priority, as the server
 * would inherit a lower one and keep it for whoever uses it later: the calling thread until the
 * database is open, the thread that watches the server for good. The server leads a session of its
 * own, so that of this process can be lowered at once.
 */
final class GivingWay {
  private static final Logger LOG = LoggerFactory.getLogger(GivingWay.class);
  private static final String NICENESS = "10";
  private static final Path PROCESS = Path.of("/proc/self");
  private static final Path CALLING_THREAD = Path.of("/proc/thread-self");

  /** Linux keeps so many bytes of a thread's name. */
  private static final int NAME_LENGTH = 15;

  private static final String KEEPER = EmbeddedDatabase.WATCH.substring(0, NAME_LENGTH);

  private interface Step {
    boolean run() throws IOException, InterruptedException;
  }

  /** Whether there is anything to do: not where another priority was chosen already. */
  private final boolean wanted;

  private GivingWay(boolean wanted) {
    this.wanted = wanted;
  }

  /**
   * Begins, with the threads that the JVM has of itself: while a program starts, they do most of
   * its work. Where the system cannot do it nothing changes, here and later.
   */
  static GivingWay begin() {
    return new GivingWay(tried(GivingWay::lowerTheJvms));
  }

  /** Goes on with all other threads, now that the database is open. */
  void goOn() {
    if (wanted) {
      tried(GivingWay::lowerAll);
    }
  }

  /** Returns what the step does; {@code false}: it could not be done. */
  private static boolean tried(Step step) {
    try {
      return step.run();
    } catch (IOException e) {
      LOG.debug("cannot lower the priority: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  private static boolean lowerTheJvms() throws IOException, InterruptedException {
    if (!Files.isDirectory(PROCESS)) {
      return true;
    }
    Stat stat = Stat.read(PROCESS.resolve("stat"));
    if (stat.niceness() != 0) {
      return false;
    }
    if (stat.leadsItsSession()) {
      giveWayToOtherSessions();
    }
    renice(threads(Set.of(String.valueOf(CALLING_THREAD.toRealPath().getFileName()))));
    return true;
  }

  private static boolean lowerAll() throws IOException, InterruptedException {
    renice(
        Files.isDirectory(PROCESS)
            ? threads(Set.of())
            : List.of(Long.toString(ProcessHandle.current().pid())));
    return true;
  }

  /** The threads' numbers but for these, and without the one that watches the server. */
  private static List<String> threads(Set<String> without) throws IOException {
    List<String> threads = new ArrayList<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(PROCESS.resolve("task"))) {
      for (Path task : tasks) {
        String number = String.valueOf(task.getFileName());
        if (!without.contains(number) && !name(task).equals(KEEPER)) {
          threads.add(number);
        }
      }
    }
    return threads;
  }

  /** Empty where the thread has just ended. */
  private static String name(Path task) throws IOException {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static void renice(List<String> ids) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("renice", "-n", NICENESS, "-p"));
    command.addAll(ids);
    Process renice =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    int exit = renice.waitFor();
    if (exit != 0) {
      LOG.debug("renice ended with {}", exit);
    }
  }

  /** Where the scheduler shares between sessions first, niceness counts within one only. */
  private static void giveWayToOtherSessions() throws IOException {
    Path group = PROCESS.resolve("autogroup");
    if (Files.isWritable(group)) {
      Files.writeString(group, NICENESS);
    }
  }

  /** What {@code /proc/self/stat} tells (proc_pid_stat(5)). */
  private record Stat(int niceness, boolean leadsItsSession) {
    static Stat read(Path file) throws IOException {
      String line = Files.readString(file);
      String id = line.substring(0, line.indexOf(' '));
      // The name before it, in brackets, may hold anything; the state is the third field.
      String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
      return new Stat(Integer.parseInt(fields[16]), fields[3].equals(id));
    }
  }
}
