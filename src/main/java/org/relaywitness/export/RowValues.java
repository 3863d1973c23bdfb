package org.relaywitness.export;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.Verification;
import org.relaywitness.lookup.Extent;
import org.relaywitness.lookup.HeldConsensus;
import org.relaywitness.lookup.HeldExitList;
import org.relaywitness.lookup.HeldScan;
import org.relaywitness.lookup.Listing;

/**
 * What the rows of a SQLite file say, in the columns that {@link SqliteSnapshot} selects. A value
 * that cannot be read comes out as an {@link IllegalArgumentException}, a {@link
 * java.time.DateTimeException} or a {@link NullPointerException}.
 */
final class RowValues {
  /** By how they are written: few of them stand in many rows. */
  private final Map<String, ExitPolicySummary> policies = new HashMap<>();

  static HeldConsensus consensus(ResultSet row) throws SQLException {
    return new HeldConsensus(
        Flavor.ofKeyword(row.getString(1)),
        row.getInt(2),
        Instant.parse(row.getString(3)),
        Instant.parse(row.getString(4)),
        Instant.parse(row.getString(5)),
        row.getInt(6) != 0,
        row.getInt(7) != 0,
        row.getInt(8),
        sha256(row.getString(9)),
        row.getString(10),
        Verification.ofCode(row.getString(11)),
        row.getInt(12),
        row.getInt(13),
        row.getInt(14),
        row.getInt(15) != 0,
        row.getString(16),
        row.getString(17));
  }

  static HeldExitList exitList(ResultSet row) throws SQLException {
    return new HeldExitList(
        Instant.parse(row.getString(1)),
        sha256(row.getString(2)),
        row.getString(3),
        row.getString(4));
  }

  Listing listing(ResultSet row) throws SQLException {
    return new Listing(
        new Appearance(
            Values.ofAddressKey(row.getString(1)),
            Fingerprint.ofHex(row.getString(2)),
            row.getString(3),
            row.getInt(4),
            row.getInt(5) != 0,
            row.getInt(6) != 0,
            policy(row.getString(7))),
        Flavor.ofKeyword(row.getString(8)),
        Instant.parse(row.getString(9)),
        Instant.parse(row.getString(10)));
  }

  private @Nullable ExitPolicySummary policy(@Nullable String text) {
    if (text == null) {
      return null;
    }
    return policies.computeIfAbsent(
        text, summary -> Objects.requireNonNull(ExitPolicySummary.find(summary), "policy"));
  }

  static HeldScan scan(ResultSet row) throws SQLException {
    return new HeldScan(
        new ExitScan(
            Fingerprint.ofHex(row.getString(1)),
            Values.ofAddressKey(row.getString(2)),
            Instant.parse(row.getString(3))),
        sha256(row.getString(4)));
  }

  static Extent extent(ResultSet row) throws SQLException {
    return new Extent(time(row, 1), time(row, 2), time(row, 3), time(row, 4));
  }

  private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
    String text = row.getString(column);
    return text == null ? null : Instant.parse(text);
  }

  private static Sha256 sha256(String hex) {
    return Objects.requireNonNull(Sha256.findHex(hex), "SHA-256");
  }
}
