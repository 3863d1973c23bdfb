package org.relaywitness.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.relaywitness.lookup.Coverage.Replica;

/** A transaction that has begun, and what reads in it. */
final class ReadTransaction implements AutoCloseable {
  private final ReaderPool.Reading reading;
  private final RecordReader records;
  private final ListingRows listingRows;
  private final ScanRows scanRows;
  private final ListingQueries listings;
  private final ScanQueries scans;

  /**
   * Reads in this transaction.
   *
   * @param kept what was read before, by whatever transaction
   */
  ReadTransaction(ReaderPool.Reading reading, KeptRecords kept) throws SQLException {
    this.reading = reading;
    records = new RecordReader(reading.connection(), reading.version(), kept);
    listingRows = new ListingRows(reading.connection(), records.state(), kept);
    scanRows = new ScanRows(reading.connection(), records.state());
    listings = new ListingQueries(reading.connection(), listingRows);
    scans = new ScanQueries(reading.connection(), scanRows);
  }

  Connection connection() {
    return reading.connection();
  }

  Optional<Replica> replica() {
    return Optional.ofNullable(reading.replica());
  }

  RecordReader records() {
    return records;
  }

  ListingRows listingRows() {
    return listingRows;
  }

  ScanRows scanRows() {
    return scanRows;
  }

  ListingQueries listings() {
    return listings;
  }

  ScanQueries scans() {
    return scans;
  }

  @Override
  public void close() throws SQLException {
    reading.close();
  }
}
