/**
 * The synthetic archive: a small Tor network that never was, in the documents of the real one.
 *
 * <p>Holds the generator of signed consensuses, exit lists and key certificates ({@link
 * org.relaywitness.sample.SampleArchive}), the relays that every sample shows ({@link
 * org.relaywitness.sample.SampleCast}) and the bundled demo ({@link
 * org.relaywitness.sample.SampleDemo}). Options come in, documents as bytes go out to a sink, to
 * plain files or to tarballs. All addresses are of the ranges set aside for documentation and for
 * benchmarks. Imports {@code directory} and {@code trust} only.
 */
@NullMarked
package org.relaywitness.sample;

import org.jspecify.annotations.NullMarked;
