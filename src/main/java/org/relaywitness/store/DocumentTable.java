package org.relaywitness.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.relaywitness.directory.Sha256;
import org.relaywitness.store.ImportBatch.FinishedSource;
import org.relaywitness.store.ImportBatch.PendingExitList;
import org.relaywitness.store.ImportBatch.PendingRejection;

/** The rows of exit lists and rejected documents, and of the sources that all were read from. */
final class DocumentTable {
  private final Connection connection;

  DocumentTable(Connection connection) {
    this.connection = connection;
  }

  void addSource(int id, String location, long bytes, String version) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into source (id, location, bytes, complete, version)"
                + " values (?, ?, ?, false, ?)")) {
      insert.setInt(1, id);
      insert.setString(2, ImportBatch.storable(location));
      insert.setLong(3, bytes);
      insert.setString(4, version);
      insert.executeUpdate();
    }
  }

  void finish(Collection<FinishedSource> finished) throws SQLException {
    for (FinishedSource source : finished) {
      try (PreparedStatement update =
          connection.prepareStatement(
              "update source set sha256 = ?, documents = ?, complete = true where id = ?")) {
        update.setBytes(1, source.sha256().toBytes());
        update.setInt(2, source.documents());
        update.setInt(3, source.source());
        update.executeUpdate();
      }
    }
  }

  /** The digests of all consensuses, exit lists and key certificates held. */
  static Set<Sha256> held(Connection connection) throws SQLException {
    Set<Sha256> held = heldListings(connection);
    held.addAll(digests(connection, "select sha256 from key_certificate"));
    return held;
  }

  /** The digests of all consensuses and exit lists held. */
  static Set<Sha256> heldListings(Connection connection) throws SQLException {
    return digests(
        connection, "select sha256 from consensus_document union all select sha256 from exit_list");
  }

  private static Set<Sha256> digests(Connection connection, String query) throws SQLException {
    Set<Sha256> held = new HashSet<>();
    try (PreparedStatement select = connection.prepareStatement(query);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        held.add(Sha256.ofBytes(row.getBytes(1)));
      }
    }
    return held;
  }

  /** The digests of the sources that were taken in to their end, with their documents' number. */
  static Map<Sha256, Integer> heldSources(Connection connection) throws SQLException {
    Map<Sha256, Integer> held = new HashMap<>();
    try (PreparedStatement select =
            connection.prepareStatement("select sha256, documents from source where complete");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        held.put(Sha256.ofBytes(row.getBytes(1)), row.getInt(2));
      }
    }
    return held;
  }

  /** Since a document was removed, each source has to be read again to bring it back. */
  void reopenSources() throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update source set complete = false where complete")) {
      update.executeUpdate();
    }
  }

  /** Writes exit lists; returns their numbers, which follow their times. */
  int[] addExitLists(List<PendingExitList> lists) throws SQLException {
    int[] ids = new int[lists.size()];
    if (lists.isEmpty()) {
      return ids;
    }
    int nextId = Dictionary.nextId(connection, "exit_list");
    int[] byTime =
        IntStream.range(0, ids.length)
            .boxed()
            .sorted(Comparator.comparingLong(position -> lists.get(position).time()))
            .mapToInt(Integer::intValue)
            .toArray();
    try (BinaryCopy copy =
        new BinaryCopy(
            connection,
            "exit_list (id, source_id, entries, scans, listed_at, first_scan, last_scan, sha256,"
                + " path)")) {
      for (int position : byTime) {
        ids[position] = nextId++;
        PendingExitList list = lists.get(position);
        boolean scanned = list.scans() > 0;
        copy.row(9)
            .integer(ids[position])
            .integer(list.origin().source())
            .integer(list.entries())
            .integer(list.scans())
            .time(list.time())
            .timeOrNull(list.firstScan(), scanned)
            .timeOrNull(list.lastScan(), scanned)
            .bytes(list.sha256().toBytes())
            .text(list.origin().path());
      }
      copy.finish();
    }
    return ids;
  }

  void reject(List<PendingRejection> rejections) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into rejected_document (sha256, source_id, path, reason) values (?, ?, ?, ?)
            on conflict (sha256) do update
              set source_id = excluded.source_id, path = excluded.path, reason = excluded.reason,
                  rejected_at = excluded.rejected_at
            """)) {
      for (PendingRejection rejection : rejections) {
        insert.setBytes(1, rejection.sha256().toBytes());
        insert.setInt(2, rejection.origin().source());
        insert.setString(3, rejection.origin().path());
        insert.setString(4, rejection.reason());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /** Documents that were taken in after all are rejected no longer. */
  void unreject(Collection<Sha256> accepted) throws SQLException {
    if (accepted.isEmpty()) {
      return;
    }
    try (PreparedStatement delete =
        connection.prepareStatement("delete from rejected_document where sha256 = any (?)")) {
      delete.setArray(
          1,
          connection.createArrayOf(
              "bytea", accepted.stream().map(Sha256::toBytes).toArray(byte[][]::new)));
      delete.executeUpdate();
    }
  }
}
