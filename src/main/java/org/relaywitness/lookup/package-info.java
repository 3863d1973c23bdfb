/**
 * The question, the rule that answers it, and the answer.
 *
 * <p>A {@link org.relaywitness.lookup.Question} goes in, {@link
 * org.relaywitness.lookup.RelayHistory} is read in one snapshot, an {@link
 * org.relaywitness.lookup.Answer} comes out. Knows nothing of SQL, HTTP or text for people. Imports
 * {@code directory} only. Missing records never become a negative here: every path to one goes
 * through coverage.
 */
@NullMarked
package org.relaywitness.lookup;

import org.jspecify.annotations.NullMarked;
