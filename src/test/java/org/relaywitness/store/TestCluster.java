package org.relaywitness.store;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server as an operator has it: not the embedded one, reached by URL, with roles, and
 * with a standby that follows it.
 */
public final class TestCluster implements AutoCloseable {
  private static final String ADMIN = "admin";
  private static final String PASSWORD = "admin-secret";
  private static final String DATABASE = "relaywitness";

  private final PostgresPrograms programs;
  private final Path folder;
  private final int port;

  private TestCluster(PostgresPrograms programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  /**
   * Makes and starts one, with a database and both roles, whose passwords are their names.
   *
   * @param settings further lines of its configuration
   */
  public static TestCluster create(Path parent, String settings) throws IOException, SQLException {
    PostgresPrograms programs = PostgresPrograms.in(parent);
    Path folder = parent.resolve("primary");
    Path password = Files.writeString(parent.resolve("admin-password"), PASSWORD);
    programs.run(
        "initdb",
        "--pgdata=" + folder,
        "--username=" + ADMIN,
        "--pwfile=" + password,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync");
    TestCluster cluster = new TestCluster(programs, folder, freePort());
    cluster.configure(settings);
    cluster.start();
    cluster.execute("postgres", "create database " + DATABASE);
    cluster.execute(DATABASE, Files.readString(Path.of("etc", "postgresql-roles.sql")));
    cluster.execute(
        DATABASE,
        "alter role relaywitness password 'relaywitness';"
            + " alter role relaywitness_read password 'relaywitness_read'");
    return cluster;
  }

  private void configure(String settings) throws IOException {
    Files.writeString(
        folder.resolve("postgresql.auto.conf"),
        """
        port = %d
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        fsync = off
        max_connections = 40
        shared_buffers = 32MB
        wal_level = replica
        max_wal_senders = 4
        hot_standby = on
        hot_standby_feedback = on
        log_statement = all
        log_min_duration_statement = 0
        %s
        """
            .formatted(port, settings));
  }

  /** Copies this, which stops and starts for it, into a standby that follows it. */
  public TestCluster standby() throws IOException {
    stop("fast");
    TestCluster standby = new TestCluster(programs, folder.resolveSibling("standby"), freePort());
    copy(folder, standby.folder);
    start();
    standby.configure(
        "primary_conninfo = 'host=127.0.0.1 port=%d user=%s password=%s'"
            .formatted(port, ADMIN, PASSWORD));
    Files.writeString(standby.folder.resolve("standby.signal"), "");
    standby.start();
    return standby;
  }

  /** Copies a folder, for its owner alone. */
  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(folder).toString());
            Files.createDirectory(
                target,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts it, and waits until it takes connections. */
  public void start() throws IOException {
    programs.run(
        "pg_ctl", "start", "--wait", "--pgdata=" + folder, "--log=" + log().toAbsolutePath());
  }

  /**
   * Ends it.
   *
   * @param mode {@code fast}, or {@code immediate}: as a crash
   */
  public void stop(String mode) throws IOException {
    programs.run("pg_ctl", "stop", "--wait", "--mode=" + mode, "--pgdata=" + folder);
  }

  /** Makes a standby the primary. */
  public void promote() throws IOException {
    programs.run("pg_ctl", "promote", "--wait", "--pgdata=" + folder);
  }

  /** Where the server writes what it does. */
  public Path log() {
    return folder.resolveSibling(folder.getFileName() + ".log");
  }

  /** Host and port, for URLs. */
  public String host() {
    return "127.0.0.1:" + port;
  }

  /** The URL of the database with the records. */
  public String url() {
    return "jdbc:postgresql://" + host() + "/" + DATABASE;
  }

  /** The login that may do anything. */
  public DatabaseLogin superuser() {
    return new DatabaseLogin(url(), ADMIN, PASSWORD);
  }

  /** Executes statements as the superuser, in the database with the records. */
  public void execute(String statements) throws SQLException {
    execute(DATABASE, statements);
  }

  private void execute(String database, String statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(statements);
    }
  }

  /** The first value that the superuser's question brings; {@code null}: none. */
  public @Nullable String ask(String question) throws SQLException {
    try (Connection connection = connect(DATABASE);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() ? row.getString(1) : null;
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + host() + "/" + database, ADMIN, PASSWORD);
  }

  @Override
  public void close() throws IOException {
    if (Files.exists(folder.resolve("postmaster.pid"))) {
      stop("immediate");
    }
  }
}
