package org.relaywitness.archive.collector;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file in the making: {@code NAME.part} holds its first bytes, {@code NAME.part.from} says which
 * version of the file they are of. It gets its name in one step, when it is whole and on the disk.
 */
final class PartFile {
  static final String PART = ".part";
  static final String FROM = ".part.from";

  private final CollectorFile file;
  private final Path whole;
  private final Path part;
  private final Path from;

  PartFile(CollectorFile file, Path whole) {
    this.file = file;
    this.whole = whole;
    this.part = whole.resolveSibling(file.name() + PART);
    this.from = whole.resolveSibling(file.name() + FROM);
  }

  /**
   * Where an interrupted transfer stands, and what the server called the content then: empty where
   * it had no name for it.
   */
  record Resume(long offset, String validator) {}

  /** Where to go on; {@code null}: begin anew. What is left of another version goes. */
  @Nullable Resume resume() throws IOException {
    if (!Files.exists(part) || !Files.exists(from)) {
      discard();
      return null;
    }
    List<String> lines = List.of(Files.readString(from, StandardCharsets.UTF_8).split("\n", -1));
    long size = Files.size(part);
    // Without a digest nothing would vouch for halves that were joined across a crash.
    if (lines.size() != 3
        || !lines.get(0).equals(file.identity())
        || file.sha256() == null
        || size > file.size()
        || size == 0) {
      discard();
      return null;
    }
    return new Resume(size, lines.get(1));
  }

  /** Begins anew with a content that the server calls so; empty where it has no name for it. */
  FileChannel begin(String validator) throws IOException {
    discard();
    Files.createDirectories(folder());
    Files.writeString(from, file.identity() + "\n" + validator + "\n", StandardCharsets.UTF_8);
    return FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Goes on behind the bytes that are there. */
  FileChannel append() throws IOException {
    return FileChannel.open(part, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  /** Writes all of these bytes. */
  static void write(FileChannel out, byte[] bytes, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
    while (buffer.hasRemaining()) {
      out.write(buffer);
    }
  }

  Path path() {
    return part;
  }

  /** Gives the file its name. Its bytes are on the disk before its name is. */
  Path finish() throws IOException {
    try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    Files.deleteIfExists(from);
    try (FileChannel folder = FileChannel.open(folder(), StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException e) {
      // Not every system syncs folders: then a crash may take the name, never half of the file.
      return whole;
    }
    return whole;
  }

  /** Takes away what there is of it. */
  void discard() throws IOException {
    Files.deleteIfExists(part);
    Files.deleteIfExists(from);
  }

  private Path folder() {
    Path parent = whole.getParent();
    if (parent == null) {
      throw new IllegalStateException("a file outside of a folder: " + whole);
    }
    return parent;
  }
}
