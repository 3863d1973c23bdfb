package org.relaywitness.directory;

import java.time.Instant;
import java.util.List;

/**
 * An exit list: what the exit scanner knew at one time (tordnsel format). Unsigned.
 *
 * @param time its {@code Downloaded} line; where that is missing, the time in the file's name, else
 *     the newest scan
 * @param sha256 of the document as it stands in its file, its {@code @type} line included
 */
public record ExitList(Instant time, List<ExitListEntry> entries, Sha256 sha256) {
  public ExitList {
    entries = List.copyOf(entries);
  }

  /** How many scans all entries report together. */
  public int scanCount() {
    return entries.stream().mapToInt(entry -> entry.scans().size()).sum();
  }
}
