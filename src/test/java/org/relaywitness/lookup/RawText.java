package org.relaywitness.lookup;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.Verification;

/**
 * Reads raw documents in the plainest way, line by line, with nothing of the product's parsers:
 * only its value types. For sound documents of the sample writer; whoever calls it knows whether
 * their signatures hold.
 */
final class RawText {
  private RawText() {}

  private static List<String> lines(byte[] document) {
    return new String(document, StandardCharsets.US_ASCII).lines().toList();
  }

  private static Instant time(String day, String time) {
    return Instant.parse(day + "T" + time + "Z");
  }

  private static Instant time(List<String> lines, String keyword) {
    for (String line : lines) {
      if (line.startsWith(keyword + " ")) {
        String[] words = line.split(" ", -1);
        return time(words[1], words[2]);
      }
    }
    throw new IllegalArgumentException("no line " + keyword);
  }

  private static InetAddress address(String literal) throws UnknownHostException {
    return InetAddress.getByName(literal);
  }

  /** A consensus with the appearances of its running relays. */
  static PlainHistory.Document consensus(byte[] document, boolean signed)
      throws UnknownHostException {
    List<String> lines = lines(document);
    Flavor flavor =
        lines.stream().anyMatch(line -> line.startsWith("network-status-version 3 microdesc"))
            ? Flavor.MICRODESC
            : Flavor.NS;
    String method =
        lines.stream()
            .filter(line -> line.startsWith("consensus-method "))
            .findFirst()
            .orElseThrow()
            .substring("consensus-method ".length());
    Set<Appearance> appearances = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("r ")) {
        entry(lines, i, flavor, appearances);
      }
    }
    Sha256 digest = Sha256.digest(document);
    return new PlainHistory.Document(
        new HeldConsensus(
            flavor,
            Integer.parseInt(method),
            time(lines, "valid-after"),
            time(lines, "fresh-until"),
            time(lines, "valid-until"),
            false,
            false,
            appearances.size(),
            digest,
            digest.toString(),
            signed ? Verification.VERIFIED : Verification.BAD_SIGNATURE,
            signed ? 9 : 0,
            5,
            9,
            false,
            "raw",
            "raw"),
        appearances);
  }

  private static void entry(List<String> lines, int at, Flavor flavor, Set<Appearance> appearances)
      throws UnknownHostException {
    String[] words = lines.get(at).split(" ", -1);
    // A microdesc entry has no descriptor digest.
    int shift = flavor == Flavor.NS ? 1 : 0;
    Fingerprint relay = Fingerprint.ofBytes(Base64.getDecoder().decode(words[2] + "="));
    List<InetAddress> addresses = new ArrayList<>(List.of(address(words[5 + shift])));
    List<Integer> ports = new ArrayList<>(List.of(Integer.parseInt(words[6 + shift])));
    Set<String> flags = Set.of();
    ExitPolicySummary policy = null;
    for (int i = at + 1; i < lines.size() && !lines.get(i).startsWith("r "); i++) {
      String line = lines.get(i);
      if (line.startsWith("directory-footer")) {
        break;
      } else if (line.startsWith("a ")) {
        int colon = line.lastIndexOf(':');
        addresses.add(address(line.substring(3, colon - 1)));
        ports.add(Integer.parseInt(line.substring(colon + 1)));
      } else if (line.startsWith("s ")) {
        flags = Set.of(line.substring(2).split(" ", -1));
      } else if (line.startsWith("p ")) {
        policy = policy(line.substring(2));
      }
    }
    if (!flags.contains("Running")) {
      return;
    }
    for (int i = 0; i < addresses.size(); i++) {
      appearances.add(
          new Appearance(
              addresses.get(i),
              relay,
              words[1],
              ports.get(i),
              flags.contains("Exit"),
              flags.contains("BadExit"),
              policy));
    }
  }

  private static ExitPolicySummary policy(String text) {
    String[] words = text.split(" ", -1);
    List<ExitPolicySummary.PortRange> ranges = new ArrayList<>();
    for (String range : words[1].split(",", -1)) {
      String[] ends = range.split("-", -1);
      ranges.add(
          new ExitPolicySummary.PortRange(
              Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])));
    }
    return new ExitPolicySummary(words[0].equals("accept"), ranges);
  }

  /** An exit list. */
  static PlainHistory.ScanList exitList(byte[] document) throws UnknownHostException {
    List<String> lines = lines(document);
    Set<ExitScan> scans = new HashSet<>();
    @Nullable Fingerprint relay = null;
    for (String line : lines) {
      String[] words = line.split(" ", -1);
      if (words[0].equals("ExitNode")) {
        relay = Fingerprint.ofHex(words[1]);
      } else if (words[0].equals("ExitAddress") && relay != null) {
        scans.add(new ExitScan(relay, address(words[1]), time(words[2], words[3])));
      }
    }
    return new PlainHistory.ScanList(
        new HeldExitList(time(lines, "Downloaded"), Sha256.digest(document), "raw", "raw"), scans);
  }
}
