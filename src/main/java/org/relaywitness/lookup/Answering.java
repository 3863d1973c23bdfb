package org.relaywitness.lookup;

import java.time.Instant;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Verification;

/** A consensus that answers for its hour and flavour. */
public record Answering(
    Flavor flavor, Instant validAfter, Instant freshUntil, Verification verification)
    implements Published {}
