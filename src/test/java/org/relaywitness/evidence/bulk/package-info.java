/** Tests of the formats of bulk questions. */
@NullMarked
package org.relaywitness.evidence.bulk;

import org.jspecify.annotations.NullMarked;
