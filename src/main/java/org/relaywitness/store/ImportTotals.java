package org.relaywitness.store;

/**
 * What an import did so far, as committed.
 *
 * @param consensuses copies of consensuses taken in
 * @param entries appearances that they list
 * @param runsAdded runs written
 * @param runsRemoved runs deleted
 * @param exitLists exit lists taken in
 * @param scans scans that were new
 * @param certificates key certificates taken in
 * @param rejected documents rejected
 */
public record ImportTotals(
    long consensuses,
    long entries,
    long runsAdded,
    long runsRemoved,
    long exitLists,
    long scans,
    long certificates,
    long rejected) {

  /** Nothing yet. */
  public static final ImportTotals NONE = new ImportTotals(0, 0, 0, 0, 0, 0, 0, 0);

  /** Both together. */
  public ImportTotals plus(ImportTotals other) {
    return new ImportTotals(
        consensuses + other.consensuses,
        entries + other.entries,
        runsAdded + other.runsAdded,
        runsRemoved + other.runsRemoved,
        exitLists + other.exitLists,
        scans + other.scans,
        certificates + other.certificates,
        rejected + other.rejected);
  }
}
