package org.relaywitness.export;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Flavor;
import org.relaywitness.lookup.Extent;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;
import org.relaywitness.lookup.HeldScan;
import org.relaywitness.lookup.Listing;
import org.relaywitness.lookup.RelayHistory.Snapshot;
import org.relaywitness.lookup.Span;

/**
 * Reads the records of a period piece by piece, a day each, so that memory does not grow with the
 * period but for the valid-after times.
 */
final class RecordRows {
  private final Snapshot snapshot;
  private final RowSink sink;
  private final Map<Flavor, NavigableSet<Instant>> answering = new EnumMap<>(Flavor.class);
  private final List<Span> pieces;
  private int consensuses;
  private int exitLists;
  private int runs;
  private int scans;

  RecordRows(Snapshot snapshot, Span period, RowSink sink) {
    this.snapshot = snapshot;
    this.sink = sink;
    for (Flavor flavor : Flavor.values()) {
      answering.put(flavor, new TreeSet<>());
    }
    pieces = pieces(snapshot.extent(), period);
  }

  /** How many rows each table got. */
  record Counts(int consensuses, int exitLists, int runs, int scans) {}

  Counts write() throws IOException {
    writeConsensuses();
    writeExitLists();
    writeRuns();
    writeScans();
    return new Counts(consensuses, exitLists, runs, scans);
  }

  /** The days of the records; what lies before and after them is a piece each, mostly empty. */
  private static List<Span> pieces(Extent extent, Span period) {
    List<Instant> ends =
        Stream.of(
                extent.firstConsensus(),
                extent.lastConsensus(),
                extent.firstExitList(),
                extent.lastExitList())
            .flatMap(Stream::ofNullable)
            .sorted()
            .toList();
    List<Span> pieces = new ArrayList<>();
    Instant start = period.from();
    if (!ends.isEmpty()) {
      Instant stop = ends.get(ends.size() - 1).plus(Duration.ofDays(1));
      for (Instant day = ends.get(0).truncatedTo(ChronoUnit.DAYS);
          day.isBefore(stop) && day.isBefore(period.to());
          day = day.plus(Duration.ofDays(1))) {
        if (day.isAfter(start)) {
          pieces.add(new Span(start, day));
          start = day;
        }
      }
    }
    pieces.add(new Span(start, period.to()));
    return pieces;
  }

  private void writeConsensuses() throws IOException {
    sink.begin(DataTable.CONSENSUS);
    for (Span piece : pieces) {
      for (HeldConsensus held : snapshot.consensuses(piece.from(), piece.to())) {
        if (held.answers()) {
          answeringOf(held.flavor()).add(held.validAfter());
        }
        sink.row(
            ++consensuses,
            held.flavor().keyword(),
            held.method(),
            Values.time(held.validAfter()),
            Values.time(held.freshUntil()),
            Values.time(held.validUntil()),
            Values.flag(held.answers()),
            Values.flag(held.conflict()),
            held.entries(),
            held.sha256().toString(),
            held.signedDigest(),
            held.verification().code(),
            held.goodSignatures(),
            held.needed(),
            held.authorities(),
            Values.flag(held.weakKeys()),
            held.path(),
            held.source());
      }
    }
  }

  private NavigableSet<Instant> answeringOf(Flavor flavor) {
    NavigableSet<Instant> times = answering.get(flavor);
    if (times == null) {
      throw new IllegalStateException("no time line for " + flavor);
    }
    return times;
  }

  private void writeExitLists() throws IOException {
    sink.begin(DataTable.EXIT_LIST);
    for (Span piece : pieces) {
      for (HeldExitList list : snapshot.exitLists(piece.from(), piece.to())) {
        sink.row(
            ++exitLists,
            Values.time(list.time()),
            list.sha256().toString(),
            list.path(),
            list.source());
      }
    }
  }

  private void writeRuns() throws IOException {
    sink.begin(DataTable.RUN);
    for (Span piece : pieces) {
      for (Listing listing : snapshot.listings(piece.from(), piece.to())) {
        Listing cut = cut(listing);
        // A run that reaches over several pieces is read in each; it belongs to its first one.
        if (cut != null && piece.contains(cut.first())) {
          writeRun(cut);
        }
      }
    }
  }

  /** Cut to the consensuses of the period, as all that the file says must be in the file. */
  private @Nullable Listing cut(Listing listing) {
    NavigableSet<Instant> members =
        answeringOf(listing.flavor()).subSet(listing.first(), true, listing.last(), true);
    return members.isEmpty()
        ? null
        : new Listing(listing.appearance(), listing.flavor(), members.first(), members.last());
  }

  private void writeRun(Listing run) throws IOException {
    Appearance appearance = run.appearance();
    runs++;
    sink.row(
        Addresses.format(appearance.address()),
        Values.addressKey(appearance.address()),
        appearance.orPort(),
        appearance.fingerprint().toString(),
        appearance.nickname(),
        Values.flag(appearance.exit()),
        Values.flag(appearance.badExit()),
        appearance.policy() == null ? null : appearance.policy().toString(),
        run.flavor().keyword(),
        Values.time(run.first()),
        Values.time(run.last()));
  }

  private void writeScans() throws IOException {
    sink.begin(DataTable.SCAN);
    for (Span piece : pieces) {
      for (HeldScan held : snapshot.scans(piece.from(), piece.to())) {
        sink.row(
            ++scans,
            Values.time(held.scan().time()),
            held.scan().fingerprint().toString(),
            Addresses.format(held.scan().address()),
            Values.addressKey(held.scan().address()),
            held.list().toString());
      }
    }
  }
}
