package org.relaywitness.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL under a folder of the user's, for those who have no server of their own.
 *
 * <p>Several processes may use one folder at the same time: the first starts the server, the others
 * join it, the last one that goes stops it. Each holds a shared lock on the file {@code users},
 * which the system takes away from a killed process; a server that outlived all its users is joined
 * by the next one, and one that dies under them is started again within seconds. Data survive:
 * {@code fsync}, {@code synchronous_commit} and checksums are on, which is checked at each start.
 */
public final class EmbeddedDatabase implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

  /** File locks belong to the process, so uses within it are counted here. */
  private static final Map<Path, Use> USES = new HashMap<>();

  /** The name of the thread that starts the server again; other processes inherit from it. */
  public static final String WATCH = "watch the embedded database";

  private static final long WATCH_MILLIS = 2_000;

  private final Path folder;
  private final DatabaseConfig config;
  private final boolean disposable;
  private final Thread hook = new Thread(this::close, "stop the embedded database");
  private boolean closed;

  private static final class Use {
    final FileChannel users;
    final PostgresCluster cluster;
    final DatabaseLogin owner;
    final DatabaseLogin reader;
    int count;

    /** Set and read under the lock of {@link #USES}. */
    boolean ended;

    Use(FileChannel users, PostgresCluster cluster, DatabaseLogin owner, DatabaseLogin reader) {
      this.users = users;
      this.cluster = cluster;
      this.owner = owner;
      this.reader = reader;
    }

    DatabaseConfig config() {
      return DatabaseConfig.of(owner.url(), owner.user(), owner.password()).readBy(reader);
    }
  }

  private EmbeddedDatabase(Path folder, DatabaseConfig config, boolean disposable) {
    this.folder = folder;
    this.config = config;
    this.disposable = disposable;
  }

  /**
   * Opens the database under {@code data}, where it takes the folder {@code postgres} with mode
   * 0700; makes it when there is none.
   *
   * @throws StoreException when it cannot be started, with the reason
   */
  public static EmbeddedDatabase open(Path data) {
    try {
      Files.createDirectories(data);
      return open(data.toRealPath().resolve("postgres"), true);
    } catch (IOException e) {
      throw new StoreException("start the embedded database under " + data, e);
    }
  }

  /**
   * A new database in a temporary folder that goes when it is closed: for a demonstration and for
   * tests. Made for speed, not to survive a crash.
   */
  public static EmbeddedDatabase temporary() {
    try {
      return open(
          Files.createTempDirectory("relaywitness").toRealPath().resolve("postgres"), false);
    } catch (IOException e) {
      throw new StoreException("start a temporary database", e);
    }
  }

  private static EmbeddedDatabase open(Path folder, boolean durable) throws IOException {
    synchronized (USES) {
      Use use = USES.get(folder);
      if (use == null) {
        use = begin(folder, durable);
        USES.put(folder, use);
        watch(folder, use);
      }
      use.count++;
      EmbeddedDatabase database = new EmbeddedDatabase(folder, use.config(), !durable);
      database.stopAtExit();
      return database;
    }
  }

  private void stopAtExit() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException e) {
      close();
      throw new StoreException("start the embedded database", e);
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      LOG.debug("closing at exit: {}", e.getMessage());
    }
  }

  private static Use begin(Path folder, boolean durable) throws IOException {
    if (!Files.exists(folder)) {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    FileChannel users = openLock(folder.resolve("users"));
    boolean begun = false;
    try (FileChannel change = openLock(folder.resolve("change"));
        FileLock alone = change.lock()) {
      LOG.debug("changing the users of {}: {}", folder, alone.isValid());
      PostgresCluster cluster = new PostgresCluster(folder, durable);
      String url = cluster.start();
      DatabaseLogin owner = new DatabaseLogin(url, PostgresCluster.USER, cluster.password());
      String password = EmbeddedReader.ensure(owner, folder);
      users.lock(0, Long.MAX_VALUE, true);
      begun = true;
      return new Use(users, cluster, owner, new DatabaseLogin(url, EmbeddedReader.USER, password));
    } finally {
      if (!begun) {
        users.close();
      }
    }
  }

  /** A server that dies while it is in use is started again where its users look for it. */
  private static void watch(Path folder, Use use) {
    Thread watch =
        new Thread(
            () -> {
              try {
                do {
                  Thread.sleep(WATCH_MILLIS);
                } while (keep(folder, use));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            WATCH);
    watch.setDaemon(true);
    watch.start();
  }

  /** Starts the server again when it is gone; whether it is to be watched on. */
  private static boolean keep(Path folder, Use use) {
    synchronized (USES) {
      if (use.ended) {
        return false;
      }
      try {
        if (!use.cluster.isRunning()) {
          LOG.warn("the embedded database's server is gone; starting it again");
          try (FileChannel change = openLock(folder.resolve("change"));
              FileLock alone = change.lock()) {
            LOG.debug("changing the users of {}: {}", folder, alone.isValid());
            use.cluster.startAgain(use.owner.url());
          }
        }
      } catch (IOException | StoreException e) {
        LOG.warn("cannot start the embedded database again: {}", e.getMessage());
      }
      return true;
    }
  }

  private static FileChannel openLock(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** The data folder that it stands in; a temporary database's folder goes with it. */
  public Path data() {
    return Objects.requireNonNull(folder.getParent());
  }

  /** Where to reach it. */
  public DatabaseConfig config() {
    return config;
  }

  /**
   * Makes another, empty database in the same server.
   *
   * @param name lower-case letters, digits and underscores
   */
  public DatabaseConfig createDatabase(String name) {
    if (!name.matches("[a-z][a-z0-9_]{0,50}")) {
      throw new IllegalArgumentException("a database cannot be called \"" + name + "\"");
    }
    try (Connection connection =
            DriverManager.getConnection(config.url(), config.user(), config.password());
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    } catch (SQLException e) {
      throw new StoreException("make the database " + name, e);
    }
    String url = config.url().substring(0, config.url().lastIndexOf('/') + 1) + name;
    return DatabaseConfig.of(url, config.user(), config.password())
        .readBy(new DatabaseLogin(url, config.reading().user(), config.reading().password()));
  }

  /** Leaves the database; the last user of all processes stops its server. */
  @Override
  public void close() {
    forgetHook();
    synchronized (USES) {
      Use use = closed ? null : USES.get(folder);
      closed = true;
      if (use == null || --use.count > 0) {
        return;
      }
      USES.remove(folder);
      use.ended = true;
      try {
        end(use);
      } catch (IOException e) {
        LOG.warn("cannot stop the embedded database: {}", e.getMessage());
      }
    }
  }

  private void end(Use use) throws IOException {
    try (FileChannel change = openLock(folder.resolve("change"));
        FileLock alone = change.lock()) {
      LOG.debug("changing the users of {}: {}", folder, alone.isValid());
      use.users.close();
      try (FileChannel users = openLock(folder.resolve("users"));
          FileLock last = lastUser(users)) {
        if (last != null) {
          use.cluster.stop();
        }
      }
    }
    if (disposable) {
      PostgresPrograms.Folders.delete(Objects.requireNonNull(folder.getParent()));
    }
  }

  private static @Nullable FileLock lastUser(FileChannel users) throws IOException {
    return users.tryLock();
  }
}
