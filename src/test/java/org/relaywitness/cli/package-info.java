/** Tests of the command line as its user types it. */
@NullMarked
package org.relaywitness.cli;

import org.jspecify.annotations.NullMarked;
