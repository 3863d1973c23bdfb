package org.relaywitness.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Sha256;

/**
 * A digest over what the held documents say: a function of their set alone, not of the order of
 * import or of how it is stored. Reads month by month, so that memory is bounded.
 *
 * <p>SHA-256 over, with all numbers big endian:
 *
 * <ol>
 *   <li>for each consensus, ns before microdesc, then by valid-after, then by signed digest: {@code
 *       C}, a byte 0 for ns or 1 for microdesc, valid-after in seconds since 1970 (8 bytes), the
 *       length of the signed digest (1) and its bytes, how many tuples it has (4), and the tuples
 *       in unsigned order of their bytes in the form of {@code PackedAppearance}, each behind its
 *       length (2);
 *   <li>for each scan, by time, then fingerprint, then address bytes: {@code S}, the time (8), the
 *       fingerprint (20), the length of the address (1) and its bytes;
 *   <li>for each exit list, by time: {@code L} and its time (8).
 * </ol>
 */
final class ContentDigest {
  private final Connection connection;
  private final Instant from;
  private final Instant to;
  private final MessageDigest digest = Sha256.newDigest();
  private final ByteBuffer numbers = ByteBuffer.allocate(8);

  /** A consensus of the month at hand. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Held(int id, long validAfter, byte[] signedDigest, boolean answers) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Scan(Fingerprint fingerprint, byte[] address, long time) {}

  ContentDigest(Connection connection, Instant from, Instant to) {
    this.connection = connection;
    this.from = from;
    this.to = to;
  }

  Sha256 compute() throws SQLException {
    for (boolean microdesc : new boolean[] {false, true}) {
      for (YearMonth month : months(microdesc)) {
        addMonth(microdesc, month);
      }
    }
    addScans();
    addExitLists();
    return Sha256.ofBytes(digest.digest());
  }

  private List<YearMonth> months(boolean microdesc) throws SQLException {
    List<YearMonth> months = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select distinct date_trunc('month', valid_after, 'UTC') as month from consensus
             where microdesc = ? and valid_after >= ? and valid_after < ?
             order by month
            """)) {
      select.setBoolean(1, microdesc);
      select.setObject(2, Times.bound(from));
      select.setObject(3, Times.bound(to));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          months.add(Times.month(Times.instant(row, 1)));
        }
      }
    }
    return months;
  }

  private void addMonth(boolean microdesc, YearMonth month) throws SQLException {
    TupleTable tuples = new TupleTable();
    List<Held> consensuses = consensuses(microdesc, month);
    RunList runs =
        RunReader.load(
            connection,
            month,
            microdesc,
            consensuses.get(0).validAfter(),
            consensuses.get(consensuses.size() - 1).validAfter(),
            tuples);
    int[] byFirst = order(runs, Comparator.comparingLong(runs::first));
    int[] byTuple = order(runs, (a, b) -> tuples.compare(runs.tuple(a), runs.tuple(b)));
    int[] rank = new int[runs.size()];
    for (int i = 0; i < byTuple.length; i++) {
      rank[byTuple[i]] = i;
    }
    int next = 0;
    int[] active = new int[0];
    for (Held held : consensuses) {
      int[] content;
      if (held.answers()) {
        int[] grown = new int[active.length + runs.size() - next];
        int count = 0;
        for (int i : active) {
          if (runs.last(byTuple[i]) >= held.validAfter()) {
            grown[count++] = i;
          }
        }
        int kept = count;
        while (next < byFirst.length && runs.first(byFirst[next]) <= held.validAfter()) {
          if (runs.last(byFirst[next]) >= held.validAfter()) {
            grown[count++] = rank[byFirst[next]];
          }
          next++;
        }
        if (count > kept) {
          Arrays.sort(grown, 0, count);
        }
        active = Arrays.copyOf(grown, count);
        content = Arrays.stream(active).map(i -> runs.tuple(byTuple[i])).toArray();
      } else {
        content =
            Arrays.stream(KeptEntries.read(connection, held.id(), tuples))
                .boxed()
                .sorted(tuples::compare)
                .mapToInt(Integer::intValue)
                .toArray();
      }
      addConsensus(microdesc, held, content, tuples);
    }
  }

  private static int[] order(RunList runs, Comparator<Integer> comparator) {
    Integer[] order = new Integer[runs.size()];
    for (int run = 0; run < order.length; run++) {
      order[run] = run;
    }
    Arrays.sort(order, comparator);
    return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
  }

  private List<Held> consensuses(boolean microdesc, YearMonth month) throws SQLException {
    List<Held> held = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select id, valid_after, signed_digest, answers from consensus
             where microdesc = ? and valid_after >= ? and valid_after < ?
               and valid_after >= ? and valid_after < ?
             order by valid_after, signed_digest
            """)) {
      select.setBoolean(1, microdesc);
      select.setObject(2, Times.bound(Times.start(month)));
      select.setObject(3, Times.bound(Times.end(month)));
      select.setObject(4, Times.bound(from));
      select.setObject(5, Times.bound(to));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          held.add(
              new Held(row.getInt(1), Times.seconds(row, 2), row.getBytes(3), row.getBoolean(4)));
        }
      }
    }
    return held;
  }

  private void addConsensus(boolean microdesc, Held held, int[] content, TupleTable tuples) {
    digest.update((byte) 'C');
    digest.update((byte) (microdesc ? 1 : 0));
    addLong(held.validAfter());
    digest.update((byte) held.signedDigest().length);
    digest.update(held.signedDigest());
    addInt(content.length);
    for (int tuple : content) {
      int length = tuples.length(tuple);
      digest.update((byte) (length >>> 8));
      digest.update((byte) length);
      digest.update(tuples.arena(), tuples.start(tuple), length);
    }
  }

  private void addScans() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select s.week - date '1970-01-01', f.fingerprint, inet_send(s.address), s.scans
              from exit_scan s join relay f on f.id = s.relay_id
             where s.week >= ? and s.week <= ?
             order by s.week
            """)) {
      select.setFetchSize(5_000);
      select.setObject(1, ScanQueries.week(from));
      select.setObject(2, ScanQueries.week(to));
      List<Scan> sameWeek = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        int week = Integer.MIN_VALUE;
        while (row.next()) {
          if (week != row.getInt(1)) {
            addScans(sameWeek);
          }
          week = row.getInt(1);
          collect(row, week, sameWeek);
        }
      }
      addScans(sameWeek);
    }
  }

  private void collect(ResultSet row, int week, List<Scan> into) throws SQLException {
    Fingerprint fingerprint = Fingerprint.ofBytes(row.getBytes(2));
    byte[] inet = row.getBytes(3);
    byte[] address = Arrays.copyOfRange(inet, 4, inet.length);
    int previous = -1;
    for (long pair : ScanCodec.decode(row.getBytes(4))) {
      int second = ScanCodec.second(pair);
      long time = ScanKey.time(week, second);
      Instant at = Instant.ofEpochSecond(time);
      if (second != previous && !at.isBefore(from) && at.isBefore(to)) {
        into.add(new Scan(fingerprint, address, time));
      }
      previous = second;
    }
  }

  private void addScans(List<Scan> scans) {
    scans.sort(
        Comparator.comparingLong(Scan::time)
            .thenComparing(Scan::fingerprint)
            .thenComparing(Scan::address, Arrays::compareUnsigned));
    for (Scan scan : scans) {
      digest.update((byte) 'S');
      addLong(scan.time());
      digest.update(scan.fingerprint().toBytes());
      digest.update((byte) scan.address().length);
      digest.update(scan.address());
    }
    scans.clear();
  }

  private void addExitLists() throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select listed_at from exit_list where listed_at >= ? and listed_at < ?
             order by listed_at
            """)) {
      select.setObject(1, Times.bound(from));
      select.setObject(2, Times.bound(to));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          digest.update((byte) 'L');
          addLong(Times.seconds(row, 1));
        }
      }
    }
  }

  private void addLong(long value) {
    digest.update(numbers.clear().putLong(value).array(), 0, 8);
  }

  private void addInt(int value) {
    digest.update(numbers.clear().putInt(value).array(), 0, 4);
  }
}
