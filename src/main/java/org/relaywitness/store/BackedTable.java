package org.relaywitness.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One of the tables that a backup holds.
 *
 * @param name as the schema has it
 * @param columns in the order in which their values stand in each row
 */
public record BackedTable(String name, List<String> columns) {
  public BackedTable {
    columns = List.copyOf(columns);
  }

  /**
   * Every table of the schema, each behind those it refers to: in the order in which they can be
   * filled. Left out are the list of migrations, and the versions of the records: no state may have
   * those of another.
   */
  static List<BackedTable> all(Connection connection) throws SQLException {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                select c.relname, a.attname
                  from pg_class c join pg_attribute a on a.attrelid = c.oid
                 where c.relnamespace = current_schema()::regnamespace
                   and c.relkind in ('r', 'p') and not c.relispartition
                   and c.relname not in ('flyway_schema_history', 'record_state', 'record_day')
                   and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
                 order by c.relname, a.attnum
                """);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        columns.computeIfAbsent(row.getString(1), name -> new ArrayList<>()).add(row.getString(2));
      }
    }
    Map<String, Set<String>> references = references(connection);
    List<BackedTable> ordered = new ArrayList<>();
    Set<String> placed = new HashSet<>();
    while (placed.size() < columns.size()) {
      int before = placed.size();
      columns.forEach(
          (name, names) -> {
            if (!placed.contains(name)
                && placed.containsAll(references.getOrDefault(name, Set.of()))) {
              placed.add(name);
              ordered.add(new BackedTable(name, names));
            }
          });
      if (placed.size() == before) {
        throw new IllegalStateException("the tables refer to each other in a circle");
      }
    }
    return ordered;
  }

  private static Map<String, Set<String>> references(Connection connection) throws SQLException {
    Map<String, Set<String>> references = new HashMap<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                select c.relname, t.relname
                  from pg_constraint f
                  join pg_class c on c.oid = f.conrelid join pg_class t on t.oid = f.confrelid
                 where f.contype = 'f' and f.conrelid <> f.confrelid
                   and c.relnamespace = current_schema()::regnamespace
                """);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        references.computeIfAbsent(row.getString(1), name -> new HashSet<>()).add(row.getString(2));
      }
    }
    return references;
  }

  /** The columns, quoted, for a statement. */
  String columnList() {
    return String.join(", ", columns.stream().map(BackedTable::quoted).toList());
  }

  /** The name, quoted, for a statement. */
  String quotedName() {
    return quoted(name);
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
