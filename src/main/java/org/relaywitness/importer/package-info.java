/**
 * From an archive to the store: reads, recognises, parses, checks signatures, stores, and counts.
 *
 * <p>Named files come in from {@code archive}; {@code netdoc} makes values of them, {@code trust}
 * checks them, {@code store} keeps them, and {@code documents} their raw bytes. May import all of
 * these, but not {@code lookup}. A document that cannot be used is kept out, named and counted, and
 * the rest goes on.
 */
@NullMarked
package org.relaywitness.importer;

import org.jspecify.annotations.NullMarked;
