package org.relaywitness.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.YearMonth;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.PackedAppearance;

/** Reads rows of {@code run} as runs of packed tuples: for the encoder, and for the digest. */
final class RunReader {
  private static final String COLUMNS =
      """
      r.ctid::text, r.first_valid_after, r.last_valid_after, r.or_port, r.exit, r.bad_exit, \
      inet_send(r.address), f.fingerprint, r.nickname, p.summary
        from run r
        join relay f on f.id = r.relay_id
        left join policy p on p.id = r.policy_id
      """;

  private RunReader() {}

  /** The runs of a month and flavour that meet [from, to], both ends included. */
  static RunList load(
      Connection connection,
      YearMonth month,
      boolean microdesc,
      long from,
      long to,
      TupleTable tuples)
      throws SQLException {
    RunList runs = new RunList();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select "
                + COLUMNS
                + """
                where r.microdesc = ?
                  and r.first_valid_after >= ? and r.first_valid_after < ?
                  and r.first_valid_after <= ? and r.last_valid_after >= ?
                """)) {
      select.setFetchSize(5_000);
      select.setBoolean(1, microdesc);
      select.setObject(2, Times.bound(Times.start(month)));
      select.setObject(3, Times.bound(Times.end(month)));
      select.setObject(4, Times.bound(to));
      select.setObject(5, Times.bound(from));
      byte[] tuple = new byte[1 << 16];
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          int length = pack(row, tuple);
          runs.add(
              tuples.intern(tuple, 0, length),
              Times.seconds(row, 2),
              Times.seconds(row, 3),
              place(row.getString(1)));
        }
      }
    }
    return runs;
  }

  private static int pack(ResultSet row, byte[] tuple) throws SQLException {
    byte[] inet = row.getBytes(7);
    byte[] nickname = row.getString(9).getBytes(StandardCharsets.US_ASCII);
    String summary = row.getString(10);
    boolean hasPolicy = summary != null;
    System.arraycopy(row.getBytes(8), 0, tuple, 0, Fingerprint.LENGTH);
    int addressLength = inet.length - 4;
    tuple[PackedAppearance.FLAGS_OFFSET] =
        (byte)
            ((row.getBoolean(5) ? PackedAppearance.EXIT : 0)
                | (row.getBoolean(6) ? PackedAppearance.BAD_EXIT : 0)
                | (hasPolicy ? PackedAppearance.HAS_POLICY : 0)
                | (addressLength == 16 ? PackedAppearance.IPV6 : 0));
    int port = row.getInt(4);
    tuple[PackedAppearance.PORT_OFFSET] = (byte) (port >>> 8);
    tuple[PackedAppearance.PORT_OFFSET + 1] = (byte) port;
    int position = PackedAppearance.ADDRESS_OFFSET;
    System.arraycopy(inet, 4, tuple, position, addressLength);
    position += addressLength;
    tuple[position++] = (byte) nickname.length;
    System.arraycopy(nickname, 0, tuple, position, nickname.length);
    position += nickname.length;
    if (summary != null) {
      byte[] policy = summary.getBytes(StandardCharsets.US_ASCII);
      System.arraycopy(policy, 0, tuple, position, policy.length);
      position += policy.length;
    }
    return position;
  }

  private static long place(String ctid) {
    int comma = ctid.indexOf(',');
    return (Long.parseLong(ctid.substring(1, comma)) << 16)
        | Long.parseLong(ctid.substring(comma + 1, ctid.length() - 1));
  }
}
