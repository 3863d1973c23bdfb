package org.relaywitness.lookup;

import java.util.List;

/**
 * What is held about an address in an interval.
 *
 * @param scans those that saw traffic leave from it, in order of time
 * @param listings every OR address of each relay that was listed or scanned there, in order of
 *     time; other relays may be among it
 */
public record AddressRecords(List<HeldScan> scans, List<Listing> listings) {}
