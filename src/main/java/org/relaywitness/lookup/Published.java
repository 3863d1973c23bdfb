package org.relaywitness.lookup;

import java.time.Instant;
import org.relaywitness.directory.Verification;

/** What of a consensus tells when the next one is due. */
interface Published {
  Instant validAfter();

  Instant freshUntil();

  Verification verification();
}
