package org.relaywitness.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.lookup.NetworkRecords;
import org.relaywitness.lookup.Scanned;

/**
 * Reads who was scanned and listed in a block, in one round trip.
 *
 * @param scansFrom scans of [scansFrom, to)
 * @param listingsFrom listings of [listingsFrom, to)
 */
record NetworkQuery(IpNetwork network, Instant scansFrom, Instant listingsFrom, Instant to)
    implements PairQuery<NetworkRecords> {
  @Override
  public String sql() {
    return ScanQueries.IN_NETWORK + ";" + ListingQueries.IN_NETWORK;
  }

  @Override
  public void bind(PreparedStatement select, int first) throws SQLException {
    int listings = ScanQueries.bindInNetwork(select, first, network, scansFrom, to);
    ListingQueries.bindInNetwork(select, listings, network, listingsFrom, to);
  }

  @Override
  public NetworkRecords read(PreparedStatement executed, ReadTransaction transaction)
      throws SQLException {
    Set<Scanned> scanned;
    try (ResultSet row = executed.getResultSet()) {
      scanned = ScanQueries.who(row, scansFrom, to);
    }
    executed.getMoreResults();
    try (ResultSet row = executed.getResultSet()) {
      return new NetworkRecords(scanned, transaction.listingRows().read(row, listingsFrom, to));
    }
  }
}
