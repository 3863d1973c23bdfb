package org.relaywitness.lookup;

import java.time.Instant;
import org.relaywitness.directory.Sha256;

/**
 * An exit list that is held.
 *
 * @param path where it stood: the file's name, or the member's name in its archive
 * @param source the file or URL it came from
 */
public record HeldExitList(Instant time, Sha256 sha256, String path, String source) {}
