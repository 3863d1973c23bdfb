package org.relaywitness.lookup;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;

/**
 * How one document came to be held.
 *
 * @param path where it stood: the file's name, or the member's name in its archive
 * @param source the file or URL it came from
 * @param sourceSha256 of that whole file; {@code null} while it was not read to its end
 * @param version of the software that read it
 */
public record Custody(
    Sha256 sha256,
    String path,
    String source,
    @Nullable Sha256 sourceSha256,
    Instant importedAt,
    String version) {}
