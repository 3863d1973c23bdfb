package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Verification;

/** Builds the records of a test, hour by hour. */
final class Records {
  static final Duration HOUR = Duration.ofHours(1);
  static final ExitPolicySummary WEB = policy("accept 80,443");
  static final ExitPolicySummary NONE = policy("reject 1-65535");
  static final ExitPolicySummary MAIL = policy("accept 25");

  /** A consensus to be; {@code variant} tells conflicting ones apart. */
  record Key(Flavor flavor, Instant validAfter, int variant) {}

  private record Header(
      int method,
      Duration fresh,
      Duration valid,
      Verification verification,
      int good,
      boolean weak) {}

  private static final Header USUAL =
      new Header(33, HOUR, Duration.ofHours(3), Verification.VERIFIED, 7, false);

  private final Map<Key, Set<Appearance>> consensuses = new LinkedHashMap<>();
  private final Map<Key, Header> headers = new HashMap<>();
  private final TreeMap<Instant, Set<ExitScan>> lists = new TreeMap<>();

  static Instant time(String text) {
    return Instant.parse(text);
  }

  static InetAddress address(String text) {
    return Objects.requireNonNull(AddressParser.find(text));
  }

  static Fingerprint relay(int number) {
    return Fingerprint.ofHex(String.format("%040X", number));
  }

  static ExitPolicySummary policy(String text) {
    return Objects.requireNonNull(ExitPolicySummary.find(text));
  }

  /** What a relay says of itself, for {@link #list}. */
  static Appearance appearance(
      int relay, String address, boolean exit, @Nullable ExitPolicySummary policy) {
    return new Appearance(
        address(address), relay(relay), "relay" + relay, 9001, exit, false, policy);
  }

  /** An ns consensus at each full hour of [first, last], and an exit list two minutes later. */
  Records hourly(Instant first, Instant last) {
    for (Instant hour = first; !hour.isAfter(last); hour = hour.plus(HOUR)) {
      consensus(Flavor.NS, hour);
      lists.putIfAbsent(hour.plusSeconds(120), new HashSet<>());
    }
    return this;
  }

  Records consensus(Flavor flavor, Instant validAfter) {
    return consensus(new Key(flavor, validAfter, 0));
  }

  Records consensus(Key key) {
    consensuses.putIfAbsent(key, new HashSet<>());
    return this;
  }

  /** Other than an hour fresh, three hours valid, method 33, verified. */
  Records header(
      Key key,
      int method,
      Duration fresh,
      Duration valid,
      Verification verification,
      boolean weak) {
    consensus(key);
    headers.put(key, new Header(method, fresh, valid, verification, 7 - key.variant(), weak));
    return this;
  }

  Records verification(Key key, Verification verification) {
    return header(key, 33, HOUR, Duration.ofHours(3), verification, false);
  }

  Records drop(Instant validAfter) {
    consensuses.keySet().removeIf(key -> key.validAfter().equals(validAfter));
    return this;
  }

  Records dropLists(Instant from, Instant to) {
    lists.subMap(from, true, to, false).clear();
    return this;
  }

  Records exitList(Instant time) {
    lists.putIfAbsent(time, new HashSet<>());
    return this;
  }

  /** Adds the appearance to the held consensuses of [first, last]; microdesc without its policy. */
  Records list(Appearance appearance, Instant first, Instant last) {
    consensuses.forEach(
        (key, appearances) -> {
          if (!key.validAfter().isBefore(first) && !key.validAfter().isAfter(last)) {
            appearances.add(key.flavor() == Flavor.NS ? appearance : withoutPolicy(appearance));
          }
        });
    return this;
  }

  Records listIn(Key key, Appearance appearance) {
    consensus(key);
    Objects.requireNonNull(consensuses.get(key)).add(appearance);
    return this;
  }

  static Appearance withoutPolicy(Appearance a) {
    return new Appearance(
        a.address(), a.fingerprint(), a.nickname(), a.orPort(), a.exit(), a.badExit(), null);
  }

  /** A scan, reported by the held lists of the six hours after it. */
  Records scan(int relay, String address, Instant time) {
    lists
        .subMap(time, true, time.plus(Duration.ofHours(6)), true)
        .values()
        .forEach(scans -> scans.add(new ExitScan(relay(relay), address(address), time)));
    return this;
  }

  PlainHistory build() {
    List<PlainHistory.Document> documents = new ArrayList<>();
    consensuses.forEach(
        (key, appearances) ->
            documents.add(
                new PlainHistory.Document(
                    held(key, headers.getOrDefault(key, USUAL), appearances.size()), appearances)));
    List<PlainHistory.ScanList> scanLists = new ArrayList<>();
    lists.forEach(
        (time, scans) ->
            scanLists.add(
                new PlainHistory.ScanList(
                    new HeldExitList(
                        time, PlainHistory.digestOf("list " + time), "list " + time, "test"),
                    scans)));
    return new PlainHistory(documents, scanLists);
  }

  private static HeldConsensus held(Key key, Header header, int entries) {
    return new HeldConsensus(
        key.flavor(),
        header.method(),
        key.validAfter(),
        key.validAfter().plus(header.fresh()),
        key.validAfter().plus(header.valid()),
        true,
        false,
        entries,
        PlainHistory.digestOf(key.toString()),
        PlainHistory.digestOf("signed " + key).toString().substring(0, 40),
        header.verification(),
        header.good(),
        5,
        9,
        header.weak(),
        key.toString(),
        "test");
  }
}
