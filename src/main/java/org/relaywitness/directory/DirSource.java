package org.relaywitness.directory;

/**
 * A {@code dir-source} line of a consensus: a directory authority that took part in the vote
 * (dir-spec 3.4.1).
 *
 * @param nickname the authority's name; {@code NAME-legacy} is the same authority's older identity
 * @param identity the authority's v3 identity
 */
public record DirSource(String nickname, Fingerprint identity) {}
