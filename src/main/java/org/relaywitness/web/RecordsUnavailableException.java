package org.relaywitness.web;

/** The records could not be read: a fault of the storage, never an answer. */
final class RecordsUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RecordsUnavailableException(Throwable cause) {
    super("the records could not be read", cause);
  }
}
