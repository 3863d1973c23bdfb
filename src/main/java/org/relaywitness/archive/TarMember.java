package org.relaywitness.archive;

import org.jspecify.annotations.Nullable;

/**
 * One member of a tar.
 *
 * @param size announced bytes; nothing may be allocated by it
 * @param link how it stands for another file, or {@code null}
 * @param refusal why it is not read, or {@code null}
 */
record TarMember(
    String name,
    boolean isFolder,
    long size,
    @Nullable SkipReason link,
    @Nullable RefusedException refusal) {}
