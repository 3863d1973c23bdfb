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

  /**
   * The pack that holds the document, as it stands on the disk now; empty when none is known that
   * does. What came since the last {@link #find} may not be known.
   */
  default Optional<PackState> pack(Sha256 sha256) {
    return Optional.empty();
  }

  /** Takes documents in turn. */
  interface Visitor {
    void document(Sha256 sha256, byte[] bytes);
  }

  /**
   * Every document that is in the pack now, byte for byte as {@link #find} gives it; none when the
   * pack is gone. Takes little longer than finding the last of them.
   */
  default void forEach(PackState pack, Visitor visitor) {}
}
