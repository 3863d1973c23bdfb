/**
 * Turns what a user has (CollecTor tarballs, single documents plain or compressed, folders, whole
 * mirror trees, standard input) into a stream of named files with their bytes.
 *
 * <p>Input is hostile: sizes and counts are bounded by {@link
 * org.relaywitness.archive.ArchiveLimits}, names inside an archive are labels and nothing is ever
 * written. Damage never ends the walk and is never passed over: each file that could not be read is
 * an {@link org.relaywitness.archive.ArchiveProblem}. What the bytes mean (document types, several
 * documents in one file) is the business of {@code netdoc}.
 *
 * <p>Data enters through {@link org.relaywitness.archive.ArchiveReader} and leaves through {@link
 * org.relaywitness.archive.ArchiveVisitor}. Imports the JDK and the codecs only.
 */
@NullMarked
package org.relaywitness.archive;

import org.jspecify.annotations.NullMarked;
