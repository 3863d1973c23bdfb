package org.relaywitness.evidence.pades;

/** A key file that reports cannot be signed with; the message says why, and holds no secret. */
public final class SigningKeyException extends Exception {
  private static final long serialVersionUID = 1L;

  SigningKeyException(String message) {
    super(message);
  }

  SigningKeyException(String message, Throwable cause) {
    super(message, cause);
  }
}
