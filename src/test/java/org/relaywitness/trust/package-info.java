/** Tests of the authority list, of key certificates and of consensus signatures. */
@NullMarked
package org.relaywitness.trust;

import org.jspecify.annotations.NullMarked;
