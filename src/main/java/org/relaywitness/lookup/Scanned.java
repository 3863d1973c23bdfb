package org.relaywitness.lookup;

import java.net.InetAddress;
import org.relaywitness.directory.Fingerprint;

/** A relay, and an address that a scan saw traffic leave from. */
public record Scanned(Fingerprint fingerprint, InetAddress address) {}
