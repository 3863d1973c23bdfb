/** Programmes against the packaged jar in processes of its own; etc/test-programme runs them. */
@NullMarked
package org.relaywitness.programme;

import org.jspecify.annotations.NullMarked;
