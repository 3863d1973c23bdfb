package org.relaywitness.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A file, or a folder of files, that is there whole or not at all: it is made beside its place,
 * under a name that begins with a dot, brought to the disk, and takes its place in one step. What
 * was there before stays until then.
 */
public final class WholeFile {
  private static final int BUFFER = 1 << 16;

  private WholeFile() {}

  /** Makes the file {@code part}, which is not there yet, or a folder of that name. */
  @FunctionalInterface
  public interface Making<T> {
    /** Gives what {@link #make} gives. */
    T make(Path part) throws IOException;
  }

  /** Writes the file's bytes to a stream, which it may leave open. */
  @FunctionalInterface
  public interface Content<T> {
    /** Gives what {@link #write} gives. */
    T writeTo(OutputStream out) throws IOException;
  }

  /**
   * Has it made; a file of the name is replaced.
   *
   * @throws NoSuchFileException when there is no folder for it to stand in
   * @throws FileSystemException when a folder or a device is there, which is never replaced
   */
  public static <T> T make(Path file, Making<T> making) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new FileSystemException(file.toString(), null, "is not a file and is not replaced");
    }
    // A link stays one; what it leads to is replaced.
    Path place = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = place.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new NoSuchFileException(String.valueOf(folder));
    }
    String random = HexFormat.of().toHexDigits(new Random().nextLong());
    Path part = folder.resolve("." + place.getFileName() + "." + random + ".part");
    boolean moved = false;
    try {
      T given = making.make(part);
      for (Path one : members(part)) {
        force(one, StandardOpenOption.WRITE);
      }
      if (Files.exists(place)) {
        keepPermissions(place, part);
      }
      Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
      force(folder, StandardOpenOption.READ);
      return given;
    } finally {
      if (!moved) {
        delete(part);
      }
    }
  }

  /**
   * As {@link #make}, from a stream. What is there and neither file nor folder, such as {@code
   * /dev/stdout} or a named pipe, is written as it comes.
   */
  public static <T> T write(Path file, Content<T> content) throws IOException {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)
        ? written(file, content, StandardOpenOption.WRITE)
        : make(file, part -> written(part, content, StandardOpenOption.CREATE_NEW));
  }

  private static <T> T written(Path file, Content<T> content, StandardOpenOption how)
      throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(file, how, StandardOpenOption.WRITE), BUFFER)) {
      return content.writeTo(out);
    }
  }

  /** Who may not read the old one may not read the new one; some disks know no permissions. */
  private static void keepPermissions(Path old, Path part) throws IOException {
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(old);
    if (!permissions.equals(Files.getPosixFilePermissions(part))) {
      Files.setPosixFilePermissions(part, permissions);
    }
  }

  private static List<Path> members(Path part) throws IOException {
    if (!Files.isDirectory(part)) {
      return List.of(part);
    }
    try (Stream<Path> members = Files.list(part)) {
      return members.toList();
    }
  }

  private static void force(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  private static void delete(Path part) throws IOException {
    if (Files.isDirectory(part)) {
      for (Path one : members(part)) {
        Files.delete(one);
      }
    }
    Files.deleteIfExists(part);
  }
}
