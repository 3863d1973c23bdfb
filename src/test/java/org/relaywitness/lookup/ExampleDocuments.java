package org.relaywitness.lookup;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.Documents;

/**
 * The documents of the {@link ExampleRecords} in memory, written from what they are said to list.
 * Their digests are those that the records name, which are not taken over these bytes.
 */
public final class ExampleDocuments implements Documents {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Map<Sha256, byte[]> documents = new HashMap<>();

  /** All of them. */
  public ExampleDocuments() {
    PlainHistory history = (PlainHistory) ExampleRecords.history();
    for (PlainHistory.Document document : history.documents()) {
      documents.put(document.consensus().sha256(), bytes(consensus(document)));
    }
    for (PlainHistory.ScanList list : history.lists()) {
      documents.put(list.list().sha256(), bytes(exitList(list)));
    }
  }

  @Override
  public Optional<byte[]> find(Sha256 sha256) {
    return Optional.ofNullable(documents.get(sha256)).map(byte[]::clone);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String time(Instant instant) {
    return TIME.format(instant);
  }

  private static String consensus(PlainHistory.Document document) {
    StringBuilder text =
        new StringBuilder("@type network-status-consensus-3 1.0\nnetwork-status-version 3\n")
            .append("vote-status consensus\nconsensus-method 33\nvalid-after ")
            .append(time(document.consensus().validAfter()))
            .append('\n');
    document.appearances().stream()
        .sorted(Comparator.comparing(Appearance::fingerprint))
        .forEach(appearance -> append(text, appearance));
    return text.append("directory-footer\n").toString();
  }

  private static void append(StringBuilder text, Appearance appearance) {
    boolean ipv6 = CoverageRule.isIpv6(appearance.address());
    String address = Addresses.format(appearance.address());
    text.append("r ")
        .append(appearance.nickname().replace(' ', '_'))
        .append(' ')
        .append(
            Base64.getEncoder().withoutPadding().encodeToString(appearance.fingerprint().toBytes()))
        .append(" AAAAAAAAAAAAAAAAAAAAAAAAAAA 2024-03-01 00:00:00 ")
        .append(ipv6 ? "192.0.2.8" : address)
        .append(' ')
        .append(appearance.orPort())
        .append(" 0\n")
        .append(ipv6 ? "a [" + address + "]:" + appearance.orPort() + "\n" : "")
        .append(appearance.badExit() ? "s BadExit " : "s ")
        .append(appearance.exit() ? "Exit Fast Running Valid\n" : "Fast Running Valid\n")
        .append("v Tor 0.4.8.10\nw Bandwidth=5400\n");
    if (appearance.policy() != null) {
      text.append("p ").append(appearance.policy()).append('\n');
    }
  }

  private static String exitList(PlainHistory.ScanList list) {
    StringBuilder text =
        new StringBuilder("@type tordnsel 1.0\nDownloaded ")
            .append(time(list.list().time()))
            .append('\n');
    list.scans().stream()
        .sorted(Comparator.comparing(ExitScan::fingerprint).thenComparing(ExitScan::time))
        .forEach(
            scan ->
                text.append("ExitNode ")
                    .append(scan.fingerprint())
                    .append("\nPublished 2024-03-01 00:00:00\nLastStatus 2024-03-05 10:00:00\n")
                    .append("ExitAddress ")
                    .append(Addresses.format(scan.address()))
                    .append(' ')
                    .append(time(scan.time()))
                    .append('\n'));
    return text.toString();
  }
}
