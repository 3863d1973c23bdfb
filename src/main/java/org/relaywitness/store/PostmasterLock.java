package org.relaywitness.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file {@code postmaster.pid} of a cluster: which process serves it, and on which port. */
final class PostmasterLock {
  private static final Logger LOG = LoggerFactory.getLogger(PostmasterLock.class);

  private final Path data;
  private final Path file;

  /**
   * The lock.
   *
   * @param data the cluster's data directory, as the server is told it
   */
  PostmasterLock(Path data) {
    this.data = data;
    file = data.resolve("postmaster.pid");
  }

  private List<String> lines() throws IOException {
    return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.ISO_8859_1) : List.of();
  }

  /** The port that it names; {@code null} when it names none. */
  @Nullable Integer port() throws IOException {
    List<String> lines = lines();
    if (lines.size() < 4) {
      return null;
    }
    try {
      return Integer.valueOf(lines.get(3).strip());
    } catch (NumberFormatException e) {
      LOG.debug("postmaster.pid has no port: {}", e.getMessage());
      return null;
    }
  }

  /** The server process on this data, answering or not; what is left of a dead one is none. */
  Optional<ProcessHandle> server() throws IOException {
    return process()
        .filter(
            process ->
                isServer(process)
                    && process
                        .info()
                        .arguments()
                        .filter(given -> Arrays.asList(given).contains(data.toString()))
                        .isPresent());
  }

  private Optional<ProcessHandle> process() throws IOException {
    List<String> lines = lines();
    if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip()));
  }

  private static boolean isServer(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/postgres")).isPresent();
  }

  /**
   * Removes it when the server left it behind, and its process number belongs to someone else by
   * now, or to what is left of a dead process: PostgreSQL could take that for its own server and
   * refuse to start. Where there is no such process it finds out by itself.
   */
  void removeWhenStale() throws IOException {
    List<String> lines = lines();
    if (lines.isEmpty()) {
      return;
    }
    boolean unreadable = !lines.get(0).strip().matches("[0-9]{1,18}");
    if (unreadable || process().filter(process -> !isServer(process)).isPresent()) {
      LOG.info("removing the lock of a database server that is gone");
      Files.deleteIfExists(file);
    }
  }
}
