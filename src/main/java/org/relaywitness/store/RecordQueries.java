package org.relaywitness.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.Verification;
import org.relaywitness.lookup.Answering;
import org.relaywitness.lookup.Extent;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;

/** Reads which consensuses and exit lists are held. */
final class RecordQueries {
  private final Reading reading;

  RecordQueries(Reading reading) {
    this.reading = reading;
  }

  List<HeldConsensus> consensuses(Instant from, Instant to) throws SQLException {
    List<HeldConsensus> held = new ArrayList<>();
    // Of several copies the one with the smallest SHA-256 is named: the choice must not depend on
    // the order of import.
    try (PreparedStatement select =
        reading.prepare(
            """
            select c.microdesc, c.method, c.valid_after, c.fresh_until, c.valid_until, c.answers,
                   exists (select from consensus o
                            where o.valid_after = c.valid_after and o.microdesc = c.microdesc
                              and o.id <> c.id),
                   c.entries, d.sha256, c.signed_digest, c.status, c.good, c.needed,
                   c.authorities, c.weak_keys, d.path, d.location
              from consensus c
              cross join lateral (
                   select e.sha256, e.path, s.location
                     from consensus_document e join source s on s.id = e.source_id
                    where e.consensus_id = c.id
                    order by e.sha256 limit 1) d
             where c.valid_after >= ? and c.valid_after < ?
             order by c.valid_after, c.microdesc, c.answers desc, c.signed_digest
            """)) {
      select.setObject(1, Times.bound(from));
      select.setObject(2, Times.bound(to));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          held.add(consensus(row));
        }
      }
    }
    return held;
  }

  private static HeldConsensus consensus(ResultSet row) throws SQLException {
    return new HeldConsensus(
        row.getBoolean(1) ? Flavor.MICRODESC : Flavor.NS,
        row.getInt(2),
        Times.instant(row, 3),
        Times.instant(row, 4),
        Times.instant(row, 5),
        row.getBoolean(6),
        row.getBoolean(7),
        row.getInt(8),
        Sha256.ofBytes(row.getBytes(9)),
        HexFormat.of().formatHex(row.getBytes(10)),
        Verification.ofCode(row.getString(11)),
        row.getInt(12),
        row.getInt(13),
        row.getInt(14),
        row.getBoolean(15),
        row.getString(16),
        row.getString(17));
  }

  List<Answering> answering(Instant from, Instant to) throws SQLException {
    List<Answering> answering = new ArrayList<>();
    try (PreparedStatement select =
        reading.prepare(
            """
            select microdesc, extract(epoch from valid_after)::bigint,
                   extract(epoch from fresh_until)::bigint, status
              from consensus
             where answers and valid_after >= ? and valid_after < ?
             order by valid_after, microdesc
            """)) {
      select.setObject(1, Times.bound(from));
      select.setObject(2, Times.bound(to));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          answering.add(
              new Answering(
                  row.getBoolean(1) ? Flavor.MICRODESC : Flavor.NS,
                  Instant.ofEpochSecond(row.getLong(2)),
                  Instant.ofEpochSecond(row.getLong(3)),
                  Verification.ofCode(row.getString(4))));
        }
      }
    }
    return answering;
  }

  List<Instant> exitListTimes(Instant from, Instant to) throws SQLException {
    List<Instant> times = new ArrayList<>();
    try (PreparedStatement select =
        reading.prepare(
            """
            select extract(epoch from listed_at)::bigint from exit_list
             where listed_at >= ? and listed_at < ?
             order by listed_at
            """)) {
      select.setObject(1, Times.bound(from));
      select.setObject(2, Times.bound(to));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          times.add(Instant.ofEpochSecond(row.getLong(1)));
        }
      }
    }
    return times;
  }

  List<HeldExitList> exitLists(Instant from, Instant to) throws SQLException {
    List<HeldExitList> held = new ArrayList<>();
    try (PreparedStatement select =
        reading.prepare(
            """
            select l.listed_at, l.sha256, l.path, s.location
              from exit_list l join source s on s.id = l.source_id
             where l.listed_at >= ? and l.listed_at < ?
             order by l.listed_at, l.sha256
            """)) {
      select.setObject(1, Times.bound(from));
      select.setObject(2, Times.bound(to));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          held.add(
              new HeldExitList(
                  Times.instant(row, 1),
                  Sha256.ofBytes(row.getBytes(2)),
                  row.getString(3),
                  row.getString(4)));
        }
      }
    }
    return held;
  }

  Extent extent() throws SQLException {
    try (PreparedStatement select =
            reading.prepare(
                """
                select (select min(valid_after) from consensus where answers),
                       (select max(valid_after) from consensus where answers),
                       (select min(listed_at) from exit_list),
                       (select max(listed_at) from exit_list)
                """);
        ResultSet row = select.executeQuery()) {
      row.next();
      return new Extent(find(row, 1), find(row, 2), find(row, 3), find(row, 4));
    }
  }

  private static @Nullable Instant find(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
