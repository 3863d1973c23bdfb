package org.relaywitness.archive.collector;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The digests of fetched files for which the index has none: what tells whether such a file was
 * imported. A line for each: path, size, time of change, digest. Thread-safe.
 */
final class FetchedDigests {
  private final Path path;
  private final Map<String, String> digests = new TreeMap<>();

  FetchedDigests(Path path) throws IOException {
    this.path = path;
    if (Files.exists(path)) {
      for (String line : Files.readAllLines(path, StandardCharsets.UTF_8)) {
        int tab = line.lastIndexOf('\t');
        // A line that is not ours costs one fetch, no more.
        if (tab > 0 && line.substring(tab + 1).matches("[0-9a-f]{64}")) {
          digests.put(line.substring(0, tab), line.substring(tab + 1));
        }
      }
    }
  }

  synchronized @Nullable String find(CollectorFile file) {
    return digests.get(key(file));
  }

  synchronized void put(CollectorFile file, String sha256) throws IOException {
    digests.put(key(file), sha256);
    save();
  }

  /** Forgets the files that are no longer listed. */
  synchronized void keepOnly(Collection<CollectorFile> listed) throws IOException {
    Set<String> keys = listed.stream().map(FetchedDigests::key).collect(Collectors.toSet());
    if (digests.keySet().retainAll(keys)) {
      save();
    }
  }

  private void save() throws IOException {
    StringBuilder lines = new StringBuilder();
    digests.forEach((key, sha256) -> lines.append(key).append('\t').append(sha256).append('\n'));
    Path next = path.resolveSibling(path.getFileName() + ".next");
    Files.writeString(next, lines, StandardCharsets.UTF_8);
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String key(CollectorFile file) {
    return file.path() + "\t" + file.size() + "\t" + file.lastModified();
  }
}
