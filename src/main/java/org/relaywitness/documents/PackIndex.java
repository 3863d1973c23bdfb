package org.relaywitness.documents;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;

/**
 * Which pack holds which document, read from the heads of the packs. There is no other index on the
 * disk, so none that could contradict them. Reading anew looks only at packs that changed. Not
 * thread-safe.
 */
final class PackIndex {
  private final Path folder;
  private final Map<Path, Read> packs = new HashMap<>();
  private final Map<Sha256, Path> files = new HashMap<>();

  /** A pack as it was when it was read; {@code damage} when its index could not be. */
  private record Read(PackState state, List<Sha256> documents, @Nullable String damage) {}

  PackIndex(Path folder) {
    this.folder = folder;
  }

  /** Takes up what changed on the disk. */
  void refresh() throws IOException {
    Set<Path> seen = new HashSet<>();
    for (DocumentKind kind : DocumentKind.values()) {
      for (Path month : list(folder.resolve(kind.folder()))) {
        for (Path file : list(month)) {
          if (file.toString().endsWith(PackName.ENDING)) {
            refresh(file, seen);
          }
        }
      }
    }
    for (Path gone : packs.keySet().stream().filter(file -> !seen.contains(file)).toList()) {
      drop(gone);
    }
  }

  private void refresh(Path file, Set<Path> seen) throws IOException {
    try {
      PackState now = PackState.of(file);
      Read held = packs.get(file);
      if (held == null || !held.state().equals(now)) {
        drop(file);
        take(file, now);
      }
      seen.add(file);
    } catch (NoSuchFileException e) {
      // Removed since the folder was listed: it counts as gone.
      seen.remove(file);
    }
  }

  private void take(Path file, PackState now) throws IOException {
    List<Sha256> documents = List.of();
    String damage = null;
    try (Pack pack = Pack.open(file)) {
      documents = pack.entries().stream().map(PackEntry::sha256).toList();
    } catch (DocumentsException e) {
      damage = e.getMessage();
    }
    packs.put(file, new Read(now, documents, damage));
    documents.forEach(sha256 -> files.put(sha256, file));
  }

  private void drop(Path file) {
    Read held = packs.remove(file);
    if (held != null) {
      held.documents().forEach(sha256 -> files.remove(sha256, file));
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      entries.forEach(names::add);
    } catch (NoSuchFileException | java.nio.file.NotDirectoryException e) {
      return List.of();
    } catch (java.nio.file.DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  /** The pack that holds the document, as far as is known since the last refresh. */
  @Nullable Path find(Sha256 sha256) {
    return files.get(sha256);
  }

  /** The documents held, each with its pack. */
  Map<Sha256, Path> documents() {
    return files;
  }

  /** The packs whose index cannot be read, each with what is wrong. */
  Map<Path, String> damaged() {
    Map<Path, String> damaged = new LinkedHashMap<>();
    packs.forEach(
        (file, read) -> {
          if (read.damage() != null) {
            damaged.put(file, read.damage());
          }
        });
    return damaged;
  }
}
