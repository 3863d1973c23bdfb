/**
 * Fetches what is new from CollecTor, or from a mirror in the same form, into a folder.
 *
 * <p>The server is not trusted: its index is bounded in size, only plain names directly in {@link
 * org.relaywitness.archive.collector.CollectorFolder known folders} are accepted, no body is read
 * beyond the size that the index gives, redirects stay on the same host, and a file appears under
 * its name only whole and with the digest that the index gives. That a file is what the index says
 * proves nothing about the documents in it: signatures are the business of {@code trust}.
 *
 * <p>Data enters through {@link org.relaywitness.archive.collector.Collector}. Imports the JDK, and
 * Jackson's streaming parser for the index.
 */
@NullMarked
package org.relaywitness.archive.collector;

import org.jspecify.annotations.NullMarked;
