package org.relaywitness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders that programmes and benchmarks make for themselves. */
public final class TestFolders {
  private TestFolders() {}

  /** Deletes a folder with all that is in it; what goes away by itself meanwhile is no error. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
