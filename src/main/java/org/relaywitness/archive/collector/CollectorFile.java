package org.relaywitness.archive.collector;

import java.time.YearMonth;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file as CollecTor's index describes it.
 *
 * @param name accepted in its folder, so safe as a file's name
 * @param size in bytes
 * @param lastModified as the index writes it, {@code 2024-03-05 13:07}; empty where it has none
 * @param sha256 64 lower-case hex digits; {@code null} where the index has none
 */
public record CollectorFile(
    CollectorFolder folder, String name, long size, String lastModified, @Nullable String sha256) {
  public CollectorFile {
    if (!folder.accepts(name)) {
      throw new IllegalArgumentException("not a name in " + folder.path() + ": " + name);
    }
    if (size < 0 || size > folder.maxBytes()) {
      throw new IllegalArgumentException("size of " + name + ": " + size);
    }
  }

  /** The path below the web root. */
  public String path() {
    return folder.path() + name;
  }

  /** The month of a monthly tarball. */
  public Optional<YearMonth> month() {
    return folder.month(name);
  }

  /** What tells this version of the file from one that is written over it. */
  String identity() {
    return size + "\t" + lastModified + "\t" + (sha256 == null ? "-" : sha256);
  }
}
