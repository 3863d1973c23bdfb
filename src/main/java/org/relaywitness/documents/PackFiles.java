package org.relaywitness.documents;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.relaywitness.directory.Sha256;

/**
 * The packs of a folder as files, to be copied while a {@link DocumentWriter} goes on: each is
 * taken whole, as it was when it was opened. The folder need not exist: then it holds none.
 */
public final class PackFiles {
  private final Path folder;
  private final Set<Sha256> wanted;
  private final Set<Sha256> copied = new HashSet<>();
  private final Map<String, String> damaged = new TreeMap<>();

  /** The packs that hold any of these documents. */
  public PackFiles(Path folder, Set<Sha256> wanted) {
    this.folder = folder;
    this.wanted = Set.copyOf(wanted);
  }

  /**
   * Their names, in order: {@code consensus/2024-03/2024-03-06.pack}. One whose index cannot be
   * read is among them: it may hold what is wanted.
   */
  public List<String> names() throws IOException {
    PackIndex index = new PackIndex(folder);
    index.refresh();
    Set<String> names = new TreeSet<>();
    index
        .documents()
        .forEach(
            (sha256, file) -> {
              if (wanted.contains(sha256)) {
                names.add(name(file));
              }
            });
    index.damaged().keySet().forEach(file -> names.add(name(file)));
    return List.copyOf(names);
  }

  private String name(Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  /** Where a copy goes; opened only when there is something to copy. */
  public interface Target {
    /** Begins to take the bytes of one pack; closing the stream ends it. */
    OutputStream open() throws IOException;
  }

  /**
   * Copies one of them, and checks every document in it. A damaged one is copied as it is and named
   * by {@link #damaged}.
   *
   * @return {@code false} when it is gone meanwhile; nothing was opened then
   */
  public boolean copy(String name, Target target) throws IOException {
    Path file = folder.resolve(name);
    // One channel for both: a pack that is replaced now stays whole for who has it open.
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      try (OutputStream out = target.open()) {
        Channels.newInputStream(channel).transferTo(out);
      }
      check(name, file, channel);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private void check(String name, Path file, FileChannel channel) throws IOException {
    try {
      Pack.over(file, channel).forEach((entry, bytes) -> copied.add(entry.sha256()));
    } catch (DocumentsException e) {
      damaged.put(name, String.valueOf(e.getMessage()));
    }
  }

  /** The damaged ones among those copied, each with what is wrong. */
  public Map<String, String> damaged() {
    return Map.copyOf(damaged);
  }

  /** How many of the documents wanted are in none of those copied, or cannot be read there. */
  public int missing() {
    int missing = 0;
    for (Sha256 sha256 : wanted) {
      missing += copied.contains(sha256) ? 0 : 1;
    }
    return missing;
  }
}
