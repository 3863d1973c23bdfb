package org.relaywitness.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What the server lets a connection do.
 *
 * @param superuser whether it may do anything at all
 * @param replica whether the server is a replica, on which nobody can write
 * @param writes whether it may change the records or the schema
 */
record DatabaseRole(String name, boolean superuser, boolean replica, boolean writes) {

  static DatabaseRole of(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                select current_user, r.rolsuper, pg_is_in_recovery(),
                       has_schema_privilege('public', 'create')
                       or exists (
                            select from pg_class c
                             where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
                               and has_table_privilege(c.oid, 'insert, update, delete, truncate'))
                  from pg_roles r where r.rolname = current_user
                """);
        ResultSet row = select.executeQuery()) {
      row.next();
      return new DatabaseRole(
          row.getString(1), row.getBoolean(2), row.getBoolean(3), row.getBoolean(4));
    }
  }

  /** Requires a role that may migrate and import. */
  void requireWriter(boolean superuserRefused) {
    if (superuserRefused) {
      refuseSuperuser();
    }
    if (replica) {
      throw new StoreException(
          "write to the database",
          "the server is a replica; name the primary, or both with targetServerType=primary",
          null);
    }
    if (!writes) {
      throw new StoreException(
          "write to the database",
          "the role \""
              + name
              + "\" may only read; migrations and imports need the role that owns the tables"
              + " (etc/postgresql-roles.sql)",
          null);
    }
  }

  void refuseSuperuser() {
    if (superuser) {
      throw new StoreException(
          "use the database",
          "\""
              + name
              + "\" is a superuser, who may read and destroy everything on the server; make roles"
              + " with etc/postgresql-roles.sql, or allow it (allow-superuser)",
          null);
    }
  }
}
