package org.relaywitness.documents;

import java.util.Optional;
import org.relaywitness.directory.Sha256;

/**
 * Raw documents: consensuses and exit lists. Safe for concurrent readers.
 *
 * <p>Faults of the disk come out as {@link DocumentsException}.
 */
public interface Documents {
  /** No documents: those of an installation that does not keep them. */
  Documents NONE = sha256 -> Optional.empty();

  /**
   * A document byte for byte as it stood in its file, annotation included: its SHA-256 is the one
   * asked for. Empty when it is not kept here.
   */
  Optional<byte[]> find(Sha256 sha256);
}
