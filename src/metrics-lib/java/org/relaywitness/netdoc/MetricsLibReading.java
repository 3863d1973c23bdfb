package org.relaywitness.netdoc;

import java.io.File;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.torproject.descriptor.Descriptor;
import org.torproject.descriptor.DescriptorSourceFactory;
import org.torproject.descriptor.ExitList;
import org.torproject.descriptor.NetworkStatusEntry;
import org.torproject.descriptor.RelayNetworkStatusConsensus;
import org.torproject.descriptor.UnparseableDescriptor;

/** Reads documents with metrics-lib. */
final class MetricsLibReading {
  private static final Pattern TIME_IN_NAME =
      Pattern.compile("(?<!\\d)\\d{4}(?:-\\d{2}){5}(?!\\d)(?!.*/)");
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*\\]");

  /** Metrics-lib does not take the document. */
  static final class RefusedByMetricsLib extends Exception {
    private static final long serialVersionUID = 1;

    RefusedByMetricsLib(String message) {
      super(message);
    }
  }

  private MetricsLibReading() {}

  /**
   * Reads a consensus or an exit list.
   *
   * <p>The time of an exit list without a {@code Downloaded} line metrics-lib takes from a file
   * name that is that time and nothing else: further words of the name are left out.
   */
  static Reading read(byte[] document, String name) throws RefusedByMetricsLib {
    Matcher time = TIME_IN_NAME.matcher(name);
    String fileName = time.find() ? time.group() : name;
    List<Descriptor> parsed = new ArrayList<>();
    DescriptorSourceFactory.createDescriptorParser()
        .parseDescriptors(document, new File(fileName), fileName)
        .forEach(parsed::add);
    if (parsed.size() != 1) {
      throw new RefusedByMetricsLib(parsed.size() + " documents where there is one");
    }
    Descriptor only = parsed.get(0);
    if (only instanceof UnparseableDescriptor unparseable) {
      throw new RefusedByMetricsLib(
          String.valueOf(unparseable.getDescriptorParseException().getMessage()));
    }
    if (only instanceof RelayNetworkStatusConsensus consensus) {
      return consensus(consensus);
    }
    if (only instanceof ExitList list) {
      return exitList(list);
    }
    throw new RefusedByMetricsLib("taken for a " + only.getClass().getSimpleName());
  }

  private static Reading consensus(RelayNetworkStatusConsensus consensus) {
    String header =
        Reading.header(
            consensus.getConsensusFlavor() == null ? "ns" : consensus.getConsensusFlavor(),
            consensus.getConsensusMethod(),
            List.of(
                Instant.ofEpochMilli(consensus.getValidAfterMillis()),
                Instant.ofEpochMilli(consensus.getFreshUntilMillis()),
                Instant.ofEpochMilli(consensus.getValidUntilMillis())),
            consensus.getDirSourceEntries().keySet(),
            consensus.getSignatures().stream()
                .map(
                    signature ->
                        signature.getIdentity() + " " + signature.getSigningKeyDigestSha1Hex())
                .toList());
    SortedMap<String, Reading.OfConsensus.Relay> relays = Reading.byFingerprint();
    for (NetworkStatusEntry entry : consensus.getStatusEntries().values()) {
      relays.put(entry.getFingerprint(), relay(entry));
    }
    return new Reading.OfConsensus(header, relays);
  }

  private static Reading.OfConsensus.Relay relay(NetworkStatusEntry entry) {
    List<String> orAddresses = new ArrayList<>();
    orAddresses.add(Reading.orAddress(literal(entry.getAddress()), entry.getOrPort()));
    for (String written : entry.getOrAddresses()) {
      int colon = written.lastIndexOf(':');
      int port = Integer.parseInt(written.substring(colon + 1));
      orAddresses.add(Reading.orAddress(literal(written.substring(0, colon)), port));
    }
    return new Reading.OfConsensus.Relay(
        entry.getNickname(),
        orAddresses,
        entry.getFlags().contains("Running"),
        entry.getFlags().contains("Exit"),
        entry.getFlags().contains("BadExit"),
        entry.getDefaultPolicy() == null
            ? null
            : entry.getDefaultPolicy() + " " + entry.getPortList());
  }

  private static Reading exitList(ExitList list) {
    SortedMap<String, List<String>> scans = Reading.byFingerprint();
    for (ExitList.Entry entry : list.getEntries()) {
      String fingerprint = entry.getFingerprint().toUpperCase(Locale.ROOT);
      List<String> relay = scans.computeIfAbsent(fingerprint, key -> new ArrayList<>());
      for (Map.Entry<String, Long> scan : entry.getExitAddresses().entrySet()) {
        String address = literal(scan.getKey()).getHostAddress();
        relay.add(address + " " + Instant.ofEpochMilli(scan.getValue()));
      }
    }
    scans.values().forEach(Collections::sort);
    return new Reading.OfExitList(Instant.ofEpochMilli(list.getDownloadedMillis()), scans);
  }

  /** Only what is plainly an address goes to Java, which would ask the DNS about a name. */
  private static InetAddress literal(String address) {
    if (!IPV4.matcher(address).matches() && !IPV6.matcher(address).matches()) {
      throw new AssertionError("metrics-lib gives as an address: " + address);
    }
    try {
      return InetAddress.getByName(address);
    } catch (UnknownHostException e) {
      throw new AssertionError("metrics-lib gives as an address: " + address, e);
    }
  }
}
