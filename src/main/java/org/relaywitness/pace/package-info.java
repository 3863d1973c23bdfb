/** How long work shares the processors ({@link org.relaywitness.pace.Pace}). */
@NullMarked
package org.relaywitness.pace;

import org.jspecify.annotations.NullMarked;
