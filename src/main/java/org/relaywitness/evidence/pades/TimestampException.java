package org.relaywitness.evidence.pades;

/** No usable timestamp came from the timestamp authority; the message says why. */
public final class TimestampException extends Exception {
  private static final long serialVersionUID = 1L;

  TimestampException(String message) {
    super(message);
  }

  TimestampException(String message, Throwable cause) {
    super(message, cause);
  }
}
