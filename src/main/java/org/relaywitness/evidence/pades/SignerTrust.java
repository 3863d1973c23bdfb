package org.relaywitness.evidence.pades;

/** How far it is known who signed. */
public enum SignerTrust {
  /** A trusted root vouches for the signer, and all certificates were valid at the time. */
  TRUSTED,

  /** Nobody said which roots are trusted. */
  NOT_CHECKED,

  /** A trusted root vouches for the signer, but not at that time, or not for that use. */
  NOT_VALID_THEN,

  /** No trusted root vouches for the signer. */
  UNKNOWN
}
