package org.relaywitness.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.relaywitness.lookup.Coverage.Replica;

/** One state of the records, and what reads in it. */
final class ReadTransaction implements AutoCloseable {
  private final Reading reading;
  private final RecordReader records;
  private final ListingRows listingRows;
  private final ScanRows scanRows;
  private final ListingQueries listings;
  private final ScanQueries scans;

  /**
   * Reads in this state.
   *
   * @param kept what was read before, of whatever state
   */
  ReadTransaction(Reading reading, KeptRecords kept) throws SQLException {
    this.reading = reading;
    records = new RecordReader(reading, kept);
    listingRows = new ListingRows(reading, records.state(), kept);
    scanRows = new ScanRows(reading, records.state());
    listings = new ListingQueries(reading, listingRows);
    scans = new ScanQueries(reading, scanRows);
  }

  <T> T run(PairQuery<T> query) throws SQLException {
    return reading.together(query, executed -> query.read(executed, this));
  }

  Connection connection() throws SQLException {
    return reading.connection();
  }

  Optional<Replica> replica() {
    return reading.replica();
  }

  /** The version of the consensuses and exit lists in this state. */
  UUID version() {
    return reading.version();
  }

  /** Whether more was asked for when the state was gone; what was read is to be read again. */
  boolean movedOn() {
    return reading.movedOn();
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
