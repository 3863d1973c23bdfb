package org.relaywitness.export;

import java.io.IOException;

/** A file that is no offline data set that this version can read, or not a whole one. */
public final class OfflineFileException extends IOException {
  private static final long serialVersionUID = 1L;

  OfflineFileException(String message) {
    super(message);
  }
}
