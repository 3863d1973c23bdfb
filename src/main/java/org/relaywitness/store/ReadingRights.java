package org.relaywitness.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Lets a role read the records, and nothing else. Whoever owns the tables may grant it. */
final class ReadingRights {
  /** Two that grant at the same time would fail each other. */
  private static final long LOCK = 0x52656c61_79477261L;

  private ReadingRights() {}

  /** Grants what is lacking; changes nothing where nothing is. */
  static void grant(Connection connection, String role) throws SQLException {
    if (hasAll(connection, role)) {
      return;
    }
    boolean autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    try (PreparedStatement lock = connection.prepareStatement("select pg_advisory_xact_lock(?)");
        Statement statement = connection.createStatement()) {
      lock.setLong(1, LOCK);
      lock.execute();
      String reader = statement.enquoteIdentifier(role, true);
      statement.execute("grant usage on schema public to " + reader);
      statement.execute("grant select on all tables in schema public to " + reader);
      statement.execute(
          "alter default privileges in schema public grant select on tables to " + reader);
      connection.commit();
    } finally {
      connection.rollback();
      connection.setAutoCommit(autoCommit);
    }
  }

  private static boolean hasAll(Connection connection, String role) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select has_schema_privilege(r.oid, 'public', 'usage')
                   and not exists (
                     select from pg_class c
                      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'v')
                        and not has_table_privilege(r.oid, c.oid, 'select'))
              from pg_roles r where r.rolname = ?
            """)) {
      select.setString(1, role);
      try (ResultSet row = select.executeQuery()) {
        // A role that is not there is the server's business, which says so when it is to log in.
        return !row.next() || row.getBoolean(1);
      }
    }
  }
}
