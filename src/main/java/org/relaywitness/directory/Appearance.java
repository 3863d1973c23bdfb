package org.relaywitness.directory;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * One OR address of one relay as one consensus lists it: the tuple whose presence the store keeps.
 * A router status entry with its {@code r} address and two {@code a} lines gives three appearances.
 *
 * @param address the OR address, from the {@code r} line or an {@code a} line
 * @param nickname 1 to 19 ASCII letters and digits by the specification; hostile when shown
 * @param orPort the OR port that goes with this address
 * @param exit whether the entry has the {@code Exit} flag
 * @param badExit whether the entry has the {@code BadExit} flag
 * @param policy the exit policy summary; {@code null}: the document has none, exiting is unknown
 */
public record Appearance(
    InetAddress address,
    Fingerprint fingerprint,
    String nickname,
    int orPort,
    boolean exit,
    boolean badExit,
    @Nullable ExitPolicySummary policy) {}
