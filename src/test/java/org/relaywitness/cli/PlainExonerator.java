package org.relaywitness.cli;

import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.relaywitness.directory.ExitListEntry;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.RouterStatusEntry;
import org.relaywitness.directory.RouterStatusEntry.OrAddress;
import org.relaywitness.netdoc.ConsensusParser;
import org.relaywitness.netdoc.DocumentSplitter;
import org.relaywitness.netdoc.ExitListParser;
import org.relaywitness.netdoc.RawDocument;
import org.relaywitness.sample.SampleDemo;
import org.tukaani.xz.XZInputStream;

/**
 * The original service's rule, told again in the slowest and plainest way over the documents of the
 * demo themselves: no store, no runs, no windows.
 */
final class PlainExonerator {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Map<Instant, List<RouterStatusEntry>> consensuses = new TreeMap<>();
  private final Set<ExitScan> scans = new HashSet<>();

  private PlainExonerator() {}

  static PlainExonerator ofDemo() throws Exception {
    PlainExonerator plain = new PlainExonerator();
    try (InputStream demo = SampleDemo.open();
        TarArchiveInputStream members = new TarArchiveInputStream(new XZInputStream(demo))) {
      for (TarArchiveEntry member = members.getNextEntry();
          member != null;
          member = members.getNextEntry()) {
        plain.take(member.getName(), members.readAllBytes());
      }
    }
    return plain;
  }

  private void take(String name, byte[] bytes) throws Exception {
    RawDocument document = DocumentSplitter.split(bytes).get(0);
    switch (document.type()) {
      case CONSENSUS -> {
        ConsensusParser parser = new ConsensusParser();
        Instant validAfter =
            parser.parse(document, name, new PackedAppearances(bytes.length)).validAfter();
        consensuses.put(validAfter, parser.parseEntries(document, name));
      }
      case EXIT_LIST -> {
        for (ExitListEntry entry : ExitListParser.parse(document, name).entries()) {
          scans.addAll(entry.scans());
        }
      }
      default -> {
        // Certificates and the list of authorities play no part in the rule.
      }
    }
  }

  /** So many addresses of relays and scans, and some strangers; always the same ones. */
  List<InetAddress> someAddresses(int count) throws Exception {
    Set<InetAddress> all = new HashSet<>();
    scans.forEach(scan -> all.add(scan.address()));
    consensuses
        .values()
        .forEach(
            entries ->
                entries.forEach(entry -> entry.orAddresses().forEach(or -> all.add(or.address()))));
    List<InetAddress> sorted = new ArrayList<>(all);
    sorted.sort((a, b) -> a.getHostAddress().compareTo(b.getHostAddress()));
    Collections.shuffle(sorted, new Random(5));
    List<InetAddress> some = new ArrayList<>(sorted.subList(0, count));
    some.add(InetAddress.getByName("203.0.113.77"));
    some.add(InetAddress.getByName("192.0.2.250"));
    return some;
  }

  /** "timestamp fingerprint" to "nickname exit", in the original's order. */
  Map<String, String> matches(InetAddress address, LocalDate date) {
    Map<String, String> matches = new TreeMap<>();
    for (Map.Entry<Instant, List<RouterStatusEntry>> consensus : consensuses.entrySet()) {
      LocalDate day = LocalDate.ofInstant(consensus.getKey(), ZoneOffset.UTC);
      if (day.isBefore(date.minusDays(1)) || day.isAfter(date.plusDays(1))) {
        continue;
      }
      Map<Fingerprint, Boolean> scanned = new HashMap<>();
      for (ExitScan scan : scans) {
        boolean joined =
            !scan.time().isAfter(consensus.getKey())
                && consensus.getKey().isBefore(scan.time().plus(Duration.ofHours(24)));
        if (joined && scan.address().equals(address)) {
          scanned.put(scan.fingerprint(), true);
        }
      }
      for (RouterStatusEntry entry : consensus.getValue()) {
        boolean listed =
            entry.orAddresses().stream().map(OrAddress::address).anyMatch(address::equals);
        if (entry.running() && (listed || scanned.containsKey(entry.fingerprint()))) {
          matches.put(
              TIMESTAMP.format(consensus.getKey()) + " " + entry.fingerprint(),
              entry.nickname() + " " + exit(entry));
        }
      }
    }
    return matches;
  }

  private static String exit(RouterStatusEntry entry) {
    return entry.policy() == null ? "" : Boolean.toString(entry.policy().allowsSome());
  }
}
