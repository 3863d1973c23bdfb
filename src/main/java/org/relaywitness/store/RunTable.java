package org.relaywitness.store;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.PackedAppearance;

/**
 * Writes what changes in the rows of {@code run}.
 *
 * <p>Rows are named by their {@code ctid}. That is sound within one transaction, since only the
 * holder of the import lock writes them, and nothing that moves rows can run while a transaction
 * has read the table.
 */
final class RunTable {
  private final Connection connection;
  private final Dictionary<Fingerprint> relays;
  private final Dictionary<String> policies;

  RunTable(Connection connection) {
    this.connection = connection;
    relays = Dictionary.relays(connection);
    policies = Dictionary.policies(connection);
  }

  /** The numbers of relays, shared with the scans. */
  Dictionary<Fingerprint> relays() {
    return relays;
  }

  /** To be called after a rollback. */
  void clear() {
    relays.clear();
    policies.clear();
  }

  private static String ctid(long place) {
    return "(" + (place >>> 16) + "," + (place & 0xffff) + ")";
  }

  /** Writes what the encoder found. */
  void apply(RunChanges changes, RunList stored, boolean microdesc, TupleTable tuples)
      throws SQLException {
    delete(changes.removed(), stored);
    move(changes, stored);
    add(changes.added(), microdesc, tuples);
  }

  private void delete(BitSet removed, RunList stored) throws SQLException {
    if (removed.isEmpty()) {
      return;
    }
    String[] places =
        removed.stream().mapToObj(run -> ctid(stored.place(run))).toArray(String[]::new);
    try (PreparedStatement delete =
        connection.prepareStatement("delete from run where ctid = any (?)")) {
      delete.setArray(1, connection.createArrayOf("tid", places));
      requireCount("delete", places.length, delete.executeUpdate());
    }
  }

  private void move(RunChanges changes, RunList stored) throws SQLException {
    BitSet moved = changes.moved();
    if (moved.isEmpty()) {
      return;
    }
    String[] places =
        moved.stream().mapToObj(run -> ctid(stored.place(run))).toArray(String[]::new);
    String[] lasts =
        moved.stream().mapToObj(run -> Times.text(changes.lasts()[run])).toArray(String[]::new);
    try (PreparedStatement update =
        connection.prepareStatement(
            """
            update run set last_valid_after = c.last_valid_after
              from unnest(?, ?) as c (place, last_valid_after)
             where run.ctid = c.place
            """)) {
      update.setArray(1, connection.createArrayOf("tid", places));
      update.setArray(2, connection.createArrayOf("timestamptz", lasts));
      requireCount("update", places.length, update.executeUpdate());
    }
  }

  private static void requireCount(String what, int expected, int found) {
    if (expected != found) {
      throw new StoreException(what + " runs", found + " rows found instead of " + expected, null);
    }
  }

  private void add(RunList added, boolean microdesc, TupleTable tuples) throws SQLException {
    if (added.size() == 0) {
      return;
    }
    int[] order = RunOrder.byAddress(added, tuples);
    resolve(added, order, tuples);
    try (BinaryCopy copy =
        new BinaryCopy(
            connection,
            "run (first_valid_after, last_valid_after, relay_id, policy_id, or_port,"
                + " exit, bad_exit, microdesc, address, nickname)")) {
      byte[] arena = tuples.arena();
      for (int run : order) {
        int tuple = added.tuple(run);
        int start = tuples.start(tuple);
        int flags = arena[start + PackedAppearance.FLAGS_OFFSET];
        copy.row(10)
            .time(added.first(run))
            .time(added.last(run))
            .integer(relays.id(Fingerprint.ofBytes(arena, start)))
            .integerOrNull(
                (flags & PackedAppearance.HAS_POLICY) == 0
                    ? -1
                    : policies.id(policy(tuples, tuple)))
            .integer(
                ((arena[start + PackedAppearance.PORT_OFFSET] & 0xff) << 8)
                    | (arena[start + PackedAppearance.PORT_OFFSET + 1] & 0xff))
            .bool((flags & PackedAppearance.EXIT) != 0)
            .bool((flags & PackedAppearance.BAD_EXIT) != 0)
            .bool(microdesc)
            .inet(
                arena,
                start + PackedAppearance.ADDRESS_OFFSET,
                PackedAppearance.addressLength(flags))
            .ascii(arena, nicknameAt(tuples, tuple));
      }
      copy.finish();
    }
  }

  /** In this order the numbers of new relays and policies are given. */
  private void resolve(RunList added, int[] order, TupleTable tuples) throws SQLException {
    List<Fingerprint> fingerprints = new ArrayList<>(order.length);
    List<String> summaries = new ArrayList<>();
    for (int run : order) {
      int tuple = added.tuple(run);
      int start = tuples.start(tuple);
      fingerprints.add(Fingerprint.ofBytes(tuples.arena(), start));
      int flags = tuples.arena()[start + PackedAppearance.FLAGS_OFFSET];
      if ((flags & PackedAppearance.HAS_POLICY) != 0) {
        summaries.add(policy(tuples, tuple));
      }
    }
    relays.resolve(fingerprints);
    policies.resolve(summaries);
  }

  private static String policy(TupleTable tuples, int tuple) {
    int at = nicknameAt(tuples, tuple);
    byte[] arena = tuples.arena();
    int from = at + 1 + (arena[at] & 0xff);
    return new String(
        arena, from, tuples.start(tuple) + tuples.length(tuple) - from, StandardCharsets.US_ASCII);
  }

  private static int nicknameAt(TupleTable tuples, int tuple) {
    int start = tuples.start(tuple);
    return start
        + PackedAppearance.ADDRESS_OFFSET
        + PackedAppearance.addressLength(tuples.arena()[start + PackedAppearance.FLAGS_OFFSET]);
  }
}
