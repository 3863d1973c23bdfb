package org.relaywitness.evidence;

import java.time.Instant;
import java.util.List;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;
import org.relaywitness.netdoc.EntryQuotation;

/**
 * What one document says of one relay, in its own lines.
 *
 * @param consensus whether the document is a consensus; otherwise it is an exit list
 * @param time valid-after of the consensus, or time of the exit list
 * @param raw whether the raw document could be had here
 * @param lines as they stand in the document; empty when it could not be had, or when no entry of
 *     the relay was found in it
 */
public record Quotation(
    Fingerprint relay,
    boolean consensus,
    Instant time,
    Sha256 document,
    String path,
    Raw raw,
    List<EntryQuotation.Line> lines) {
  /** Whether a raw document could be had. */
  public enum Raw {
    /** It is kept here, and was read. */
    READ,
    /** It is kept here or may be, but the disk or its pack is damaged. */
    UNREADABLE,
    /** It is not kept here. */
    NOT_KEPT
  }

  public Quotation {
    lines = List.copyOf(lines);
  }
}
