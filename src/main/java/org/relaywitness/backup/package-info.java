/**
 * A copy of everything that is held, in one file, and its way back: the tables as {@code store}
 * gives them at one moment, and the packs of raw documents that they name. May import {@code
 * directory}, {@code store} and {@code documents}. Records leave through a {@link
 * org.relaywitness.backup.BackupWriter} and come back through a {@link
 * org.relaywitness.backup.BackupReader}, whole or not at all.
 */
@NullMarked
package org.relaywitness.backup;

import org.jspecify.annotations.NullMarked;
