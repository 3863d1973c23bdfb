package org.relaywitness.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Reads files, folders, archives and streams, and hands each document in them to a visitor.
 *
 * <p>Formats are recognised by their first bytes: tar, xz, bzip2, gzip and zstd (all also in
 * several streams one after another), else a plain document. A compressed document may stand in a
 * tar; a tar in a tar or a file compressed twice is a problem. Writes nothing. One reader serves
 * one thread; {@link #bytesRead} may be asked from another.
 */
public final class ArchiveReader {
  private final ArchiveLimits limits;
  private final ReaderMemory memory;
  private final AtomicLong bytesRead = new AtomicLong();

  /** A reader within these limits; it keeps a few MiB of buffers for its life time. */
  public ArchiveReader(ArchiveLimits limits) {
    this.limits = limits;
    this.memory = new ReaderMemory(limits.maxDocumentBytes());
  }

  /**
   * Reads a file, or all files of a folder in the order of their names. Here a symbolic link is
   * followed, and a pipe read as a stream; inside a folder neither is.
   *
   * @throws java.nio.file.NoSuchFileException if nothing is there
   * @throws IOException if the path itself cannot be looked at; all else is told to the visitor
   */
  public void read(Path path, ArchiveVisitor visitor) throws IOException, InterruptedException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      new FolderWalk(limits, new FolderReader(visitor)).walk(path);
    } else if (attributes.isRegularFile()) {
      readFile(path, attributes.size(), visitor);
    } else {
      try (InputStream in = Files.newInputStream(path)) {
        read(in, path.toString(), visitor);
      }
    }
  }

  /** Reads a stream to its end, of whatever format; does not close it. */
  public void read(InputStream in, String name, ArchiveVisitor visitor)
      throws InterruptedException {
    Container container = new Container(name, null, -1);
    if (visitor.container(container)) {
      visitor.containerEnd(read(container, in, name, visitor));
    }
  }

  /**
   * Packed bytes read so far, files that were passed over counted as read: for a progress bar
   * towards the sum of {@link #size}. Safe from any thread.
   */
  public long bytesRead() {
    return bytesRead.get();
  }

  /** Bytes on disk of what {@link #read(Path, ArchiveVisitor)} would read; 0 for streams. */
  public long size(Path path) throws IOException, InterruptedException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (!attributes.isDirectory()) {
      return attributes.isRegularFile() ? attributes.size() : 0;
    }
    AtomicLong total = new AtomicLong();
    new FolderWalk(limits, new FolderSize(total)).walk(path);
    return total.get();
  }

  /** The SHA-256 of a file as it stands, 32 bytes, without unpacking it. */
  public static byte[] sha256(Path path) throws IOException {
    MessageDigest digest = PackedInput.newSha256();
    byte[] buffer = new byte[PackedInput.BUFFER];
    try (InputStream in = Files.newInputStream(path)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return digest.digest();
  }

  private void readFile(Path path, long size, ArchiveVisitor visitor, OpenOption... options)
      throws InterruptedException {
    long before = bytesRead.get();
    Container container = new Container(path.toString(), path, size);
    if (visitor.container(container)) {
      visitor.containerEnd(readFile(container, path, visitor, options));
    }
    bytesRead.accumulateAndGet(before + size, Math::max);
  }

  private ContainerEnd readFile(
      Container container, Path path, ArchiveVisitor visitor, OpenOption... options)
      throws InterruptedException {
    ContainerEnd end = null;
    try (InputStream in = Files.newInputStream(path, options)) {
      end = read(container, in, fileName(path), visitor);
      return end;
    } catch (IOException e) {
      // From opening or closing: what lies between turns its own failures into problems.
      visitor.problem(PackedInput.unreadable(e).at(new Location(container.name(), ""), -1));
      int files = end == null ? 0 : end.files();
      return new ContainerEnd(container, null, 0, files, false);
    }
  }

  private ContainerEnd read(
      Container container, InputStream in, String name, ArchiveVisitor visitor)
      throws InterruptedException {
    PackedInput packed = new PackedInput(in, memory.packed(), bytesRead);
    return new ContainerReader(limits, visitor, memory, container, packed).read(name);
  }

  private static String fileName(Path path) {
    Path name = path.getFileName();
    return name == null ? path.toString() : name.toString();
  }

  /** Reads every file of a folder. */
  private final class FolderReader implements FolderWalk.Found {
    private final ArchiveVisitor visitor;

    FolderReader(ArchiveVisitor visitor) {
      this.visitor = visitor;
    }

    @Override
    public void file(Path path, BasicFileAttributes attributes) throws InterruptedException {
      // Between the look and the opening a file may have become a link.
      readFile(path, attributes.size(), visitor, LinkOption.NOFOLLOW_LINKS);
    }

    @Override
    public void skipped(Path path, SkipReason reason) throws InterruptedException {
      visitor.skipped(new Location(path.toString(), ""), reason);
    }

    @Override
    public void problem(Path path, RefusedException problem) throws InterruptedException {
      visitor.problem(problem.at(new Location(path.toString(), ""), -1));
    }
  }

  /** Adds up the files of a folder; what it cannot read counts nothing. */
  private record FolderSize(AtomicLong total) implements FolderWalk.Found {
    @Override
    public void file(Path path, BasicFileAttributes attributes) {
      total.addAndGet(attributes.size());
    }

    @Override
    public void skipped(Path path, SkipReason reason) {}

    @Override
    public void problem(Path path, RefusedException problem) {}
  }
}
