package org.relaywitness.store;

import java.util.BitSet;

/**
 * What has to be done to the stored runs.
 *
 * @param added runs to write
 * @param lasts for each stored run its end from now on
 * @param moved the stored runs that end elsewhere now
 * @param removed the stored runs to delete
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record RunChanges(RunList added, long[] lasts, BitSet moved, BitSet removed) {}
