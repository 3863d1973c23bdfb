package org.relaywitness.documents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Packs that come back from a backup. They wait in a folder {@code restoring} that no reader looks
 * into, and take their places only when all are there; a pack that stands there already must be the
 * same. Nothing is deleted or replaced, so one that was broken off can be done again. Holds the
 * folder's lock against imports.
 */
public final class PackRestore implements AutoCloseable {
  private static final String WAITING = "restoring";

  private final Path folder;
  private final Path waiting;
  private final FileChannel lock;
  private final Set<String> names = new TreeSet<>();

  private PackRestore(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
    waiting = folder.resolve(WAITING);
  }

  /**
   * Begins, and clears away what one that was killed left waiting.
   *
   * @throws DocumentsException when an import is writing into the folder
   */
  public static PackRestore begin(Path at) throws IOException {
    Path folder = at.toAbsolutePath();
    PackRestore restore = new PackRestore(folder, DocumentWriter.lock(folder));
    boolean begun = false;
    try {
      restore.clear();
      begun = true;
      return restore;
    } finally {
      if (!begun) {
        restore.lock.close();
      }
    }
  }

  /** Whether this can be the name of a pack, as {@link PackFiles#names()} gives them. */
  public static boolean isName(String name) {
    return PackName.isOne(name);
  }

  /** Takes one pack in, to wait; its bytes are on the disk when this returns. */
  public void add(String name, InputStream content) throws IOException {
    if (!isName(name)) {
      throw new IllegalArgumentException("not the name of a pack");
    }
    Path file = waiting.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] block = new byte[1 << 16];
      for (int count = content.read(block); count >= 0; count = content.read(block)) {
        ByteBuffer bytes = ByteBuffer.wrap(block, 0, count);
        while (bytes.hasRemaining()) {
          channel.write(bytes);
        }
      }
      channel.force(true);
    }
    names.add(name);
  }

  /**
   * Lets all of them take their places.
   *
   * @throws DocumentsException when another pack stands in one of the places; nothing was changed
   */
  public void finish() throws IOException {
    for (String name : names) {
      Path place = folder.resolve(name);
      if (Files.exists(place) && Files.mismatch(place, waiting.resolve(name)) >= 0) {
        throw new DocumentsException(
            place + " holds other documents than the backup; move " + folder + " away first");
      }
    }
    Set<Path> changed = new TreeSet<>(List.of(folder));
    for (String name : names) {
      Path place = folder.resolve(name);
      Path month = Objects.requireNonNull(place.getParent());
      Files.createDirectories(month);
      Files.move(waiting.resolve(name), place, StandardCopyOption.ATOMIC_MOVE);
      changed.add(month);
      changed.add(Objects.requireNonNull(month.getParent()));
    }
    for (Path one : changed) {
      try (FileChannel channel = FileChannel.open(one, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private void clear() throws IOException {
    if (!Files.exists(waiting)) {
      return;
    }
    try (Stream<Path> files = Files.walk(waiting)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Drops what waits still, and gives the folder free. */
  @Override
  public void close() throws IOException {
    try (lock) {
      clear();
    }
  }
}
