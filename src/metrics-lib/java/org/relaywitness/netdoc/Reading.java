package org.relaywitness.netdoc;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one parser makes of one document, in a form that two parsers can be compared in. */
sealed interface Reading {
  /** What it is, for counting. */
  String kind();

  /** How many entries it has, and how many addresses (OR addresses or scans) they name. */
  int entryCount();

  int addressCount();

  /** Each difference from another reading of the same document, one line each. */
  List<String> differences(Reading other);

  /** A consensus: its header as text, and its router status entries by fingerprint. */
  record OfConsensus(String header, SortedMap<String, Relay> relays) implements Reading {
    /**
     * A router status entry.
     *
     * @param orAddresses with their ports; that of the {@code r} line first
     * @param policy as written; {@code null}: none
     */
    record Relay(
        String nickname,
        List<String> orAddresses,
        boolean running,
        boolean exit,
        boolean badExit,
        @Nullable String policy) {}

    @Override
    public String kind() {
      return header.substring(0, header.indexOf(' ')) + " consensuses";
    }

    @Override
    public int entryCount() {
      return relays.size();
    }

    @Override
    public int addressCount() {
      return relays.values().stream().mapToInt(relay -> relay.orAddresses().size()).sum();
    }

    @Override
    public List<String> differences(Reading other) {
      if (!(other instanceof OfConsensus consensus)) {
        return List.of("a consensus here, something else there");
      }
      List<String> differences = new ArrayList<>();
      if (!header.equals(consensus.header)) {
        differences.add("header: " + header + " | " + consensus.header);
      }
      addDifferences(relays, consensus.relays, differences);
      return differences;
    }
  }

  /** An exit list: its time, and the scans of each relay as {@code address time}, sorted. */
  record OfExitList(Instant time, SortedMap<String, List<String>> scans) implements Reading {
    @Override
    public String kind() {
      return "exit lists";
    }

    @Override
    public int entryCount() {
      return scans.size();
    }

    @Override
    public int addressCount() {
      return scans.values().stream().mapToInt(List::size).sum();
    }

    @Override
    public List<String> differences(Reading other) {
      if (!(other instanceof OfExitList list)) {
        return List.of("an exit list here, something else there");
      }
      List<String> differences = new ArrayList<>();
      if (!time.equals(list.time)) {
        differences.add("time: " + time + " | " + list.time);
      }
      addDifferences(scans, list.scans, differences);
      return differences;
    }
  }

  private static <V> void addDifferences(
      Map<String, V> ours, Map<String, V> theirs, List<String> differences) {
    Set<String> fingerprints = new TreeSet<>(ours.keySet());
    fingerprints.addAll(theirs.keySet());
    for (String fingerprint : fingerprints) {
      String our = String.valueOf(ours.get(fingerprint));
      String their = String.valueOf(theirs.get(fingerprint));
      if (!our.equals(their)) {
        differences.add(fingerprint + ": " + our + " | " + their);
      }
    }
  }

  /** The header of a consensus, the authorities in order of their identities. */
  static String header(
      String flavor,
      int method,
      List<Instant> validity,
      Set<String> authorities,
      List<String> signatures) {
    return String.join(
        " ",
        flavor,
        "method",
        Integer.toString(method),
        validity.toString(),
        "authorities",
        new TreeSet<>(authorities).toString(),
        "signatures",
        signatures.toString());
  }

  /** An address and a port, the address in the one form that Java prints. */
  static String orAddress(InetAddress address, int port) {
    return address.getHostAddress() + " port " + port;
  }

  static <V> SortedMap<String, V> byFingerprint() {
    return new TreeMap<>();
  }
}
