package org.relaywitness.archive.collector;

import java.io.IOException;

/** The index cannot be had, so nothing can be fetched. */
public final class CollectorException extends IOException {
  private static final long serialVersionUID = 1L;

  CollectorException(String message) {
    super(message);
  }

  CollectorException(String message, Throwable cause) {
    super(message, cause);
  }
}
