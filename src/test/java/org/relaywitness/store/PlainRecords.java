package org.relaywitness.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.ExitListEntry;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.PackedAppearance;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.Verification;

/**
 * The plain truth that the store is held against: the documents themselves, in a map. Nothing here
 * shares code with the store.
 */
final class PlainRecords {
  final Map<Sha256, TestDocuments.Copy> copies = new LinkedHashMap<>();
  final Map<Sha256, ExitList> lists = new LinkedHashMap<>();

  /** A consensus: all copies with the same signed content. */
  record Held(
      Flavor flavor,
      Instant validAfter,
      String signedDigest,
      Verification status,
      int good,
      Set<Appearance> appearances) {}

  /** An hour of one flavour. */
  record Hour(Flavor flavor, Instant validAfter) {}

  /** All consensuses, those of one hour in order of preference. */
  Map<Hour, List<Held>> hours(ConsensusVerifier verifier) {
    Map<String, List<TestDocuments.Copy>> byContent = new LinkedHashMap<>();
    for (TestDocuments.Copy copy : copies.values()) {
      byContent
          .computeIfAbsent(
              copy.consensus().flavor()
                  + " "
                  + copy.consensus().validAfter()
                  + copy.consensus().signedDigest(),
              key -> new ArrayList<>())
          .add(copy);
    }
    Map<Hour, List<Held>> hours = new HashMap<>();
    for (List<TestDocuments.Copy> same : byContent.values()) {
      TestDocuments.Copy copy = same.get(0);
      Set<DirectorySignature> signatures = new LinkedHashSet<>();
      same.forEach(one -> signatures.addAll(one.consensus().signatures()));
      ConsensusCheck check =
          verifier.check(
              copy.consensus().flavor(),
              copy.consensus().validAfter(),
              copy.consensus().signedDigest(),
              List.copyOf(signatures));
      hours
          .computeIfAbsent(
              new Hour(copy.consensus().flavor(), copy.consensus().validAfter()),
              hour -> new ArrayList<>())
          .add(
              new Held(
                  copy.consensus().flavor(),
                  copy.consensus().validAfter(),
                  copy.consensus().signedDigest(),
                  check.status(),
                  check.good(),
                  new HashSet<>(copy.appearances())));
    }
    hours.values().forEach(held -> held.sort(PlainRecords::prefer));
    return hours;
  }

  private static int prefer(Held one, Held other) {
    if (one.status() != other.status()) {
      return one.status().isBetterThan(other.status()) ? -1 : 1;
    }
    return one.good() != other.good()
        ? Integer.compare(other.good(), one.good())
        : one.signedDigest().compareTo(other.signedDigest());
  }

  /** What answering consensuses list, by flavour and valid-after. */
  Map<Hour, Set<Appearance>> answering(ConsensusVerifier verifier) {
    Map<Hour, Set<Appearance>> answering = new HashMap<>();
    hours(verifier)
        .forEach(
            (hour, held) -> {
              if (held.get(0).status() != Verification.BAD_SIGNATURE) {
                answering.put(hour, held.get(0).appearances());
              }
            });
    return answering;
  }

  /** Every scan with the earliest list that reports it. */
  Map<ExitScan, Sha256> scans() {
    Map<ExitScan, Sha256> scans = new HashMap<>();
    lists.values().stream()
        .sorted(Comparator.comparing(ExitList::time).thenComparing(ExitList::sha256))
        .forEach(
            list -> {
              for (ExitListEntry entry : list.entries()) {
                entry.scans().forEach(scan -> scans.putIfAbsent(scan, list.sha256()));
              }
            });
    return scans;
  }

  /** The digest as the store's documentation defines it. */
  Sha256 digest(ConsensusVerifier verifier) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      TreeMap<String, Held> ordered = new TreeMap<>();
      hours(verifier).values().stream()
          .flatMap(Collection::stream)
          .forEach(
              held ->
                  ordered.put(
                      (held.flavor() == Flavor.NS ? 0 : 1)
                          + " "
                          + held.validAfter()
                          + " "
                          + held.signedDigest(),
                      held));
      for (Held held : ordered.values()) {
        byte[] signedDigest = HexFormat.of().parseHex(held.signedDigest());
        out.write('C');
        out.write(held.flavor() == Flavor.NS ? 0 : 1);
        out.writeLong(held.validAfter().getEpochSecond());
        out.write(signedDigest.length);
        out.write(signedDigest);
        TreeSet<byte[]> tuples = new TreeSet<>(Arrays::compareUnsigned);
        held.appearances().forEach(appearance -> tuples.add(PackedAppearance.pack(appearance)));
        out.writeInt(tuples.size());
        for (byte[] tuple : tuples) {
          out.writeShort(tuple.length);
          out.write(tuple);
        }
      }
      List<ExitScan> scans = new ArrayList<>(scans().keySet());
      scans.sort(
          Comparator.comparing(ExitScan::time)
              .thenComparing(ExitScan::fingerprint)
              .thenComparing(scan -> scan.address().getAddress(), Arrays::compareUnsigned));
      for (ExitScan scan : scans) {
        out.write('S');
        out.writeLong(scan.time().getEpochSecond());
        out.write(scan.fingerprint().toBytes());
        out.write(scan.address().getAddress().length);
        out.write(scan.address().getAddress());
      }
      for (Instant time : lists.values().stream().map(ExitList::time).sorted().toList()) {
        out.write('L');
        out.writeLong(time.getEpochSecond());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Sha256.digest(bytes.toByteArray());
  }
}
