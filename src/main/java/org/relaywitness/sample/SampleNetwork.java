package org.relaywitness.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.relaywitness.sample.SampleCast.Phase;

/**
 * The relays of a sample, hour by hour. Most of what changes is a small part of the relays coming
 * and going, as in the real network; the rest moves, turns or changes its policy. Not thread-safe.
 */
final class SampleNetwork {
  /** Of all changes: goes, moves, Exit flag, policy, nickname, IPv6 address, BadExit flag. */
  private static final int[] KINDS = {78, 7, 5, 3, 2, 4, 1};

  /** Of those that go, the share that comes and goes anyway. */
  private static final double FLAKY_GO = 0.92;

  /** Of those that come, the share that has been there before. */
  private static final double COME_BACK = 0.94;

  /** Relays that are away, as a share of those present. */
  private static final double AWAY = 0.05;

  private final SampleOptions options;
  private final SampleRandom random;
  private final RelayMaker maker;
  private final double exitShare;
  private final List<SampleRelay> present = new ArrayList<>();
  private final List<SampleRelay> away = new ArrayList<>();
  private final List<CastRelay> cast = new ArrayList<>();

  /** A relay of the cast; it follows its phases and nothing else. */
  private record CastRelay(SampleCast role, SampleRelay relay) {}

  SampleNetwork(SampleOptions options) {
    this.options = options;
    this.random = SampleRandom.of(options.seed(), "network");
    this.maker = new RelayMaker(random);
    int castExits = 0;
    for (SampleCast role : SampleCast.all()) {
      Phase first = role.phases().get(0);
      SampleRelay relay =
          new SampleRelay(role.fingerprint(), role.nickname(), first.address(), first.orPort());
      relay.scanned = role.scanned();
      relay.exitAddress = role.exitAddress();
      relay.guard = true;
      relay.stable = true;
      relay.hsDir = true;
      cast.add(new CastRelay(role, relay));
      castExits += first.exit() ? 1 : 0;
    }
    int others = options.relays() - cast.size();
    int otherExits = Math.max(0, Math.min(others, options.exits() - castExits));
    this.exitShare = others == 0 ? 0 : (double) otherExits / others;
    for (int i = 0; i < others; i++) {
      // Exits spread evenly, so that their number is what was asked for.
      present.add(maker.relay((int) ((i + 1) * exitShare) > (int) (i * exitShare)));
    }
    for (int i = random.round(AWAY * others); i > 0; i--) {
      SampleRelay relay = maker.relay(random.chance(exitShare));
      relay.flaky = true;
      away.add(relay);
    }
  }

  /** The relays listed in this hour since the start, by fingerprint; hours must follow in order. */
  List<SampleRelay> listed(int hour) {
    long seconds = options.at(hour).getEpochSecond();
    if (hour > 0) {
      change(seconds);
    }
    List<SampleRelay> listed = new ArrayList<>(present);
    for (CastRelay one : cast) {
      Phase phase = one.role().findPhase(hour);
      if (phase != null) {
        follow(one.relay(), phase);
        if (hour > 0 && hour == phase.from()) {
          one.relay().listedSince = seconds;
        }
        listed.add(one.relay());
      }
    }
    listed.sort(Comparator.comparing(relay -> relay.fingerprint));
    return Collections.unmodifiableList(listed);
  }

  private static void follow(SampleRelay relay, Phase phase) {
    relay.address = phase.address();
    relay.orPort = phase.orPort();
    relay.ipv6 = phase.ipv6();
    relay.exit = phase.exit();
    relay.badExit = phase.badExit();
    relay.policy = phase.policy();
    relay.changed();
  }

  private void change(long now) {
    int target = present.size();
    List<SampleRelay> gone = new ArrayList<>();
    for (int i = random.round(options.changePerHour() * target); i > 0; i--) {
      changeOne(gone, now);
    }
    while (present.size() < target) {
      boolean back = !away.isEmpty() && random.chance(COME_BACK);
      SampleRelay relay =
          back
              ? takeFrom(away, random.nextInt(away.size()))
              : maker.relay(random.chance(exitShare));
      relay.listedSince = now;
      present.add(relay);
    }
    away.addAll(gone);
    while (away.size() > AWAY * 1.2 * target + 1) {
      takeFrom(away, random.nextInt(away.size()));
    }
    for (int i = random.round(0.03 * target); i > 0; i--) {
      maker.changeBandwidth(some());
    }
    for (int i = random.round(0.005 * target); i > 0; i--) {
      SampleRelay relay = some();
      relay.guard = !relay.guard;
      relay.changed();
    }
  }

  private void changeOne(List<SampleRelay> gone, long now) {
    int kind = random.pick(KINDS);
    switch (kind) {
      case 0 -> {
        if (!present.isEmpty()) {
          gone.add(takeFrom(present, leaver()));
        }
      }
      case 1 -> {
        SampleRelay relay = some();
        maker.move(relay);
        relay.listedSince = now;
        relay.changed();
      }
      case 2, 3, 6 -> changeExit(kind);
      case 4 -> {
        SampleRelay relay = some();
        relay.nickname = maker.nickname();
        relay.changed();
      }
      case 5 -> {
        SampleRelay relay = some();
        relay.ipv6 = relay.ipv6 == null ? maker.ipv6() : null;
        relay.changed();
      }
      default -> throw new IllegalStateException("no change of kind " + kind);
    }
  }

  private void changeExit(int kind) {
    SampleRelay relay = some();
    for (int attempt = 0; attempt < 60 && !relay.allowsExiting(); attempt++) {
      relay = some();
    }
    if (!relay.allowsExiting()) {
      relay.nickname = maker.nickname(); // hardly an exit there: change something else
    } else if (kind == 2) {
      relay.exit = !relay.exit;
    } else if (kind == 3) {
      relay.policy = SamplePolicies.exit(random);
      relay.exit = SamplePolicies.earnsExitFlag(relay.policy);
    } else {
      relay.badExit = !relay.badExit;
    }
    relay.changed();
  }

  private int leaver() {
    int index = random.nextInt(present.size());
    if (random.chance(FLAKY_GO)) {
      for (int attempt = 0; attempt < 60 && !present.get(index).flaky; attempt++) {
        index = random.nextInt(present.size());
      }
    }
    return index;
  }

  private SampleRelay some() {
    return present.get(random.nextInt(present.size()));
  }

  /** Removes one without moving the rest. */
  private static SampleRelay takeFrom(List<SampleRelay> relays, int index) {
    SampleRelay taken = relays.get(index);
    SampleRelay last = relays.remove(relays.size() - 1);
    if (index < relays.size()) {
      relays.set(index, last);
    }
    return taken;
  }
}
