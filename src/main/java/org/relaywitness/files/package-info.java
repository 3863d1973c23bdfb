/** Files that are there whole or not at all ({@link org.relaywitness.files.WholeFile}). */
@NullMarked
package org.relaywitness.files;

import org.jspecify.annotations.NullMarked;
