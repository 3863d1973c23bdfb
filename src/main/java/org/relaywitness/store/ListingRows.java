package org.relaywitness.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.lookup.Listing;
import org.relaywitness.store.RecordState.Line;

/** Rows of runs as listings. */
final class ListingRows {
  /** In the order in which a row is read. */
  static final String COLUMNS =
      """
      select r.microdesc, r.first_valid_after, r.last_valid_after, r.or_port, r.exit, r.bad_exit,
             inet_send(r.address), f.fingerprint, r.nickname, p.summary
      """;

  static final String ORDER =
      " order by r.first_valid_after, r.microdesc, f.fingerprint, r.address, r.last_valid_after,"
          + " r.or_port, r.nickname";

  private final Reading reading;
  private final RecordState state;
  private final KeptRecords kept;

  ListingRows(Reading reading, RecordState state, KeptRecords kept) {
    this.reading = reading;
    this.state = state;
    this.kept = kept;
  }

  /** The listings of these rows, as {@link #add} adds them. */
  List<Listing> read(ResultSet row, Instant from, Instant to) throws SQLException {
    List<Listing> listings = new ArrayList<>();
    while (row.next()) {
      add(row, from, to, listings);
    }
    return listings;
  }

  /** Adds the run's listing, unless no consensus of the interval is among its members. */
  void add(ResultSet row, Instant from, Instant to, List<Listing> listings) throws SQLException {
    boolean microdesc = row.getBoolean(1);
    long first = Times.seconds(row, 2);
    long last = Times.seconds(row, 3);
    long[] line = members(new Line(microdesc, Times.month(first)));
    if (last == RunList.OPEN) {
      last = line[line.length - 1];
    }
    int next = Arrays.binarySearch(line, Math.max(first, ceiling(from)));
    next = next >= 0 ? next : -next - 1;
    if (next == line.length || line[next] > last || line[next] >= ceiling(to)) {
      return;
    }
    listings.add(
        new Listing(
            appearance(row),
            microdesc ? Flavor.MICRODESC : Flavor.NS,
            Instant.ofEpochSecond(first),
            Instant.ofEpochSecond(last)));
  }

  /** The first whole second that is not before the instant. */
  private static long ceiling(Instant instant) {
    return instant.getNano() == 0 ? instant.getEpochSecond() : instant.getEpochSecond() + 1;
  }

  /** The answering consensuses of the run's month; not empty, as the run itself has some. */
  private long[] members(Line line) throws SQLException {
    long[] known = state.members().get(line);
    if (known == null) {
      known = ConsensusTable.members(reading.connection(), line.microdesc(), line.month());
      if (known.length == 0) {
        throw new StoreException(
            "read listings", "runs of " + line.month() + " without a consensus", null);
      }
      state.members().put(line, known);
    }
    return known;
  }

  private Appearance appearance(ResultSet row) throws SQLException {
    String summary = row.getString(10);
    ExitPolicySummary policy = summary == null ? null : kept.policy(summary);
    if (summary != null && policy == null) {
      throw new StoreException(
          "read listings", "\"" + summary + "\" is no exit policy summary", null);
    }
    byte[] fingerprint = row.getBytes(8);
    return new Appearance(
        ScanTable.address(row.getBytes(7)),
        Fingerprint.ofBytes(fingerprint),
        row.getString(9),
        row.getInt(4),
        row.getBoolean(5),
        row.getBoolean(6),
        policy);
  }
}
