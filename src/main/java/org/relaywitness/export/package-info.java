/**
 * The offline data set: the records of a period as one SQLite file or as CSV, and answers from that
 * file alone.
 *
 * <p>{@link org.relaywitness.export.OfflineExport} reads any {@link
 * org.relaywitness.lookup.RelayHistory} in one snapshot and writes a file; {@link
 * org.relaywitness.export.SqliteHistory} opens one as a {@code RelayHistory}. Imports {@code
 * directory} and {@code lookup}; never {@code store}. Nothing that is asked is ever written.
 */
@NullMarked
package org.relaywitness.export;

import org.jspecify.annotations.NullMarked;
