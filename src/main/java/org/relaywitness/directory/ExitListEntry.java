package org.relaywitness.directory;

import java.util.List;

/**
 * An {@code ExitNode} entry of an exit list (tordnsel format), with the scans that it reports.
 *
 * @param scans may be empty: such an entry says nothing about any address
 */
public record ExitListEntry(Fingerprint fingerprint, List<ExitScan> scans) {
  public ExitListEntry {
    scans = List.copyOf(scans);
  }
}
