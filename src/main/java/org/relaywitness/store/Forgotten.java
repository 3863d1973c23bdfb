package org.relaywitness.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A document that was removed.
 *
 * @param time a consensus's valid-after, an exit list's time, a certificate's dir-key-published;
 *     {@code null} for a rejected document
 * @param path where it stood in its source
 * @param source the file or URL it came from
 */
public record Forgotten(Kind kind, @Nullable Instant time, String path, String source) {

  /** What kind of document it was. */
  public enum Kind {
    CONSENSUS,
    EXIT_LIST,
    KEY_CERTIFICATE,
    REJECTED
  }
}
