/**
 * The storage: all SQL of the product, and the run encoder.
 *
 * <p>Consensuses enter through an {@link org.relaywitness.store.ImportSession}, one importer at a
 * time, and leave through {@link org.relaywitness.lookup.RelayHistory}, which {@link
 * org.relaywitness.store.Store} implements. What is stored is a function of the set of documents:
 * decoding gives exactly what they said, whatever the order, the repetition or the interruption of
 * imports. May import {@code directory} and {@code lookup}; the only room that knows {@code
 * java.sql}.
 */
@NullMarked
package org.relaywitness.store;

import org.jspecify.annotations.NullMarked;
