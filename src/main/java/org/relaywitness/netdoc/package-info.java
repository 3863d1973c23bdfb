/**
 * Streaming parsers of directory documents: bytes come in, {@code directory} values go out.
 *
 * <p>{@link org.relaywitness.netdoc.DocumentSplitter} cuts a file into documents and names their
 * types; one parser for each type reads them. Whatever the bytes are, a parser answers with a value
 * or with a {@link org.relaywitness.netdoc.DocumentParseException} that says where and why. Nothing
 * is verified here: signatures are checked in {@code trust}. Imports {@code directory} only.
 */
@NullMarked
package org.relaywitness.netdoc;

import org.jspecify.annotations.NullMarked;
