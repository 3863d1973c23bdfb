/**
 * Watching the service from outside: counts, times and the state of the records, for Prometheus and
 * for whoever asks whether it is ready. May import {@code directory} and {@code lookup}. What comes
 * in are names of routes, statuses and verdicts: never an address, a path or a query, so that none
 * can come out.
 */
@NullMarked
package org.relaywitness.watch;

import org.jspecify.annotations.NullMarked;
