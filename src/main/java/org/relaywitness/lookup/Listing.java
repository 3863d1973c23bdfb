package org.relaywitness.lookup;

import java.time.Instant;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Flavor;

/**
 * An appearance that <em>every</em> answering consensus of this flavour with valid-after in [first,
 * last] shows. Both ends are valid-after times of held, answering consensuses; hours without a
 * record may lie between them, so it is always read against {@link
 * RelayHistory.Snapshot#consensuses}. It may begin before the interval that was asked for, or end
 * after it.
 */
public record Listing(Appearance appearance, Flavor flavor, Instant first, Instant last) {}
