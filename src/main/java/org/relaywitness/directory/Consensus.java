package org.relaywitness.directory;

import java.time.Instant;
import java.util.List;

/**
 * Everything of a v3 consensus but its router status entries (dir-spec 3.4.1).
 *
 * @param method the consensus method, 1 when the document names none
 * @param sources the authorities that took part, in document order
 * @param signatures all signatures, unchecked, in document order; at least one
 * @param sha256 of the document as it stands in its file, its {@code @type} line included
 * @param signedDigest the digest that the authorities sign, over the signed part with LF line ends:
 *     SHA-1 for ns, SHA-256 for microdesc; lower-case hex digits
 * @param crlf whether the copy had CRLF line ends, converted to LF before digesting the signed part
 * @param entries how many relays it lists as running
 */
public record Consensus(
    Flavor flavor,
    int method,
    Instant validAfter,
    Instant freshUntil,
    Instant validUntil,
    List<DirSource> sources,
    List<DirectorySignature> signatures,
    Sha256 sha256,
    String signedDigest,
    boolean crlf,
    int entries) {
  public Consensus {
    sources = List.copyOf(sources);
    signatures = List.copyOf(signatures);
    if (!validAfter.isBefore(freshUntil) || freshUntil.isAfter(validUntil)) {
      throw new IllegalArgumentException("valid-after < fresh-until <= valid-until does not hold");
    }
  }
}
