package org.relaywitness.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.relaywitness.directory.Sha256;
import org.relaywitness.lookup.Custody;

/** Reads where documents came from. */
final class CustodyQueries {
  private CustodyQueries() {}

  /** Where this consensus or exit list stood; empty when it is not held. */
  static Optional<String> path(Connection connection, Sha256 document) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select path from consensus_document where sha256 = ?
            union all select path from exit_list where sha256 = ?
            limit 1
            """)) {
      select.setBytes(1, document.toBytes());
      select.setBytes(2, document.toBytes());
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    }
  }

  /** Where documents came from, in order of digest; a consensus by each held copy. */
  static List<Custody> custody(Connection connection, Collection<Sha256> documents)
      throws SQLException {
    List<Custody> custody = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            with wanted as (select unnest(?::bytea[]) as sha256)
            select d.sha256, d.path, s.location, s.sha256, d.imported_at, s.version
              from (
                select sha256, path, source_id, imported_at from consensus_document
                 where consensus_id in (
                   select consensus_id from consensus_document natural join wanted)
                union all
                select sha256, path, source_id, imported_at from exit_list natural join wanted
                union all
                select sha256, path, source_id, imported_at from key_certificate natural join wanted
              ) d
              join source s on s.id = d.source_id
             order by d.sha256
            """)) {
      select.setArray(
          1,
          connection.createArrayOf(
              "bytea", documents.stream().map(Sha256::toBytes).toArray(byte[][]::new)));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          byte[] source = row.getBytes(4);
          custody.add(
              new Custody(
                  Sha256.ofBytes(row.getBytes(1)),
                  row.getString(2),
                  row.getString(3),
                  source == null ? null : Sha256.ofBytes(source),
                  Times.instant(row, 5),
                  row.getString(6)));
        }
      }
    }
    return custody;
  }
}
