package org.relaywitness.lookup;

import java.util.List;
import java.util.Set;

/**
 * What is held about a block of addresses in an interval.
 *
 * @param scanned the relays that were seen to send traffic from it, and where
 * @param listings where addresses of it were OR addresses, in order of time
 */
public record NetworkRecords(Set<Scanned> scanned, List<Listing> listings) {}
