package org.relaywitness.archive.collector;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request did not bring the file. Faults of this machine's disk are not among the reasons. */
final class TransferException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What to do about it. */
  enum Kind {
    /** The server or the line failed: ask again later. */
    AGAIN,
    /** The file is no longer there. */
    GONE,
    /** What came is not what the index describes. */
    OTHER_CONTENT,
    /** The server refuses: asking again would not help. */
    REFUSED
  }

  private final Kind kind;
  private final transient @Nullable Duration retryAfter;

  TransferException(Kind kind, String message) {
    this(kind, message, null, null);
  }

  TransferException(
      Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.retryAfter = retryAfter;
  }

  Kind kind() {
    return kind;
  }

  /** How long the server asks to wait. */
  @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** The message, never {@code null}. */
  String reason() {
    return String.valueOf(getMessage());
  }
}
