/** Coverage-guided fuzzing of everything that reads foreign bytes. */
@NullMarked
package org.relaywitness.fuzz;

import org.jspecify.annotations.NullMarked;
