package org.relaywitness.store;

import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's own programs as they come in the jar: unpacked once into a folder, and run with a
 * time limit.
 *
 * <p>PostgreSQL refuses to run as root. For root they run in a user namespace of their own ({@code
 * unshare -U}), where they have no rights beyond their files.
 */
final class PostgresPrograms {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration KILLED_WITHIN = Duration.ofSeconds(5);

  private final Path folder;
  private final List<String> prefix;

  private PostgresPrograms(Path folder, List<String> prefix) {
    this.folder = folder;
    this.prefix = prefix;
  }

  /**
   * The programs under {@code parent}, unpacked when they are not there yet. Only one process at a
   * time may do this for one parent.
   *
   * @throws StoreException when the jar has none for this system, or root cannot run them
   */
  static PostgresPrograms in(Path parent) throws IOException {
    String resource = "postgres-" + system() + "-" + architecture() + ".txz";
    URL packed = PostgresPrograms.class.getClassLoader().getResource(resource);
    if (packed == null) {
      throw new StoreException(
          "start the embedded database",
          "this build carries no PostgreSQL for "
              + system()
              + " on "
              + architecture()
              + "; give the URL of a PostgreSQL server instead",
          null);
    }
    URLConnection connection = packed.openConnection();
    connection.setUseCaches(false);
    try (InputStream bytes = connection.getInputStream()) {
      Path folder = parent.resolve("programs-" + connection.getContentLengthLong());
      if (!Files.exists(folder)) {
        Path fresh = parent.resolve("programs.new");
        Folders.delete(fresh);
        unpack(bytes, fresh);
        Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
      }
      return new PostgresPrograms(folder, prefix());
    }
  }

  /** Deletes the programs of earlier versions; to be called when no server runs. */
  void deleteOthers() throws IOException {
    Path parent = Objects.requireNonNull(folder.getParent());
    try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, "programs-*")) {
      for (Path other : others) {
        if (!other.equals(folder)) {
          Folders.delete(other);
        }
      }
    }
  }

  private static String system() {
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (name.startsWith("mac")) {
      return "darwin";
    }
    return name.startsWith("windows") ? "windows" : name.replace(" ", "");
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "");
    return switch (name) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64" -> "arm_64";
      default -> name;
    };
  }

  private static void unpack(InputStream packed, Path into) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = into.resolve(entry.getName()).normalize();
        if (!target.startsWith(into)) {
          throw new IOException("an entry that leads out of the folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
          continue;
        }
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          try (OutputStream out = Files.newOutputStream(target)) {
            tar.transferTo(out);
          }
          boolean program = (entry.getMode() & 0100) != 0;
          Set<PosixFilePermission> rights =
              PosixFilePermissions.fromString(program ? "rwx------" : "rw-------");
          Files.setPosixFilePermissions(target, rights);
        }
      }
    }
  }

  private static List<String> prefix() throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return List.of();
    }
    List<String> namespace = List.of("unshare", "-U");
    List<String> test = new ArrayList<>(namespace);
    test.addAll(List.of("id", "-u"));
    String found;
    try {
      found = run(test, LIMIT).strip();
    } catch (IOException e) {
      found = String.valueOf(e.getMessage());
    }
    if (found.matches("[1-9][0-9]*")) {
      return namespace;
    }
    throw new StoreException(
        "start the embedded database",
        "PostgreSQL refuses to run as root, and \"unshare -U\", which helps it, does not work here ("
            + found
            + "); run as another user, or give the URL of a PostgreSQL server",
        null);
  }

  /**
   * Runs one of the programs to its end.
   *
   * @return what it printed
   * @throws IOException when it fails, with what it printed
   */
  String run(String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(folder.resolve("bin").resolve(program).toString());
    command.addAll(Arrays.asList(arguments));
    return run(command, LIMIT);
  }

  private static String run(List<String> command, Duration limit) throws IOException {
    // The output goes to a file: a server that a program leaves behind would keep a pipe open.
    Path output = Files.createTempFile("relaywitness-postgres", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().put("LC_ALL", "C");
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      Process process = builder.start();
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(KILLED_WITHIN.toSeconds(), TimeUnit.SECONDS);
        throw new IOException(command + " did not end within " + limit);
      }
      String text = Files.readString(output, StandardCharsets.ISO_8859_1);
      if (process.exitValue() != 0) {
        throw new IOException(command + " failed: " + text.strip());
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + command.get(0), e);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** The major version of the server program: {@code 18}. */
  String majorVersion() throws IOException {
    // "postgres (PostgreSQL) 18.6"
    String text = run("postgres", "--version").strip();
    String number = text.substring(text.lastIndexOf(' ') + 1);
    int dot = number.indexOf('.');
    return dot < 0 ? number : number.substring(0, dot);
  }

  /** Folders of the embedded database. */
  static final class Folders {
    private Folders() {}

    /** Deletes a folder with all it holds; nothing when it is not there. */
    static void delete(Path folder) throws IOException {
      if (!Files.isDirectory(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
        Files.deleteIfExists(folder);
        return;
      }
      try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
        for (Path child : children) {
          delete(child);
        }
      }
      Files.delete(folder);
    }
  }
}
