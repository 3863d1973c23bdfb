package org.relaywitness.netdoc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.ExitListEntry;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.RouterStatusEntry;

/** Reads documents with the parsers of this product. */
final class OurReading {
  private final ConsensusParser parser = new ConsensusParser();

  Reading consensus(RawDocument raw, String name) throws DocumentParseException {
    Consensus consensus = parser.parse(raw, name, new PackedAppearances(1 << 16));
    String header =
        Reading.header(
            consensus.flavor().keyword(),
            consensus.method(),
            List.of(consensus.validAfter(), consensus.freshUntil(), consensus.validUntil()),
            consensus.sources().stream()
                .map(source -> source.identity().toString())
                .collect(Collectors.toSet()),
            consensus.signatures().stream()
                .map(signature -> signature.identity() + " " + signature.signingKeyDigest())
                .toList());
    SortedMap<String, Reading.OfConsensus.Relay> relays = Reading.byFingerprint();
    for (RouterStatusEntry entry : parser.parseEntries(raw, name)) {
      String fingerprint = entry.fingerprint().toString();
      // Metrics-lib keeps one entry for a relay: a second one is to show as a difference.
      while (relays.containsKey(fingerprint)) {
        fingerprint += " again";
      }
      relays.put(fingerprint, relay(entry));
    }
    return new Reading.OfConsensus(header, relays);
  }

  private static Reading.OfConsensus.Relay relay(RouterStatusEntry entry) {
    return new Reading.OfConsensus.Relay(
        entry.nickname(),
        entry.orAddresses().stream().map(or -> Reading.orAddress(or.address(), or.port())).toList(),
        entry.running(),
        entry.exit(),
        entry.badExit(),
        entry.policy() == null ? null : entry.policy().toString());
  }

  static Reading exitList(RawDocument raw, String name) throws DocumentParseException {
    ExitList list = ExitListParser.parse(raw, name);
    SortedMap<String, List<String>> scans = Reading.byFingerprint();
    for (ExitListEntry entry : list.entries()) {
      List<String> relay =
          scans.computeIfAbsent(entry.fingerprint().toString(), key -> new ArrayList<>());
      for (ExitScan scan : entry.scans()) {
        relay.add(scan.address().getHostAddress() + " " + scan.time());
      }
    }
    scans.values().forEach(Collections::sort);
    return new Reading.OfExitList(list.time(), scans);
  }
}
