package org.relaywitness.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.relaywitness.store.EmbeddedDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves the processors to those who ask while this process fills the records: alone it is as fast
 * as ever. On Linux the thread that starts the embedded database's server again keeps its priority,
 * as the server would inherit a lower one and keep it for whoever uses it later; for the same
 * reason this begins once the database is open.
 */
final class GivingWay {
  private static final Logger LOG = LoggerFactory.getLogger(GivingWay.class);
  private static final String NICENESS = "10";
  private static final Path PROCESS = Path.of("/proc/self");

  /** Linux keeps so many bytes of a thread's name. */
  private static final int NAME_LENGTH = 15;

  private static final String KEEPER = EmbeddedDatabase.WATCH.substring(0, NAME_LENGTH);

  private GivingWay() {}

  /** Begins; where the system cannot do it, or was told another priority, nothing changes. */
  static void begin() {
    try {
      if (Files.isDirectory(PROCESS)) {
        Stat stat = Stat.read(PROCESS.resolve("stat"));
        if (stat.niceness() == 0) {
          renice(threads());
          if (stat.leadsItsSession()) {
            giveWayToOtherSessions();
          }
        }
      } else {
        renice(List.of(Long.toString(ProcessHandle.current().pid())));
      }
    } catch (IOException e) {
      LOG.debug("cannot lower the priority: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static List<String> threads() throws IOException {
    List<String> threads = new ArrayList<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(PROCESS.resolve("task"))) {
      for (Path task : tasks) {
        if (!Files.readString(task.resolve("comm")).strip().equals(KEEPER)) {
          threads.add(String.valueOf(task.getFileName()));
        }
      }
    }
    return threads;
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
