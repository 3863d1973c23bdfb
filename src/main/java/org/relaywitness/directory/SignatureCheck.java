package org.relaywitness.directory;

import java.util.Locale;

/**
 * What checking one {@code directory-signature} showed.
 *
 * @param identity the v3 identity named in the signature
 */
public record SignatureCheck(Fingerprint identity, Fingerprint signingKeyDigest, Outcome outcome) {

  /** The possible outcomes. */
  public enum Outcome {
    /** Verifies under a valid certificate of an authority recognised at that date. */
    GOOD,
    /** The certificate is at hand and the signature does not verify. */
    BAD,
    /** A recognised authority, but its certificate is not at hand. */
    CERTIFICATE_MISSING,
    /** The certificate is at hand, but not valid at the consensus's valid-after. */
    CERTIFICATE_NOT_VALID,
    /** Not an authority recognised at that date. */
    UNRECOGNISED,
    /** Made with an algorithm that this flavour is not signed with. */
    UNKNOWN_ALGORITHM;

    /** The word used in JSON. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
