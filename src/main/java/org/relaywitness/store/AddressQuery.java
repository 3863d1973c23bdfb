package org.relaywitness.store;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.relaywitness.directory.Addresses;
import org.relaywitness.lookup.AddressRecords;
import org.relaywitness.lookup.Listing;

/**
 * Reads what a lookup needs about one address in one round trip: each costs as much as the queries
 * themselves, and beside other work it is in them that a lookup has to wait.
 */
final class AddressQuery {
  private static final String SCANS =
      ScanRows.COLUMNS
          + """
        from exit_scan s
        join relay f on f.id = s.relay_id
       where s.address = ?::inet and s.week >= ? and s.week <= ?
      """;

  /** The subquery keeps the planner to one index range scan for each relay. */
  private static final String LISTINGS =
      """
      with found as materialized (
           select relay_id from run
            where address = ?::inet and first_valid_after >= ? and first_valid_after < ?
              and last_valid_after >= ?
            union
           select relay_id from exit_scan where address = ?::inet and week >= ? and week <= ?)
      """
          + ListingRows.COLUMNS
          + """
        from found
       cross join lateral (
             select * from run
              where run.relay_id = found.relay_id and run.first_valid_after >= ?
                and run.first_valid_after < ? and run.last_valid_after >= ?
             offset 0) r
        join relay f on f.id = r.relay_id
        left join policy p on p.id = r.policy_id
      """
          + ListingRows.ORDER;

  private final Connection connection;
  private final ListingRows listingRows;
  private final ScanRows scanRows;

  AddressQuery(Connection connection, ListingRows listingRows, ScanRows scanRows) {
    this.connection = connection;
    this.listingRows = listingRows;
    this.scanRows = scanRows;
  }

  AddressRecords of(InetAddress address, Instant scansFrom, Instant listingsFrom, Instant to)
      throws SQLException {
    // The driver sends both statements before it waits for the first result.
    try (PreparedStatement select = connection.prepareStatement(SCANS + ";" + LISTINGS)) {
      int scans = bindScans(select, 1, address, scansFrom, to);
      select.setString(scans, Addresses.format(address));
      int runs = bindRuns(select, scans + 1, listingsFrom, to);
      int scanned = bindScans(select, runs, address, scansFrom, to);
      bindRuns(select, scanned, listingsFrom, to);
      select.execute();
      List<ScanRows.Found> found = new ArrayList<>();
      try (ResultSet row = select.getResultSet()) {
        while (row.next()) {
          ScanRows.unpack(row, scansFrom, to, found);
        }
      }
      select.getMoreResults();
      List<Listing> listings = new ArrayList<>();
      try (ResultSet row = select.getResultSet()) {
        while (row.next()) {
          listingRows.add(row, listingsFrom, to, listings);
        }
      }
      return new AddressRecords(scanRows.held(found), listings);
    }
  }

  /** Returns the index of the next parameter, as {@link #bindRuns} does. */
  private static int bindScans(
      PreparedStatement select, int index, InetAddress address, Instant from, Instant to)
      throws SQLException {
    select.setString(index, Addresses.format(address));
    select.setObject(index + 1, ScanQueries.week(from));
    select.setObject(index + 2, ScanQueries.week(to));
    return index + 3;
  }

  private static int bindRuns(PreparedStatement select, int index, Instant from, Instant to)
      throws SQLException {
    select.setObject(index, ListingQueries.firstMonth(from));
    select.setObject(index + 1, Times.bound(to));
    select.setObject(index + 2, Times.bound(from));
    return index + 3;
  }
}
