package org.relaywitness.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;

/**
 * The embedded database's role that can only read. What answers questions uses it, so that a fault
 * there can change nothing.
 */
final class EmbeddedReader {
  static final String USER = "relaywitness_read";

  private EmbeddedReader() {}

  /**
   * Makes sure that there is such a role, with the password in the folder. Only one process at a
   * time may do this.
   *
   * @return its password
   */
  static String ensure(DatabaseLogin owner, Path folder) throws IOException {
    Path file = folder.resolve("read-password");
    try (Connection connection =
        new ConnectionSource(owner, "relaywitness", DatabaseTimeouts.DEFAULT.connect())
            .getConnection()) {
      boolean there = exists(connection);
      if (there && Files.exists(file)) {
        return Files.readString(file).strip();
      }
      byte[] secret = new byte[24];
      new SecureRandom().nextBytes(secret);
      String password = HexFormat.of().formatHex(secret);
      try (Statement statement = connection.createStatement()) {
        // An identifier and hexadecimal digits: nothing to quote.
        statement.execute(
            (there ? "alter" : "create")
                + " role "
                + USER
                + " login nosuperuser nocreatedb nocreaterole noreplication password '"
                + password
                + "'");
        statement.execute("alter role " + USER + " set default_transaction_read_only = on");
      }
      write(file, password);
      return password;
    } catch (SQLException e) {
      throw new StoreException("make the role that reads", e);
    }
  }

  private static boolean exists(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select from pg_roles where rolname = ?")) {
      select.setString(1, USER);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  private static void write(Path file, String password) throws IOException {
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, password);
  }
}
