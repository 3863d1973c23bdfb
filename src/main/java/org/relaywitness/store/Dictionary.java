package org.relaywitness.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relaywitness.directory.Fingerprint;

/**
 * Small numbers for long values. Known ones are remembered, up to a bound; new ones are written.
 * The one importer gives the numbers, so that a repeated or broken import uses none up.
 *
 * @param <V> {@link Fingerprint} or {@link String}
 */
final class Dictionary<V> {
  private static final int REMEMBERED = 250_000;
  private static final int AT_ONCE = 5_000;

  private final Connection connection;
  private final String table;
  private final String column;
  private final String type;
  private final Map<V, Integer> ids = new HashMap<>();

  private Dictionary(Connection connection, String table, String column, String type) {
    this.connection = connection;
    this.table = table;
    this.column = column;
    this.type = type;
  }

  static Dictionary<Fingerprint> relays(Connection connection) {
    return new Dictionary<>(connection, "relay", "fingerprint", "bytea");
  }

  static Dictionary<String> policies(Connection connection) {
    return new Dictionary<>(connection, "policy", "summary", "text");
  }

  /** Forgets what it remembers: after a rollback its numbers may stand for nothing. */
  void clear() {
    ids.clear();
  }

  /** Makes sure that all these values have numbers, written in the current transaction. */
  void resolve(Collection<V> values) throws SQLException {
    if (ids.size() > REMEMBERED) {
      ids.clear();
    }
    Set<V> unknown = new LinkedHashSet<>();
    for (V value : values) {
      if (!ids.containsKey(value)) {
        unknown.add(value);
      }
    }
    List<V> asked = new ArrayList<>(unknown);
    for (int from = 0; from < asked.size(); from += AT_ONCE) {
      List<V> part = asked.subList(from, Math.min(from + AT_ONCE, asked.size()));
      unknown.removeAll(find(part));
    }
    write(unknown);
  }

  /** The number of a value that {@link #resolve} was given in this transaction. */
  int id(V value) {
    Integer id = ids.get(value);
    if (id == null) {
      throw new IllegalStateException("no number in " + table);
    }
    return id;
  }

  private Set<V> find(List<V> values) throws SQLException {
    Set<V> found = new LinkedHashSet<>();
    Object[] bound =
        type.equals("bytea")
            ? values.stream().map(value -> ((Fingerprint) value).toBytes()).toArray(byte[][]::new)
            : values.toArray(String[]::new);
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id, " + column + " from " + table + " where " + column + " = any (?)")) {
      Array array = connection.createArrayOf(type, bound);
      select.setArray(1, array);
      Map<Object, V> byForm = new HashMap<>();
      values.forEach(value -> byForm.put(value, value));
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Object form =
              type.equals("bytea") ? Fingerprint.ofBytes(rows.getBytes(2)) : rows.getString(2);
          V value = byForm.get(form);
          if (value != null) {
            ids.put(value, rows.getInt(1));
            found.add(value);
          }
        }
      }
    }
    return found;
  }

  private void write(Set<V> values) throws SQLException {
    if (values.isEmpty()) {
      return;
    }
    int next = nextId(connection, table);
    try (BinaryCopy copy = new BinaryCopy(connection, table + " (id, " + column + ")")) {
      for (V value : values) {
        copy.row(2).integer(next);
        if (value instanceof Fingerprint fingerprint) {
          copy.bytes(fingerprint.toBytes());
        } else {
          copy.text((String) value);
        }
        ids.put(value, next++);
      }
      copy.finish();
    }
  }

  /** The number for the next row of a table whose numbers the importer gives. */
  static int nextId(Connection connection, String table) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("select coalesce(max(id), 0) + 1 from " + table);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }
}
