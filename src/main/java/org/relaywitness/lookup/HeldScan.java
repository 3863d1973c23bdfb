package org.relaywitness.lookup;

import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Sha256;

/**
 * A scan, and an exit list that reports it.
 *
 * @param list digest of the earliest held exit list that holds the scan
 */
public record HeldScan(ExitScan scan, Sha256 list) {}
