package org.relaywitness.store;

import org.jspecify.annotations.Nullable;

/** A fault of the storage: the message says during which operation, and what went wrong. */
public class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A fault.
   *
   * @param operation what was being done: {@code "open the database"}
   * @param detail what was found and what was expected
   */
  public StoreException(String operation, String detail, @Nullable Throwable cause) {
    super("cannot " + operation + ": " + detail, cause);
  }

  /** A fault that an exception of the driver or the system describes. */
  public StoreException(String operation, Exception cause) {
    this(operation, String.valueOf(cause.getMessage()), cause);
  }
}
