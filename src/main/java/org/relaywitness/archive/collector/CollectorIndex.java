package org.relaywitness.archive.collector;

import java.util.List;

/**
 * What CollecTor's index lists in the known folders.
 *
 * @param files in the order of their paths
 * @param refused entries of known folders that cannot be fetched
 */
public record CollectorIndex(List<CollectorFile> files, List<Refused> refused) {
  /** An entry that cannot be fetched, and why, with its path. */
  public record Refused(CollectorFolder folder, String reason) {}

  public CollectorIndex {
    files = List.copyOf(files);
    refused = List.copyOf(refused);
  }
}
