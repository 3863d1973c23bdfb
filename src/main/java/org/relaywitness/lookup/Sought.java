package org.relaywitness.lookup;

import java.time.Instant;

/**
 * What a snapshot is asked about: something in a stretch of time, [from, to).
 *
 * @param <K> an address, or a relay's fingerprint
 */
public record Sought<K>(K of, Instant from, Instant to) {}
