package org.relaywitness.trust;

import java.util.Locale;
import org.relaywitness.directory.KeyCertificate;

/** What checking one key certificate showed (dir-spec 3.1). */
public record CertificateCheck(KeyCertificate certificate, Outcome outcome) {

  /** The possible outcomes; the first that holds, in this order. */
  public enum Outcome {
    /** Its first line names another version than 3. */
    UNKNOWN_VERSION("is not of version 3"),
    /** The identity key is no RSA key that an authority could use. */
    IDENTITY_KEY_UNUSABLE("has an identity key that is no usable RSA key"),
    /** The identity key is not the one that its fingerprint line names. */
    FINGERPRINT_MISMATCH("names another fingerprint than that of its identity key"),
    /** The signing key is no RSA key that an authority could use. */
    SIGNING_KEY_UNUSABLE("has a signing key that is no usable RSA key"),
    /** The identity key did not sign it. */
    CERTIFICATION_BAD("is not signed by its identity key"),
    /** The signing key did not sign the identity key. */
    CROSSCERT_BAD("has an identity key that its signing key did not sign"),
    /** It has no cross-certificate, though those of its time have one. */
    CROSSCERT_MISSING("lacks dir-key-crosscert, which certificates since 2009 have"),
    /** Accepted: good, but without a cross-certificate, as some of 2007 and 2008 are. */
    GOOD_WITHOUT_CROSSCERT("is good, but lacks dir-key-crosscert, as some before 2009 do"),
    /** Accepted: everything holds. */
    GOOD("is good");

    private final String sentence;

    Outcome(String sentence) {
      this.sentence = sentence;
    }

    /** Whether signatures may be checked with such a certificate. */
    public boolean accepted() {
      return this == GOOD || this == GOOD_WITHOUT_CROSSCERT;
    }

    /** The word used in JSON. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether signatures may be checked with the certificate. */
  public boolean accepted() {
    return outcome.accepted();
  }

  /**
   * One line that names the certificate and says what is the matter with it, or that it is good.
   */
  public String message() {
    return "key certificate "
        + certificate.identity()
        + " published "
        + certificate.published()
        + " "
        + outcome.sentence;
  }
}
