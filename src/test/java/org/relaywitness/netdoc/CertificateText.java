package org.relaywitness.netdoc;

/** Builds the text of key certificates for tests; their keys and signatures are arbitrary bytes. */
final class CertificateText {
  static final String IDENTITY = "0232AF901C31A04EE9848595AF9BB7620D4C5B2E";

  private CertificateText() {}

  /** A certificate with everything that the specification names. */
  static String complete() {
    return "dir-key-certificate-version 3\n"
        + "dir-address 192.0.2.1:80\n"
        + "fingerprint "
        + IDENTITY
        + "\ndir-key-published 2016-05-08 21:01:19\n"
        + "dir-key-expires 2016-11-08 21:01:19\n"
        + "dir-identity-key\n"
        + object("RSA PUBLIC KEY", "AQIDBAUG")
        + "dir-signing-key\n"
        + object("RSA PUBLIC KEY", "BwgJCgsM")
        + "dir-key-crosscert\n"
        + object("ID SIGNATURE", "DQ4PEBES")
        + "dir-key-certification\n"
        + object("SIGNATURE", "ExQV\nFhcYGQ==");
  }

  static String object(String label, String base64) {
    return "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n";
  }
}
