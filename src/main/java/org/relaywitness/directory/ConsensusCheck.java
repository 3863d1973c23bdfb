package org.relaywitness.directory;

import java.util.List;

/**
 * What checking all signatures of a consensus showed.
 *
 * @param good how many authorities signed it well, each counted once
 * @param needed how many make a majority of the authorities recognised at that date
 * @param authorities how many authorities are recognised at that date
 * @param weakKeys whether a good signature was made under an identity retired on 2008-05-13
 * @param signatures one for each signature, in the order given
 */
public record ConsensusCheck(
    Verification status,
    int good,
    int needed,
    int authorities,
    boolean weakKeys,
    List<SignatureCheck> signatures) {
  public ConsensusCheck {
    signatures = List.copyOf(signatures);
  }
}
