/**
 * Reads one line of a log: the addresses and the times that stand in it, as they stand in it.
 * Guesses nothing: what may mean two things is given as both, and a zone that the line does not
 * name is absent. Keeps and logs nothing.
 */
@NullMarked
package org.relaywitness.evidence.logline;

import org.jspecify.annotations.NullMarked;
