/** Tests of the synthetic archive. */
@NullMarked
package org.relaywitness.sample;

import org.jspecify.annotations.NullMarked;
