package org.relaywitness.directory;

import java.time.Instant;
import java.util.List;

/** Checks the signatures of a consensus against the directory authorities of its time. */
@FunctionalInterface
public interface ConsensusVerifier {
  /**
   * The status of a consensus. Needs nothing of the document but what is given here, so it can be
   * repeated when certificates arrive later.
   *
   * @param validAfter authorities and certificates are judged at this time, never "now"
   * @param signedDigest as {@link Consensus#signedDigest()}
   * @param signatures of all held copies of the document; duplicates count once
   */
  ConsensusCheck check(
      Flavor flavor, Instant validAfter, String signedDigest, List<DirectorySignature> signatures);
}
