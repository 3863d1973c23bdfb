package org.relaywitness.importer;

/**
 * What one import did.
 *
 * @param consensuses consensus documents that were new
 * @param exitLists exit lists that were new
 * @param certificates key certificates that were new
 * @param skipped documents of other kinds, and files that are no directory documents
 * @param known documents that were held before
 * @param rejected documents and archives that could not be read
 * @param badSignatures new consensuses with status BAD_SIGNATURE: kept, but they neither list nor
 *     cover
 * @param entries relays that the new consensuses list, summed over the consensuses
 * @param runsAdded runs written
 * @param runsRemoved runs taken out or replaced
 * @param scans scans that were new
 * @param verified new consensuses whose signatures are verified
 * @param unverified new consensuses whose signatures are not
 * @param seconds wall time
 */
public record ImportSummary(
    long consensuses,
    long exitLists,
    long certificates,
    long skipped,
    long known,
    long rejected,
    long badSignatures,
    long entries,
    long runsAdded,
    long runsRemoved,
    long scans,
    long verified,
    long unverified,
    double seconds) {

  /** This import and a later one, added up. */
  public ImportSummary plus(ImportSummary later) {
    return new ImportSummary(
        consensuses + later.consensuses,
        exitLists + later.exitLists,
        certificates + later.certificates,
        skipped + later.skipped,
        known + later.known,
        rejected + later.rejected,
        badSignatures + later.badSignatures,
        entries + later.entries,
        runsAdded + later.runsAdded,
        runsRemoved + later.runsRemoved,
        scans + later.scans,
        verified + later.verified,
        unverified + later.unverified,
        seconds + later.seconds);
  }
}
