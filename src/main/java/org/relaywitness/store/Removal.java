package org.relaywitness.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.Sha256;

/** Takes one document out, as if it had never come. Works within the caller's transaction. */
final class Removal {
  private final Connection connection;
  private final RunTable runs;
  private final ConsensusVerifier verifier;
  private final ConsensusTable consensuses;
  private long scansRemoved;

  Removal(Connection connection, RunTable runs, ConsensusVerifier verifier) {
    this.connection = connection;
    this.runs = runs;
    this.verifier = verifier;
    consensuses = new ConsensusTable(connection);
  }

  Optional<Forgotten> forget(Sha256 sha256) throws SQLException {
    Forgotten forgotten = forgetConsensus(sha256);
    if (forgotten == null) {
      forgotten = forgetExitList(sha256);
    }
    if (forgotten == null) {
      forgotten = delete(Forgotten.Kind.KEY_CERTIFICATE, "key_certificate", "published", sha256);
    }
    if (forgotten == null) {
      forgotten = delete(Forgotten.Kind.REJECTED, "rejected_document", "null", sha256);
    }
    if (forgotten != null) {
      new DocumentTable(connection).reopenSources();
    }
    return Optional.ofNullable(forgotten);
  }

  /**
   * Takes out an exit list that the open import brought. No source that was finished before holds
   * it, so all of them stay finished.
   */
  void takeBack(Sha256 exitList) throws SQLException {
    forgetExitList(exitList);
  }

  /** How many scans are held no more. */
  long scansRemoved() {
    return scansRemoved;
  }

  private @Nullable Forgotten forgetConsensus(Sha256 sha256) throws SQLException {
    int id;
    Hour.Key key;
    Forgotten forgotten;
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select c.id, c.microdesc, c.valid_after, d.path, s.location
              from consensus_document d
              join consensus c on c.id = d.consensus_id
              join source s on s.id = d.source_id
             where d.sha256 = ?
            """)) {
      select.setBytes(1, sha256.toBytes());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        id = row.getInt(1);
        key = new Hour.Key(row.getBoolean(2), Times.seconds(row, 3));
        forgotten =
            new Forgotten(
                Forgotten.Kind.CONSENSUS,
                Times.instant(row, 3),
                row.getString(4),
                row.getString(5));
      }
    }
    try (PreparedStatement delete =
        connection.prepareStatement("delete from consensus_document where sha256 = ?")) {
      delete.setBytes(1, sha256.toBytes());
      delete.executeUpdate();
    }
    TupleTable tuples = new TupleTable();
    Hour hour = consensuses.hours(List.of(key)).get(key);
    if (hour == null) {
      throw new IllegalStateException("an hour that was not loaded");
    }
    for (Candidate candidate : hour.candidates()) {
      if (candidate.id == id) {
        if (hasCopies(id)) {
          Recheck.check(consensuses, verifier, key, candidate);
        } else {
          candidate.removed = true;
        }
      }
    }
    new HourWriter(connection, runs, consensuses, tuples).write(List.of(hour));
    return forgotten;
  }

  private boolean hasCopies(int consensusId) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select exists (select from consensus_document where consensus_id = ?)")) {
      select.setInt(1, consensusId);
      try (ResultSet row = select.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private @Nullable Forgotten forgetExitList(Sha256 sha256) throws SQLException {
    int id;
    long first;
    long last;
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, first_scan, last_scan from exit_list where sha256 = ?")) {
      select.setBytes(1, sha256.toBytes());
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        id = row.getInt(1);
        boolean empty = row.getObject(2) == null;
        first = empty ? 1 : Times.seconds(row, 2);
        last = empty ? 0 : Times.seconds(row, 3);
      }
    }
    if (first <= last) {
      scansRemoved += new ScanTable(connection, runs.relays()).removeList(id, first, last);
    }
    return delete(Forgotten.Kind.EXIT_LIST, "exit_list", "listed_at", sha256);
  }

  private @Nullable Forgotten delete(Forgotten.Kind kind, String table, String time, Sha256 sha256)
      throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from "
                + table
                + " d using source s where s.id = d.source_id and d.sha256 = ? returning "
                + time
                + "::timestamptz, d.path, s.location")) {
      delete.setBytes(1, sha256.toBytes());
      try (ResultSet row = delete.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        OffsetDateTime at = row.getObject(1, OffsetDateTime.class);
        return new Forgotten(
            kind, at == null ? null : at.toInstant(), row.getString(2), row.getString(3));
      }
    }
  }
}
