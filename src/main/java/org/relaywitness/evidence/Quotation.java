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
 * @param kept whether the raw document is kept here
 * @param lines as they stand in the document; empty when it is not kept, or when no entry of the
 *     relay was found in it
 */
public record Quotation(
    Fingerprint relay,
    boolean consensus,
    Instant time,
    Sha256 document,
    String path,
    boolean kept,
    List<EntryQuotation.Line> lines) {
  public Quotation {
    lines = List.copyOf(lines);
  }
}
