/** Commands, configuration, wiring, and {@code main}. May import every room; imported by none. */
@NullMarked
package org.relaywitness.cli;

import org.jspecify.annotations.NullMarked;
