package org.relaywitness.sample;

import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.sample.SampleDocument.Kind;

/**
 * The exit scanner of a sample: it tests each exit about every 40 minutes and writes a list each
 * hour (tordnsel format). Not thread-safe.
 */
final class ExitScanner {
  private static final int PERIOD = 2400;
  private static final int JITTER = 500;
  private static final int LIST_AFTER_THE_HOUR = 120;

  /** How long a list goes on to report the last scan of an exit that is gone. */
  private static final int KEPT = 48 * 3600;

  private final TreeMap<Fingerprint, LastScan> lastScans = new TreeMap<>();

  /** What is known of one exit; times in seconds. */
  private record LastScan(
      long published,
      long lastStatus,
      String address,
      long time,
      @Nullable String secondAddress,
      long secondTime) {}

  /** The list of an hour, after the relays that were listed in it. */
  SampleDocument list(Instant validAfter, List<SampleRelay> relays) {
    long now = validAfter.getEpochSecond() + LIST_AFTER_THE_HOUR;
    for (SampleRelay relay : relays) {
      if (relay.scanned && relay.allowsExiting()) {
        scan(relay, validAfter.getEpochSecond(), now);
      }
    }
    lastScans.values().removeIf(scan -> scan.time() < now - KEPT);
    Instant time = Instant.ofEpochSecond(now);
    DocumentText text = new DocumentText(1024 + 200 * lastScans.size());
    text.line("@type tordnsel 1.0").line("Downloaded " + DocumentText.time(time));
    lastScans.forEach((fingerprint, scan) -> addEntry(text, fingerprint, scan));
    return new SampleDocument(Kind.EXIT_LIST, time, DocumentText.fileTime(time), text.toBytes());
  }

  private void scan(SampleRelay relay, long validAfter, long now) {
    long round = Math.floorDiv(now - 30 - relay.phase(PERIOD), PERIOD);
    while (scanTime(relay, round) > now - 30) {
      round--;
    }
    long time = scanTime(relay, round);
    if (time < relay.listedSince) {
      return; // not reached yet since it came or moved
    }
    String address = relay.exitAddress == null ? relay.address : relay.exitAddress;
    long secondTime = scanTime(relay, round - 1);
    String second = secondTime < relay.listedSince ? null : relay.secondExitAddress;
    lastScans.put(
        relay.fingerprint,
        new LastScan(relay.published(now), validAfter, address, time, second, secondTime));
  }

  /** When the scanner tests this relay in its n-th round; never the same distance twice. */
  private static long scanTime(SampleRelay relay, long round) {
    long jitter =
        Long.remainderUnsigned(SampleRandom.mix(relay.fingerprint.head() + round), JITTER);
    return round * PERIOD + relay.phase(PERIOD) + jitter;
  }

  private static void addEntry(DocumentText text, Fingerprint fingerprint, LastScan scan) {
    text.line("ExitNode " + fingerprint);
    text.line("Published " + time(scan.published()));
    text.line("LastStatus " + time(scan.lastStatus()));
    text.line("ExitAddress " + scan.address() + " " + time(scan.time()));
    if (scan.secondAddress() != null) {
      text.line("ExitAddress " + scan.secondAddress() + " " + time(scan.secondTime()));
    }
  }

  private static String time(long seconds) {
    return DocumentText.time(Instant.ofEpochSecond(seconds));
  }
}
