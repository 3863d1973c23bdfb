package org.relaywitness.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded database's files and its server process. Callers take care that only one process at
 * a time starts or stops it.
 *
 * <p>The server listens on the loopback interface only, and only with a password that the owner of
 * the folder can read.
 */
final class PostgresCluster {
  static final String USER = "relaywitness";
  private static final String DATABASE = "postgres";
  private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);
  private static final int ATTEMPTS = 3;

  /** A recovery has at most a gigabyte to read again. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private final Path folder;
  private final Path data;
  private final PostgresPrograms programs;
  private final ClusterFiles files;
  private final ClusterSettings settings;
  private final PostmasterLock lock;

  PostgresCluster(Path folder, boolean durable) throws IOException {
    this.folder = folder;
    data = folder.resolve("cluster");
    programs = PostgresPrograms.in(folder);
    files = new ClusterFiles(folder, programs, durable);
    settings = new ClusterSettings(data, durable);
    lock = new PostmasterLock(data);
  }

  /** Makes sure that the server runs, and returns the URL of its own database. */
  String start() throws IOException {
    files.ensure();
    Integer port = runningPort();
    if (port == null) {
      lock.removeWhenStale();
      programs.deleteOthers();
      port = launch(null);
    }
    String url = url(port, DATABASE);
    settings.verify(setting -> ask(url, "show " + setting));
    return url;
  }

  /** Whether the server process is there, answering or not. */
  boolean isRunning() throws IOException {
    return lock.server().isPresent();
  }

  /** Starts a server that is gone on the port that this URL, which {@link #start} gave, names. */
  void startAgain(String url) throws IOException {
    if (runningPort() == null) {
      lock.removeWhenStale();
      String end = url.substring(url.lastIndexOf(':') + 1);
      launch(Integer.valueOf(end.substring(0, end.indexOf('/'))));
    }
  }

  String password() throws IOException {
    return files.password();
  }

  static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /**
   * The port of a server that runs on this data already; {@code null} when none does. One that is
   * recovering from a crash is waited for, and one that does not come to itself is ended.
   */
  private @Nullable Integer runningPort() throws IOException {
    long begun = System.nanoTime();
    Integer port = answeringPort();
    while (port == null && lock.server().isPresent()) {
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        LOG.warn("the database server does not answer; ending it");
        end();
        return null;
      }
      pause();
      port = answeringPort();
    }
    return port;
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the database server", e);
    }
  }

  /** The port of a server on this data that answers now. */
  private @Nullable Integer answeringPort() throws IOException {
    Integer port = lock.port();
    if (port == null) {
      return null;
    }
    String found = ask(url(port, DATABASE), "show data_directory");
    return found != null && isSame(Path.of(found), data) ? port : null;
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return Files.isSameFile(one, other);
    } catch (IOException e) {
      LOG.debug("cannot compare folders: {}", e.getMessage());
      return false;
    }
  }

  private int launch(@Nullable Integer wanted) throws IOException {
    IOException failure = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = wanted == null ? freePort() : wanted;
      settings.write(port);
      try {
        programs.run(
            "pg_ctl",
            "start",
            "--wait",
            "--timeout=240",
            "--pgdata=" + data,
            "--log=" + folder.resolve("server.log"));
        return port;
      } catch (IOException e) {
        // Another program may have taken the port meanwhile.
        failure = e;
      }
    }
    throw new StoreException(
        "start the embedded database",
        (failure == null ? "" : failure.getMessage()) + "; " + lastLog(),
        failure);
  }

  private String lastLog() throws IOException {
    Path log = folder.resolve("server.log");
    if (!Files.exists(log)) {
      return "the server wrote no log";
    }
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    return "the server's log ends: "
        + String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private @Nullable String ask(String url, String question) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", password());
    properties.setProperty("loginTimeout", "10");
    try (Connection connection = DriverManager.getConnection(url, properties);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() ? row.getString(1) : null;
    } catch (SQLException e) {
      LOG.debug("no answer from {}: {}", url, e.getMessage());
      return null;
    }
  }

  /** Ends the server and waits for it; nothing when it does not run. */
  void stop() throws IOException {
    if (answeringPort() == null) {
      // Gone, or in the middle of a recovery: then a stop in good order can hang.
      end();
      return;
    }
    try {
      programs.run("pg_ctl", "stop", "--wait", "--mode=fast", "--pgdata=" + data);
    } catch (IOException e) {
      LOG.warn("the database server does not stop in good order; ending it: {}", e.getMessage());
      end();
    }
  }

  /** Ends a server at once, as a power cut would: the next start recovers what was committed. */
  private void end() throws IOException {
    Optional<ProcessHandle> process = lock.server();
    if (process.isEmpty()) {
      return;
    }
    try {
      programs.run(
          "pg_ctl", "stop", "--wait", "--mode=immediate", "--timeout=30", "--pgdata=" + data);
    } catch (IOException e) {
      LOG.warn("killing the database server: {}", e.getMessage());
      process.get().destroyForcibly();
    }
  }
}
