package org.relaywitness.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** The rows of {@code consensus_entries}: what consensuses that do not answer list. */
final class KeptEntries {
  private final Connection connection;

  KeptEntries(Connection connection) {
    this.connection = connection;
  }

  /** Keeps the tuples of a consensus that does not answer. */
  void keep(int consensusId, int[] ids, TupleTable tuples) throws SQLException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(bytes)) {
      for (int id : ids) {
        int length = tuples.length(id);
        deflated.write(length >>> 8);
        deflated.write(length);
        deflated.write(tuples.arena(), tuples.start(id), length);
      }
    } catch (IOException e) {
      throw new StoreException("pack entries", e);
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into consensus_entries (consensus_id, appearances) values (?, ?)")) {
      insert.setInt(1, consensusId);
      insert.setBytes(2, bytes.toByteArray());
      insert.executeUpdate();
    }
  }

  /** The tuples of a consensus that does not answer. */
  static int[] read(Connection connection, int consensusId, TupleTable tuples) throws SQLException {
    byte[] packed;
    try (PreparedStatement select =
        connection.prepareStatement(
            "select appearances from consensus_entries where consensus_id = ?")) {
      select.setInt(1, consensusId);
      try (ResultSet row = select.executeQuery()) {
        if (!row.next()) {
          throw new StoreException("read entries", "consensus " + consensusId + " has none", null);
        }
        packed = row.getBytes(1);
      }
    }
    try (InflaterInputStream inflated = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      byte[] bytes = inflated.readAllBytes();
      int[] ids = new int[16];
      int count = 0;
      int position = 0;
      while (position < bytes.length) {
        int length = ((bytes[position] & 0xff) << 8) | (bytes[position + 1] & 0xff);
        if (count == ids.length) {
          ids = Arrays.copyOf(ids, 2 * count);
        }
        ids[count++] = tuples.intern(bytes, position + 2, length);
        position += 2 + length;
      }
      return Arrays.copyOf(ids, count);
    } catch (IOException e) {
      throw new StoreException("unpack entries", e);
    }
  }

  void delete(int consensusId) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from consensus_entries where consensus_id = ?")) {
      delete.setInt(1, consensusId);
      delete.executeUpdate();
    }
  }
}
