/**
 * What an answer looks like to a reader: sentences, plain text, and JSON.
 *
 * <p>An {@link org.relaywitness.lookup.Answer} goes in; text and bytes come out. Every sentence
 * stands in the resource bundle {@code Texts}, none in code. Knows nothing of HTTP or of storage.
 * Imports {@code directory}, {@code netdoc}, {@code lookup} and {@code trust}.
 */
@NullMarked
package org.relaywitness.evidence;

import org.jspecify.annotations.NullMarked;
