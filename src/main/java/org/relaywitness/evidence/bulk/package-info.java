/**
 * Many questions in a stream, and their answers in another: JSON, NDJSON, CSV, and access logs.
 *
 * <p>Bytes come in and go out, a chunk of lines at a time, so neither is ever held whole; in
 * between, each line becomes a {@link org.relaywitness.lookup.Question} or a list of what is wrong
 * with it. Web and command line use the same code, so both give the same columns.
 */
@NullMarked
package org.relaywitness.evidence.bulk;

import org.jspecify.annotations.NullMarked;
