package org.relaywitness.documents;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writing of packs: which are open, and when they go to the disk. A document that comes to a
 * pack on the disk makes a new pack of the old one's documents and itself. On one thread at a time.
 */
final class PackStore {
  private static final Logger LOG = LoggerFactory.getLogger(PackStore.class);

  /** An open pack takes some 40 MB outside of the heap and up to a few MB in it. */
  private static final int MAX_OPEN = 4;

  private final Path folder;
  private final Map<Path, PackBuilder> open = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<Path> changedFolders = new HashSet<>();

  /** The folders of months that this writer has written to. */
  private final Set<Path> months = new HashSet<>();

  /** Where the documents are that this writer moved since the folder was read. */
  private final Map<Sha256, Path> files;

  /** Told of the documents that a damaged pack has lost. */
  private final Consumer<Sha256> lost;

  /**
   * Writes into this folder.
   *
   * @param folder absolute
   * @param files the documents there, each with its pack
   */
  PackStore(Path folder, Map<Sha256, Path> files, Consumer<Sha256> lost) {
    this.folder = folder;
    this.files = new HashMap<>(files);
    this.lost = lost;
  }

  void add(DocumentKind kind, PackEntry document, byte[] bytes) throws IOException {
    Path file = PackName.of(kind, document.time()).in(folder);
    PackBuilder pack = open.get(file);
    if (pack == null) {
      while (open.size() >= MAX_OPEN) {
        write(open.keySet().iterator().next());
      }
      pack = begin(file, kind);
      open.put(file, pack);
    }
    pack.add(document, bytes);
    files.put(document.sha256(), file);
  }

  /**
   * A new pack with the documents of the file, if there is one. Of a damaged one, those that can be
   * read: the file itself is then kept aside under another name, and never deleted here.
   */
  private PackBuilder begin(Path file, DocumentKind kind) throws IOException {
    try {
      return copy(file, kind, null);
    } catch (DocumentsException e) {
      Path aside = DamagedPack.setAside(file);
      PackBuilder rest = new PackBuilder(kind);
      Set<Sha256> saved = DamagedPack.copyReadable(file, rest);
      Set<Sha256> gone = new HashSet<>();
      files.forEach(
          (sha256, held) -> {
            if (held.equals(file) && !saved.contains(sha256)) {
              gone.add(sha256);
            }
          });
      gone.forEach(files::remove);
      gone.forEach(lost);
      LOG.warn(
          "{}; kept as {}; {} documents of it could be read and {} not: import that day again",
          e.getMessage(),
          aside,
          saved.size(),
          gone.size());
      return rest;
    }
  }

  /** A new pack with the documents of the file, if there is one, but without {@code left}. */
  private static PackBuilder copy(Path file, DocumentKind kind, @Nullable Sha256 left)
      throws IOException {
    PackBuilder copy = new PackBuilder(kind);
    boolean copied = false;
    try (Pack held = Pack.open(file)) {
      held.forEach(
          (entry, bytes) -> {
            if (!entry.sha256().equals(left)) {
              copy.add(entry, bytes);
            }
          });
      copied = true;
    } catch (NoSuchFileException e) {
      copied = true;
    } finally {
      if (!copied) {
        copy.close();
      }
    }
    return copy;
  }

  void remove(Sha256 sha256) throws IOException {
    Path file = files.remove(sha256);
    if (file == null) {
      return;
    }
    write(file);
    DocumentKind kind;
    try (Pack pack = Pack.open(file)) {
      kind = pack.kind();
    }
    try (PackBuilder rest = copy(file, kind, sha256)) {
      if (rest.isEmpty()) {
        Files.delete(file);
        changedFolders.add(Objects.requireNonNull(file.getParent()));
      } else {
        rest.write(file);
      }
    }
  }

  private void write(Path file) throws IOException {
    PackBuilder pack = open.remove(file);
    if (pack == null) {
      return;
    }
    try (pack) {
      Path month = Objects.requireNonNull(file.getParent());
      Files.createDirectories(month);
      pack.write(file);
      changedFolders.add(month);
      if (months.add(month)) {
        syncPathTo(month);
      }
    }
  }

  /**
   * Has the names of the folders that lead to a month synced too. Once for each month and writer,
   * whether they are new or not: one that was killed may have made them without syncing.
   */
  private void syncPathTo(Path month) {
    Path last = folder.getParent();
    for (Path above = month.getParent();
        above != null && !above.equals(last);
        above = above.getParent()) {
      changedFolders.add(above);
    }
    if (last != null) {
      changedFolders.add(last);
    }
  }

  /** Every document added so far is on the disk, under its name, when this returns. */
  void flush() throws IOException {
    for (Path file : Set.copyOf(open.keySet())) {
      write(file);
    }
    for (Path changed : changedFolders) {
      try (FileChannel channel = FileChannel.open(changed, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
    changedFolders.clear();
  }

  /** Drops what was not flushed. */
  void drop() throws IOException {
    for (PackBuilder pack : open.values()) {
      pack.close();
    }
    open.clear();
  }
}
