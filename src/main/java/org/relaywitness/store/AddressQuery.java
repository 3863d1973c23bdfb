package org.relaywitness.store;

import java.net.InetAddress;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.relaywitness.directory.Addresses;
import org.relaywitness.lookup.AddressRecords;
import org.relaywitness.lookup.HeldScan;

/**
 * Reads what a lookup needs about one address in one round trip: each costs as much as the queries
 * themselves, and beside other work it is in them that a lookup has to wait.
 *
 * @param scansFrom scans of [scansFrom, to)
 * @param listingsFrom listings of [listingsFrom, to)
 */
record AddressQuery(InetAddress address, Instant scansFrom, Instant listingsFrom, Instant to)
    implements PairQuery<AddressRecords> {
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

  @Override
  public String sql() {
    return SCANS + ";" + LISTINGS;
  }

  @Override
  public void bind(PreparedStatement select, int first) throws SQLException {
    int scans = bindScans(select, first);
    select.setString(scans, Addresses.format(address));
    int runs = ListingQueries.bindInterval(select, scans + 1, listingsFrom, to);
    int scanned = bindScans(select, runs);
    ListingQueries.bindInterval(select, scanned, listingsFrom, to);
  }

  /** Returns the index of the next parameter. */
  private int bindScans(PreparedStatement select, int index) throws SQLException {
    select.setString(index, Addresses.format(address));
    select.setObject(index + 1, ScanQueries.week(scansFrom));
    select.setObject(index + 2, ScanQueries.week(to));
    return index + 3;
  }

  @Override
  public AddressRecords read(PreparedStatement executed, ReadTransaction transaction)
      throws SQLException {
    List<HeldScan> scans;
    try (ResultSet row = executed.getResultSet()) {
      scans = transaction.scanRows().held(ScanRows.unpackAll(row, scansFrom, to));
    }
    executed.getMoreResults();
    try (ResultSet row = executed.getResultSet()) {
      return new AddressRecords(scans, transaction.listingRows().read(row, listingsFrom, to));
    }
  }
}
