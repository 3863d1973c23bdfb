package org.relaywitness.netdoc;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tukaani.xz.XZInputStream;

/** The folder of real documents named by the system property {@code real.data}; may be absent. */
final class RealData {
  private RealData() {}

  /** The folder; skips the test by name when there is none. */
  static Path folder() {
    String folder = System.getProperty("real.data", "");
    assumeTrue(!folder.isEmpty(), "no real documents: set -Dreal.data=FOLDER");
    return Path.of(folder);
  }

  static byte[] read(Path xz) {
    try (InputStream in = new XZInputStream(Files.newInputStream(xz))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(xz.toString(), e);
    }
  }

  /** The file's name as it was published. */
  static String name(Path xz) {
    return String.valueOf(xz.getFileName()).replace(".xz", "");
  }

  static List<Path> files(String folder) {
    try (var files = Files.list(folder().resolve(folder))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(folder, e);
    }
  }

  /** The rows of a table, each by the names of its columns. */
  static List<Map<String, String>> table(String file) {
    try {
      List<String> lines = Files.readAllLines(folder().resolve(file), StandardCharsets.UTF_8);
      String[] names = lines.get(0).split("\t", -1);
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        String[] values = line.split("\t", -1);
        Map<String, String> row = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
          row.put(names[i], values[i]);
        }
        rows.add(row);
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}
