/**
 * Pages and API over HTTP.
 *
 * <p>{@link org.relaywitness.web.WebServer} is given a {@link org.relaywitness.lookup.RelayHistory}
 * and a clock. A request's text becomes a question here; an answer leaves as a page or as JSON made
 * by {@code evidence}. Jetty and servlet types stay in this room. No looked-up address is ever
 * logged: log lines name the route alone. Imports {@code directory}, {@code lookup} and {@code
 * evidence}.
 */
@NullMarked
package org.relaywitness.web;

import org.jspecify.annotations.NullMarked;
