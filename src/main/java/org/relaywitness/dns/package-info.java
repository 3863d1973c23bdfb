/**
 * The DNS list: whether Tor traffic could leave from an address now, or at a past time, asked over
 * DNS.
 *
 * <p>{@link org.relaywitness.dns.DnsServer} takes packets over UDP and TCP, {@link
 * org.relaywitness.dns.DnsAnswers} makes the reply to one, from any {@link
 * org.relaywitness.lookup.RelayHistory}. Imports {@code directory} and {@code lookup}. No name that
 * is asked reaches a log.
 */
@NullMarked
package org.relaywitness.dns;

import org.jspecify.annotations.NullMarked;
