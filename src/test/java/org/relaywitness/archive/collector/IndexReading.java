package org.relaywitness.archive.collector;

import java.util.List;

/** Opens the parser of CollecTor's index to the fuzzer. */
public final class IndexReading {
  private IndexReading() {}

  /** Reads bytes as an index: refused or not, nothing else may come of them. */
  public static void read(byte[] bytes) {
    try {
      CollectorIndex index = IndexParser.parse(bytes, bytes.length);
      for (CollectorFile file : index.files()) {
        if (List.of(file.path().split("/", -1)).contains("..") || file.path().startsWith("/")) {
          throw new IllegalStateException("a path that leads outside: " + file.path());
        }
      }
    } catch (CollectorException e) {
      if (String.valueOf(e.getMessage()).isBlank()) {
        throw new IllegalStateException("a refusal without a reason", e);
      }
    }
  }
}
