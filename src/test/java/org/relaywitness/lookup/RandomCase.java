package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Verification;

/**
 * A random history of a few days, of few relays and few addresses so that they meet, and a question
 * whose instant likes to lie within a second of a boundary of the rule.
 */
final class RandomCase {
  static final List<String> ADDRESSES =
      List.of("192.0.2.1", "192.0.2.2", "198.51.100.7", "2001:db8::1", "2001:db8::2");

  private static final List<Verification> STATUSES = List.of(Verification.values());

  private static final List<String> MIDDLES =
      List.of(
          "2024-03-05T12:00:00Z",
          "2024-03-05T12:00:00Z",
          "2019-12-31T20:00:00Z",
          "2015-06-01T00:00:00Z",
          "2010-02-22T18:00:00Z",
          "2010-02-21T10:00:00Z",
          "2008-05-13T00:00:00Z");

  final PlainHistory history;
  final Question question;
  final Instant now;

  private final Random random;
  private final Instant middle;
  private final List<Instant> boundaries = new ArrayList<>();

  RandomCase(long seed) {
    random = new Random(seed);
    middle = Records.time(MIDDLES.get(random.nextInt(MIDDLES.size())));
    Records records = new Records();
    addConsensuses(records);
    addLists(records);
    addRelays(records);
    addScans(records);
    history = records.build();
    question = question();
    now = now();
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private Instant hour(int offset) {
    return middle.plus(Duration.ofHours(offset));
  }

  private void addConsensuses(Records records) {
    double missing = chance(0.5) ? 0 : random.nextDouble() * 0.15;
    double microdesc = chance(0.6) ? 0 : random.nextDouble();
    for (int h = -110; h <= 60; h++) {
      if (chance(missing)) {
        if (chance(0.3)) {
          records.consensus(Flavor.NS, hour(h).plus(Duration.ofMinutes(30)));
        }
        continue;
      }
      boolean stands = chance(microdesc);
      Flavor flavor = stands ? Flavor.MICRODESC : Flavor.NS;
      Records.Key key = new Records.Key(flavor, hour(h), 0);
      records.consensus(key);
      if (stands || chance(0.03)) {
        records.header(
            key,
            chance(0.8) ? 33 : 26,
            Duration.ofMinutes(chance(0.9) ? 60 : 30 + 30 * random.nextInt(5)),
            Duration.ofHours(chance(0.8) ? 3 : 3 + random.nextInt(20)),
            chance(0.7) ? Verification.VERIFIED : STATUSES.get(random.nextInt(STATUSES.size())),
            false);
      }
      if (chance(0.02)) {
        records.verification(
            new Records.Key(flavor, hour(h), 1), STATUSES.get(random.nextInt(STATUSES.size())));
      }
      if (chance(0.05)) {
        records.consensus(flavor == Flavor.NS ? Flavor.MICRODESC : Flavor.NS, hour(h));
      }
    }
  }

  private void addLists(Records records) {
    double missing = chance(0.6) ? 0 : chance(0.5) ? 0.3 : 0.9;
    for (int h = -110; h <= 90; h++) {
      if (!chance(missing)) {
        records.exitList(hour(h).plus(Duration.ofMinutes(random.nextInt(3))));
      }
    }
  }

  private void addRelays(Records records) {
    int relays = random.nextInt(4);
    for (int relay = 1; relay <= relays; relay++) {
      for (int phase = 1 + random.nextInt(3); phase > 0; phase--) {
        int first = -110 + random.nextInt(170);
        int last = first + (chance(0.5) ? random.nextInt(4) : random.nextInt(60));
        boolean exit = chance(0.3);
        ExitPolicySummary policy = policy();
        for (int addresses = 1 + random.nextInt(2); addresses > 0; addresses--) {
          Appearance appearance = Records.appearance(relay, anAddress(), exit, policy);
          records.list(appearance, hour(first), hour(last));
        }
        boundaries.add(hour(first));
        boundaries.add(hour(last).plus(Duration.ofHours(3)));
        boundaries.add(hour(last).plus(Duration.ofHours(27)));
        boundaries.add(hour(last).plus(Duration.ofDays(2)));
        boundaries.add(hour(first).minus(Duration.ofDays(1)));
      }
    }
  }

  private @Nullable ExitPolicySummary policy() {
    return switch (random.nextInt(4)) {
      case 0 -> Records.WEB;
      case 1 -> Records.NONE;
      case 2 -> Records.MAIL;
      default -> null;
    };
  }

  private String anAddress() {
    return ADDRESSES.get(random.nextInt(ADDRESSES.size()));
  }

  private void addScans(Records records) {
    for (int scans = random.nextInt(4); scans > 0; scans--) {
      Instant time = hour(-100 + random.nextInt(150)).plusSeconds(random.nextInt(3600));
      records.scan(1 + random.nextInt(4), anAddress(), time);
      for (int hours : new int[] {-24, 0, 24, 48}) {
        boundaries.add(time.plus(Duration.ofHours(hours)));
      }
    }
  }

  private Question question() {
    InetAddress address = Records.address(anAddress());
    Integer port =
        switch (random.nextInt(4)) {
          case 0 -> 443;
          case 1 -> 25;
          default -> null;
        };
    if (chance(0.15)) {
      LocalDate date = LocalDate.ofInstant(middle, ZoneOffset.UTC).plusDays(random.nextInt(3) - 1);
      return Question.ofDate(address, date, ZoneOffset.UTC, port);
    }
    Instant at = middle.plusSeconds(random.nextInt(48 * 3600) - 24 * 3600);
    if (!boundaries.isEmpty() && chance(0.7)) {
      Instant boundary = boundaries.get(random.nextInt(boundaries.size()));
      at = boundary.plusSeconds(random.nextInt(5) - 2);
    }
    Duration tolerance =
        chance(0.7) ? Duration.ZERO : Duration.ofMinutes(new int[] {5, 60, 600}[random.nextInt(3)]);
    return Question.ofInstant(address, at, ZoneOffset.UTC, tolerance, port);
  }

  private Instant now() {
    return chance(0.7)
        ? Records.time("2026-01-01T00:00:00Z")
        : question.from().plus(Duration.ofMinutes(random.nextInt(60 * 60)));
  }
}
