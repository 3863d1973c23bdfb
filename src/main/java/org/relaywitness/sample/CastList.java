package org.relaywitness.sample;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.sample.SampleCast.Example;
import org.relaywitness.sample.SampleCast.Phase;

/** The relays of {@link SampleCast}. */
final class CastList {
  private static final int EVER = Integer.MAX_VALUE;

  static final List<SampleCast> ALL =
      List.of(
          cast("WebExit", "an exit for the web only, seen by the scanner")
              .phase(0, EVER, "198.51.100.10", SamplePolicies.WEB)
              .scanned()
              .asked("198.51.100.10", 60, null, "exit_observed", true)
              .asked("198.51.100.10", 60, 443, "exit_observed", true)
              .asked("198.51.100.10", 60, 25, "exit_observed", true)
              .build(),
          cast("AnnexeExit", "an exit whose traffic leaves from an address that it does not list")
              .phase(0, EVER, "198.51.100.20", SamplePolicies.REDUCED)
              .scannedAt("203.0.113.77")
              .asked("203.0.113.77", 60, null, "exit_observed", true)
              .asked("198.51.100.20", 60, null, "exit_possible", true)
              .build(),
          cast("QuietExit", "an exit that the scanner never reached, everything but mail")
              .phase(0, EVER, "198.51.100.30", SamplePolicies.NO_MAIL)
              .asked("198.51.100.30", 60, null, "exit_possible", true)
              .asked("198.51.100.30", 60, 443, "exit_possible", true)
              .asked("198.51.100.30", 60, 25, "relay_no_exit", true)
              .build(),
          cast("MiddleOnly", "a relay without exit, with an IPv6 address")
              .phase(0, EVER, "198.51.100.40", "2001:db8:40::1", SamplePolicies.NONE)
              .asked("198.51.100.40", 60, null, "relay_no_exit", true)
              .asked("2001:db8:40::1", 60, null, "relay_no_exit", true)
              .build(),
          cast("Vanished", "an exit last listed at hour 40: usable for a day more, then near")
              .phase(0, 41, "198.51.100.50", SamplePolicies.WEB)
              .asked("198.51.100.50", 30, null, "exit_possible", true)
              .asked("198.51.100.50", 52, null, "exit_possible", false)
              .asked("198.51.100.50", 80, null, "near_in_time", null)
              .build(),
          cast("Latecomer", "a relay first listed at hour 60: near in time before")
              .phase(60, EVER, "198.51.100.60", SamplePolicies.NONE)
              .asked("198.51.100.60", 50, null, "near_in_time", null)
              .asked("198.51.100.60", 62, null, "relay_no_exit", true)
              .build(),
          cast("Shunned", "an exit with the flag BadExit: ordinary clients avoid it")
              .badExit(0, EVER, "198.51.100.70", SamplePolicies.WEB)
              .asked("198.51.100.70", 60, null, "exit_possible", true)
              .build(),
          cast("DualStack", "an exit with an IPv6 address, which the scanner does not see")
              .phase(0, EVER, "198.51.100.80", "2001:db8:80::1", SamplePolicies.REDUCED)
              .scanned()
              .asked("198.51.100.80", 60, null, "exit_observed", true)
              .asked("2001:db8:80::1", 60, null, "exit_possible", true)
              .build(),
          cast("Mover", "a relay that moves to another address at hour 55")
              .phase(0, 55, "198.51.100.90", SamplePolicies.NONE)
              .phase(55, EVER, "198.51.100.91", SamplePolicies.NONE)
              .asked("198.51.100.90", 50, null, "relay_no_exit", true)
              .asked("198.51.100.91", 50, null, "near_in_time", null)
              .asked("198.51.100.90", 60, null, "relay_no_exit", false)
              .asked("198.51.100.91", 60, null, "relay_no_exit", true)
              .build(),
          cast("TwinMiddle", "one of two relays on one address: the one without exit")
              .phase(0, EVER, "198.51.100.100", SamplePolicies.NONE)
              .build(),
          cast("TwinExit", "one of two relays on one address: the exit, which decides")
              .port(9002)
              .phase(0, EVER, "198.51.100.100", SamplePolicies.WEB)
              .asked("198.51.100.100", 60, null, "exit_possible", true)
              .build(),
          cast("Convert", "a relay that allows the web from hour 58 on")
              .phase(0, 58, "198.51.100.110", SamplePolicies.NONE)
              .phase(58, EVER, "198.51.100.110", SamplePolicies.WEB)
              .asked("198.51.100.110", 52, null, "relay_no_exit", true)
              .asked("198.51.100.110", 62, null, "exit_possible", true)
              .build(),
          cast("NoSummary", "a relay without policy summary and without the flag Exit")
              .phase(0, EVER, "198.51.100.120", null)
              .asked("198.51.100.120", 60, null, "relay_exit_unknown", true)
              .build(),
          cast("ExitMover", "an exit that moves at hour 65: scans there say nothing of before")
              .phase(0, 65, "198.51.100.130", SamplePolicies.REDUCED)
              .phase(65, EVER, "198.51.100.131", SamplePolicies.REDUCED)
              .scanned()
              .asked("198.51.100.130", 60, null, "exit_observed", true)
              .asked("198.51.100.131", 60, null, "near_in_time", null)
              .asked("198.51.100.131", 70, null, "exit_observed", true)
              .build(),
          cast("IrcOnly", "an exit without the flag Exit: it allows IRC, not the web")
              .phase(0, EVER, "198.51.100.140", SamplePolicies.IRC)
              .asked("198.51.100.140", 60, null, "exit_possible", true)
              .asked("198.51.100.140", 60, 6667, "exit_possible", true)
              .asked("198.51.100.140", 60, 443, "relay_no_exit", true)
              .build());

  static final List<Example> STRANGERS =
      List.of(
          new Example("192.0.2.200", 60, null, "not_listed", null),
          new Example("198.51.100.41", 60, null, "not_listed", null),
          new Example("2001:db8:40::2", 60, null, "not_listed", null));

  private CastList() {}

  private static Builder cast(String nickname, String shows) {
    return new Builder(nickname, shows);
  }

  /** One relay on its way. */
  private static final class Builder {
    private final String nickname;
    private final String shows;
    private final List<Phase> phases = new ArrayList<>();
    private final List<Example> examples = new ArrayList<>();
    private int orPort = 9001;
    private boolean scanned;
    private @Nullable String exitAddress;

    Builder(String nickname, String shows) {
      this.nickname = nickname;
      this.shows = shows;
    }

    Builder port(int port) {
      orPort = port;
      return this;
    }

    Builder phase(int from, int to, String address, @Nullable String policy) {
      return add(from, to, address, null, false, policy);
    }

    Builder phase(int from, int to, String address, String ipv6, String policy) {
      return add(from, to, address, ipv6, false, policy);
    }

    Builder badExit(int from, int to, String address, String policy) {
      return add(from, to, address, null, true, policy);
    }

    private Builder add(
        int from,
        int to,
        String address,
        @Nullable String ipv6,
        boolean badExit,
        @Nullable String policy) {
      boolean exit = policy != null && SamplePolicies.earnsExitFlag(policy);
      phases.add(new Phase(from, to, address, orPort, ipv6, exit, badExit, policy));
      return this;
    }

    Builder scanned() {
      scanned = true;
      return this;
    }

    Builder scannedAt(String address) {
      exitAddress = address;
      return scanned();
    }

    Builder asked(
        String address,
        int hour,
        @Nullable Integer port,
        String verdict,
        @Nullable Boolean inForce) {
      examples.add(new Example(address, hour, port, verdict, inForce));
      return this;
    }

    SampleCast build() {
      return new SampleCast(nickname, shows, phases, scanned, exitAddress, examples);
    }
  }
}
