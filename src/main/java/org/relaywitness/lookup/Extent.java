package org.relaywitness.lookup;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * First and last record held; {@code null} where none of the kind is held.
 *
 * @param firstConsensus earliest valid-after that is answered
 * @param lastConsensus latest valid-after that is answered
 */
public record Extent(
    @Nullable Instant firstConsensus,
    @Nullable Instant lastConsensus,
    @Nullable Instant firstExitList,
    @Nullable Instant lastExitList) {}
