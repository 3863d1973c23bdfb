/**
 * The raw documents as they stood in their files, on disk beside the database, found by their
 * SHA-256. Imports {@code directory} and {@code archive}. Documents enter through the importer, and
 * leave byte for byte: for the evidence bundle, verbatim lines, and the API.
 */
@NullMarked
package org.relaywitness.documents;

import org.jspecify.annotations.NullMarked;
