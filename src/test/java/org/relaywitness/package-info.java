/** Tests that hold the structure of the whole product. */
@NullMarked
package org.relaywitness;

import org.jspecify.annotations.NullMarked;
