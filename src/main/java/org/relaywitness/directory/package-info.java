/**
 * The values of the directory protocol, as the Tor directory specification names them.
 *
 * <p>Holds immutable records only: no parsing of documents, no storage, no network. Imports nothing
 * but the JDK. Every other room speaks in these values; text and bytes become values in {@code
 * netdoc} and at the outer edges ({@code cli}, {@code web}).
 */
@NullMarked
package org.relaywitness.directory;

import org.jspecify.annotations.NullMarked;
