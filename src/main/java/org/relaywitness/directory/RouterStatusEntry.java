package org.relaywitness.directory;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A router status entry: one relay in one consensus (dir-spec 3.4.1).
 *
 * @param orAddresses the address of the {@code r} line, then those of the {@code a} lines in order
 * @param running whether it has the {@code Running} flag; only then the relay counts as listed
 * @param policy {@code null}: the document has no summary for it, exiting is unknown
 */
public record RouterStatusEntry(
    Fingerprint fingerprint,
    String nickname,
    List<OrAddress> orAddresses,
    boolean running,
    boolean exit,
    boolean badExit,
    @Nullable ExitPolicySummary policy) {

  /** An address and port on which a relay takes connections. */
  public record OrAddress(InetAddress address, int port) {}

  public RouterStatusEntry {
    orAddresses = List.copyOf(orAddresses);
  }

  /** One appearance for each OR address, in order. */
  public List<Appearance> appearances() {
    return orAddresses.stream()
        .map(
            or ->
                new Appearance(
                    or.address(), fingerprint, nickname, or.port(), exit, badExit, policy))
        .toList();
  }
}
