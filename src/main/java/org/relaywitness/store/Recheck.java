package org.relaywitness.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Verification;

/** Checks held consensuses again. Works within the caller's transactions. */
final class Recheck {
  private final Connection connection;
  private final RunTable runs;
  private final ConsensusVerifier verifier;
  private final boolean verifiedToo;

  Recheck(Connection connection, RunTable runs, ConsensusVerifier verifier, boolean verifiedToo) {
    this.connection = connection;
    this.runs = runs;
    this.verifier = verifier;
    this.verifiedToo = verifiedToo;
  }

  /** The hours that have consensuses to check. */
  List<Hour.Key> hours() throws SQLException {
    List<Hour.Key> keys = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select distinct microdesc, valid_after from consensus
             where ? or undecided or status <> 'verified'
             order by microdesc, valid_after
            """)) {
      select.setBoolean(1, verifiedToo);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          keys.add(new Hour.Key(row.getBoolean(1), Times.seconds(row, 2)));
        }
      }
    }
    return keys;
  }

  /** Checks the consensuses of these hours; returns how many have another status now. */
  int check(List<Hour.Key> keys) throws SQLException {
    ConsensusTable consensuses = new ConsensusTable(connection);
    Map<Hour.Key, Hour> hours = consensuses.hours(keys);
    int changed = 0;
    for (Hour hour : hours.values()) {
      for (Candidate candidate : hour.candidates()) {
        Verification before = candidate.status;
        if (verifiedToo || candidate.undecided || before != Verification.VERIFIED) {
          check(consensuses, verifier, hour.key(), candidate);
          changed += candidate.status == before ? 0 : 1;
        }
      }
    }
    new HourWriter(connection, runs, consensuses, new TupleTable()).write(hours.values());
    return changed;
  }

  /** Checks one held consensus, by the signatures of all its copies. */
  static void check(
      ConsensusTable consensuses, ConsensusVerifier verifier, Hour.Key hour, Candidate candidate)
      throws SQLException {
    candidate.check(
        verifier.check(
            hour.microdesc() ? Flavor.MICRODESC : Flavor.NS,
            Instant.ofEpochSecond(hour.validAfter()),
            candidate.signedDigest,
            List.copyOf(consensuses.signatures(candidate.id))));
  }
}
