package org.relaywitness.directory;

import java.net.InetAddress;
import java.time.Instant;

/**
 * One test by an exit scanner: it connected through the relay, and the traffic arrived from {@code
 * address} at {@code time}. Only that time counts; nobody signs it.
 */
public record ExitScan(Fingerprint fingerprint, InetAddress address, Instant time) {}
