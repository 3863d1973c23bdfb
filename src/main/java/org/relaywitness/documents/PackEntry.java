package org.relaywitness.documents;

import java.time.Instant;
import org.relaywitness.directory.Sha256;

/**
 * One document in a pack's index.
 *
 * @param time a consensus's valid-after, or an exit list's time
 * @param offset where it begins in the unpacked bytes
 * @param length in bytes
 */
record PackEntry(Sha256 sha256, Instant time, long offset, int length) {}
