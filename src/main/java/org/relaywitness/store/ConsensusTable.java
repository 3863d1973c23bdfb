package org.relaywitness.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Verification;

/** The rows of {@code consensus}, and the signatures of their copies. */
final class ConsensusTable {
  private final Connection connection;
  private final KeptEntries entries;

  ConsensusTable(Connection connection) {
    this.connection = connection;
    entries = new KeptEntries(connection);
  }

  /** These hours with all consensuses held for them. */
  Map<Hour.Key, Hour> hours(Collection<Hour.Key> keys) throws SQLException {
    Map<Hour.Key, Hour> hours = new HashMap<>();
    keys.forEach(key -> hours.put(key, new Hour(key)));
    OffsetDateTime[] times =
        keys.stream()
            .map(key -> Times.bound(key.validAfter()))
            .distinct()
            .toArray(OffsetDateTime[]::new);
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select id, microdesc, valid_after, signed_digest, answers, status, good, needed,
                   authorities, weak_keys, undecided
              from consensus
             where valid_after = any (?)
             order by id
            """)) {
      select.setArray(1, connection.createArrayOf("timestamptz", times));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          Hour hour = hours.get(new Hour.Key(row.getBoolean(2), Times.seconds(row, 3)));
          if (hour != null) {
            hour.candidates().add(candidate(row));
          }
        }
      }
    }
    return hours;
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    Candidate candidate =
        Candidate.held(
            row.getInt(1),
            HexFormat.of().formatHex(row.getBytes(4)),
            row.getBoolean(5),
            Verification.ofCode(row.getString(6)),
            row.getInt(7));
    candidate.needed = row.getInt(8);
    candidate.authorities = row.getInt(9);
    candidate.weakKeys = row.getBoolean(10);
    candidate.undecided = row.getBoolean(11);
    return candidate;
  }

  /** The answering valid-afters of a month in seconds since 1970, ascending. */
  static long[] members(Connection connection, boolean microdesc, YearMonth month)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select valid_after from consensus
             where answers and microdesc = ? and valid_after >= ? and valid_after < ?
             order by valid_after
            """)) {
      select.setBoolean(1, microdesc);
      select.setObject(2, Times.bound(Times.start(month)));
      select.setObject(3, Times.bound(Times.end(month)));
      long[] members = new long[2048];
      int count = 0;
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          if (count == members.length) {
            members = Arrays.copyOf(members, 2 * count);
          }
          members[count++] = Times.seconds(row, 1);
        }
      }
      return Arrays.copyOf(members, count);
    }
  }

  /** The signatures of all held copies of a consensus, each once. */
  Set<DirectorySignature> signatures(int consensusId) throws SQLException {
    Set<DirectorySignature> signatures = new LinkedHashSet<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select signatures from consensus_document where consensus_id = ? order by sha256")) {
      select.setInt(1, consensusId);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          signatures.addAll(SignatureCodec.decode(row.getBytes(1)));
        }
      }
    }
    return signatures;
  }

  /** Writes what became of these hours: new rows, new checks, another choice, removals. */
  void write(Collection<Hour> hours) throws SQLException {
    List<Candidate> demoted = new ArrayList<>();
    List<Candidate> added = new ArrayList<>();
    List<Candidate> updated = new ArrayList<>();
    List<Candidate> removed = new ArrayList<>();
    Set<Candidate> answering = new LinkedHashSet<>();
    for (Hour hour : hours) {
      Candidate now = hour.answersNow();
      if (now != null) {
        answering.add(now);
      }
      for (Candidate candidate : hour.candidates()) {
        if (candidate.removed) {
          removed.add(candidate);
        } else if (candidate.added != null) {
          added.add(candidate);
        } else if (candidate.rechecked || candidate.answered != (candidate == now)) {
          updated.add(candidate);
          if (candidate.answered) {
            demoted.add(candidate);
          }
        }
      }
    }
    // At no moment may two answer for one hour, so those that step back do it first.
    update(demoted, answering, false);
    delete(removed);
    update(updated, answering, true);
    insert(added, answering);
  }

  private void update(List<Candidate> candidates, Set<Candidate> answering, boolean mayAnswer)
      throws SQLException {
    if (candidates.isEmpty()) {
      return;
    }
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update consensus
               set answers = ?, status = ?, good = ?, needed = ?, authorities = ?, weak_keys = ?,
                   undecided = ?
             where id = ?
            """)) {
      for (Candidate candidate : candidates) {
        update.setBoolean(1, mayAnswer && answering.contains(candidate));
        update.setString(2, candidate.status.code());
        update.setInt(3, candidate.good);
        update.setInt(4, candidate.needed);
        update.setInt(5, candidate.authorities);
        update.setBoolean(6, candidate.weakKeys);
        update.setBoolean(7, candidate.undecided);
        update.setInt(8, candidate.id);
        update.addBatch();
      }
      update.executeBatch();
    }
  }

  private void delete(List<Candidate> candidates) throws SQLException {
    for (Candidate candidate : candidates) {
      entries.delete(candidate.id);
      try (PreparedStatement delete =
          connection.prepareStatement("delete from consensus where id = ?")) {
        delete.setInt(1, candidate.id);
        delete.executeUpdate();
      }
    }
  }

  private void insert(List<Candidate> candidates, Set<Candidate> answering) throws SQLException {
    if (candidates.isEmpty()) {
      return;
    }
    try (BinaryCopy copy =
        new BinaryCopy(
            connection,
            "consensus (id, entries, valid_after, fresh_until, valid_until, method, good, needed,"
                + " authorities, microdesc, weak_keys, undecided, answers, status, signed_digest)")) {
      for (Candidate candidate : candidates) {
        Consensus consensus = candidate.added;
        if (consensus == null) {
          continue;
        }
        copy.row(15)
            .integer(candidate.id)
            .integer(consensus.entries())
            .time(consensus.validAfter().getEpochSecond())
            .time(consensus.freshUntil().getEpochSecond())
            .time(consensus.validUntil().getEpochSecond())
            .integer(consensus.method())
            .integer(candidate.good)
            .integer(candidate.needed)
            .integer(candidate.authorities)
            .bool(consensus.flavor() == Flavor.MICRODESC)
            .bool(candidate.weakKeys)
            .bool(candidate.undecided)
            .bool(answering.contains(candidate))
            .text(candidate.status.code())
            .bytes(HexFormat.of().parseHex(candidate.signedDigest));
      }
      copy.finish();
    }
  }

  /** How many consensuses with a copy from this source or a later one have which status. */
  Map<Verification, Long> statusesFrom(int source) throws SQLException {
    Map<Verification, Long> statuses = new EnumMap<>(Verification.class);
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select status, count(*) from consensus
             where id in (select consensus_id from consensus_document where source_id >= ?)
             group by status
            """)) {
      select.setInt(1, source);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          statuses.put(Verification.ofCode(row.getString(1)), row.getLong(2));
        }
      }
    }
    return statuses;
  }
}
