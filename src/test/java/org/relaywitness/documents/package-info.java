/** Tests of the raw documents on disk. */
@NullMarked
package org.relaywitness.documents;

import org.jspecify.annotations.NullMarked;
