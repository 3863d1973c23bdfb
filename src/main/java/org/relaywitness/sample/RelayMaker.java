package org.relaywitness.sample;

import java.util.HashSet;
import java.util.Set;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Fingerprint;

/** Invents relays, and new addresses and names for them. */
final class RelayMaker {
  private static final int[] PORTS = {
    9001, 9001, 9001, 9001, 443, 443, 443, 443, 9000, 9100, 9002, 8443, 9003, 8080, 80, 9004
  };
  private static final String[] VERSIONS = {
    "0.4.8.10", "0.4.8.9", "0.4.8.7", "0.4.7.16", "0.4.7.13", "0.4.8.5"
  };
  private static final int[] VERSION_WEIGHTS = {70, 10, 6, 6, 5, 3};
  private static final String[] SYLLABLES = {
    "an", "bel", "cor", "dra", "el", "fen", "gor", "hal", "il", "jun", "kel", "lor", "mar", "nim",
    "or", "pel", "quin", "ros", "sil", "tor", "ul", "ven", "wil", "xan", "yor", "zel"
  };

  private static final double SHARED_ADDRESS = 0.05;
  private static final double IPV6 = 0.38;
  private static final double EXIT_ELSEWHERE = 0.04;
  private static final double TWO_EXIT_ADDRESSES = 0.015;
  private static final double NEVER_SCANNED = 0.03;
  private static final double FLAKY = 0.12;

  private final SampleRandom random;
  private final Set<String> endpoints = new HashSet<>();
  private String lastAddress = "";

  RelayMaker(SampleRandom random) {
    this.random = random;
  }

  SampleRelay relay(boolean exit) {
    Fingerprint fingerprint = Fingerprint.ofBytes(random.nextBytes(Fingerprint.LENGTH));
    SampleRelay relay = new SampleRelay(fingerprint, nickname(), "", 0);
    boolean share = !lastAddress.isEmpty() && random.chance(SHARED_ADDRESS);
    settle(relay, share ? lastAddress : address());
    lastAddress = relay.address;
    if (random.chance(IPV6)) {
      relay.ipv6 = ipv6();
    }
    if (exit) {
      relay.policy = SamplePolicies.exit(random);
      relay.exit = SamplePolicies.earnsExitFlag(relay.policy);
      relay.scanned = !random.chance(NEVER_SCANNED);
      relay.exitAddress = random.chance(EXIT_ELSEWHERE) ? elsewhere() : null;
      relay.secondExitAddress = random.chance(TWO_EXIT_ADDRESSES) ? elsewhere() : null;
      relay.badExit = random.chance(0.01);
    }
    relay.flaky = random.chance(FLAKY);
    relay.fast = random.chance(0.94);
    relay.stable = !relay.flaky && random.chance(0.92);
    relay.guard = relay.stable && random.chance(0.6);
    relay.hsDir = relay.stable && random.chance(0.8);
    relay.version = VERSIONS[random.pick(VERSION_WEIGHTS)];
    relay.dirPort = random.chance(0.05) ? 9030 : 0;
    changeBandwidth(relay);
    return relay;
  }

  void move(SampleRelay relay) {
    settle(relay, address());
  }

  /** Gives an address, and a port that no other relay has there. */
  private void settle(SampleRelay relay, String address) {
    String settled = address;
    int port = PORTS[random.nextInt(PORTS.length)];
    for (int attempt = 0; !endpoints.add(settled + ":" + port); attempt++) {
      port = PORTS[random.nextInt(PORTS.length)];
      if (attempt > PORTS.length) {
        settled = address();
      }
    }
    relay.address = settled;
    relay.orPort = port;
  }

  /** One of 198.18.0.0/16, the first half of the range for benchmarks. */
  private String address() {
    return "198.18." + random.nextInt(256) + "." + (1 + random.nextInt(254));
  }

  /** One of 198.19.0.0/16, where no relay has its OR address. */
  private String elsewhere() {
    return "198.19." + random.nextInt(256) + "." + (1 + random.nextInt(254));
  }

  /** One of 2001:db8::/32 with a third group of 1000 or more, away from the cast's. */
  String ipv6() {
    byte[] bytes = random.nextBytes(16);
    bytes[0] = 0x20;
    bytes[1] = 0x01;
    bytes[2] = 0x0d;
    bytes[3] = (byte) 0xb8;
    bytes[4] |= 0x10;
    if (random.chance(0.7)) {
      for (int i = 6; i < 15; i++) {
        bytes[i] = 0;
      }
    }
    return Addresses.format(Addresses.ofBytes(bytes));
  }

  String nickname() {
    if (random.chance(0.04)) {
      return "Unnamed";
    }
    StringBuilder name = new StringBuilder();
    for (int i = 2 + random.nextInt(2); i > 0; i--) {
      name.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
    }
    if (random.chance(0.5)) {
      name.append(random.nextInt(100));
    }
    return name.toString();
  }

  void changeBandwidth(SampleRelay relay) {
    int magnitude = 1 + random.nextInt(5);
    int unit = 1;
    for (int i = 1; i < magnitude; i++) {
      unit *= 10;
    }
    relay.bandwidth = (1 + random.nextInt(99)) * unit / (magnitude > 3 ? 10 : 1);
    relay.changed();
  }
}
