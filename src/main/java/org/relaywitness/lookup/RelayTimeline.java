package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.lookup.RelayHistory.Snapshot;

/**
 * The history of a relay, or of a block of addresses, as stretches. A stretch ends at each due
 * consensus that is not held, so nothing here speaks of hours without a record.
 */
public final class RelayTimeline {
  /** Consensuses are read in pieces of this length: at most two documents an hour. */
  private static final Duration PIECE = Duration.ofDays(30);

  private RelayTimeline() {}

  /**
   * A stretch of consecutive due consensuses that list a relay in the same way.
   *
   * @param first valid-after of the first
   * @param last valid-after of the last
   * @param consensuses how many
   * @param orAddresses all OR addresses; in the history of a block those in the block
   * @param policy {@code null}: no exit policy summary
   */
  public record RelayStretch(
      Instant first,
      Instant last,
      int consensuses,
      Fingerprint fingerprint,
      String nickname,
      List<InetAddress> orAddresses,
      boolean exitFlag,
      boolean badExitFlag,
      @Nullable ExitPolicySummary policy) {
    public RelayStretch {
      orAddresses = List.copyOf(orAddresses);
    }
  }

  /**
   * What the records between two instants say.
   *
   * @param from inclusive
   * @param to exclusive
   * @param stretches by relay, then time
   * @param scans in order of time
   * @param consensuses how many consensuses of the interval answer: zero means that nothing is
   *     known
   * @param missing the stretches of due consensuses that are not held, cut at now
   */
  public record History(
      Instant from,
      Instant to,
      List<RelayStretch> stretches,
      List<HeldScan> scans,
      int consensuses,
      List<CoverageReport.Missing> missing) {
    public History {
      stretches = List.copyOf(stretches);
      scans = List.copyOf(scans);
      missing = List.copyOf(missing);
    }
  }

  /** The history of one relay in [from, to). */
  public static History ofRelay(
      Fingerprint relay, Instant from, Instant to, Snapshot snapshot, Instant now) {
    List<Fingerprint> relays = List.of(relay);
    return history(
        snapshot.listingsOf(relays, from, to),
        snapshot.scansOf(relays, from, to),
        from,
        to,
        snapshot,
        now);
  }

  /** The history of a block of addresses in [from, to). */
  public static History ofNetwork(
      IpNetwork network, Instant from, Instant to, Snapshot snapshot, Instant now) {
    return history(
        snapshot.listingsIn(network, from, to),
        snapshot.scansIn(network, from, to),
        from,
        to,
        snapshot,
        now);
  }

  private static History history(
      List<Listing> listings,
      List<HeldScan> scans,
      Instant from,
      Instant to,
      Snapshot snapshot,
      Instant now) {
    List<HeldConsensus> held = new ArrayList<>();
    for (Instant piece = from; piece.isBefore(to); piece = piece.plus(PIECE)) {
      Instant end = piece.plus(PIECE);
      held.addAll(snapshot.consensuses(piece, end.isBefore(to) ? end : to));
    }
    Timeline timeline = Timeline.of(held);
    Stretches stretches = new Stretches(timeline, List.of());
    List<RelayStretch> found = new ArrayList<>();
    Map<Fingerprint, List<Entry>> entries = new TreeMap<>(timeline.entries(listings));
    entries.values().forEach(ofRelay -> add(stretches.of(ofRelay, consensus -> null), found));
    return new History(
        from,
        to,
        found,
        scans,
        timeline.consensuses().size(),
        CoverageReport.of(from, to, snapshot, now).missing());
  }

  private static void add(List<Stretches.Stretch> stretches, List<RelayStretch> found) {
    for (Stretches.Stretch stretch : stretches) {
      Entry.Way way = stretch.way();
      found.add(
          new RelayStretch(
              stretch.first(),
              stretch.last(),
              stretch.consensuses(),
              way.fingerprint(),
              way.nickname(),
              stretch.orAddresses(),
              way.exit(),
              way.badExit(),
              way.policy()));
    }
  }
}
