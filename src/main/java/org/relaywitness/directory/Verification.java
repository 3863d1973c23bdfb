package org.relaywitness.directory;

/**
 * What checking a consensus's signatures showed. The first that holds, in the order of this enum,
 * is the status of the consensus; a greater ordinal is a worse status.
 */
public enum Verification {
  /** Good signatures of a majority of the directory authorities recognised at that date. */
  VERIFIED("verified"),
  /**
   * A recognised authority's certificate is at hand and its signature fails: forged or damaged.
   * Such a document neither lists nor covers.
   */
  BAD_SIGNATURE("bad_signature"),
  /** No signature fails, and with the certificates that are lacking it could be a majority. */
  CERTIFICATE_MISSING("certificate_missing"),
  /** No signature fails, but too few authorities signed. */
  INSUFFICIENT("insufficient");

  private final String code;

  Verification(String code) {
    this.code = code;
  }

  /** The word used in JSON and in the database. */
  public String code() {
    return code;
  }

  /** Whether a document of this status may list relays and cover its hour. */
  public boolean counts() {
    return this != BAD_SIGNATURE;
  }

  /**
   * Whether this status is preferred over {@code other} when two documents exist for one
   * valid-after: verified first, then missing certificates, then too few, then bad signatures.
   */
  public boolean isBetterThan(Verification other) {
    return rank() < other.rank();
  }

  private int rank() {
    return switch (this) {
      case VERIFIED -> 0;
      case CERTIFICATE_MISSING -> 1;
      case INSUFFICIENT -> 2;
      case BAD_SIGNATURE -> 3;
    };
  }

  /**
   * The status with this code.
   *
   * @throws IllegalArgumentException for any other word
   */
  public static Verification ofCode(String code) {
    for (Verification verification : values()) {
      if (verification.code.equals(code)) {
        return verification;
      }
    }
    throw new IllegalArgumentException("no verification status is called \"" + code + "\"");
  }
}
