package org.relaywitness.documents;

/** A raw document could not be read or written: a fault of the disk, or a damaged file. */
public final class DocumentsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DocumentsException(String message, Throwable cause) {
    super(message, cause);
  }

  public DocumentsException(String message) {
    super(message);
  }
}
