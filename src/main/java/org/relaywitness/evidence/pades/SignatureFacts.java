package org.relaywitness.evidence.pades;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the signature of a report shows.
 *
 * @param intact the signer's key signed this content, byte for byte, and nothing was put into the
 *     signature since
 * @param signer as the certificate calls it; {@code null}: the certificate is not there
 * @param trust whether that is so
 * @param signedAt the time that the signer states
 * @param timestamp {@code null}: there is none
 */
public record SignatureFacts(
    boolean intact,
    @Nullable String signer,
    SignerTrust trust,
    Instant signedAt,
    @Nullable Timestamp timestamp) {

  /**
   * A timestamp: an authority other than the signer states that the signature was there.
   *
   * @param intact the authority signed it, for this signature
   * @param authority as its certificate calls it; {@code null}: the certificate is not there
   * @param trust whether that is so
   */
  public record Timestamp(
      boolean intact, @Nullable String authority, SignerTrust trust, Instant time) {}
}
