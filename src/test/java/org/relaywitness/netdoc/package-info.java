/** Tests of the parsers: documents built by the tests, real documents, and hostile bytes. */
@NullMarked
package org.relaywitness.netdoc;

import org.jspecify.annotations.NullMarked;
