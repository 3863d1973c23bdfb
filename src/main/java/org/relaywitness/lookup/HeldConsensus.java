package org.relaywitness.lookup;

import java.time.Instant;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.Verification;

/**
 * A consensus that is held.
 *
 * @param answers whether this is the document that answers for its valid-after and flavour; a
 *     document with a bad signature, or the loser of a conflict, does not
 * @param conflict whether another document with other signed content is held for the same
 *     valid-after and flavour
 * @param entries how many relays it lists
 * @param signedDigest the digest that the authorities sign, lower-case hex
 * @param goodSignatures authorities whose signature verifies
 * @param needed how many good signatures make a majority at that date
 * @param authorities how many authorities are recognised at that date
 * @param weakKeys whether a good signature was made with a key retired on 2008-05-13
 * @param path where it stood: the file's name, or the member's name in its archive
 * @param source the file or URL it came from
 */
public record HeldConsensus(
    Flavor flavor,
    int method,
    Instant validAfter,
    Instant freshUntil,
    Instant validUntil,
    boolean answers,
    boolean conflict,
    int entries,
    Sha256 sha256,
    String signedDigest,
    Verification verification,
    int goodSignatures,
    int needed,
    int authorities,
    boolean weakKeys,
    String path,
    String source)
    implements Published {}
