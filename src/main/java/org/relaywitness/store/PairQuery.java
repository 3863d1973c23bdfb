package org.relaywitness.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Statements that the driver sends together, before it waits for the first result. They can also go
 * with what begins their transaction.
 *
 * @param <T> what is made of their results
 */
interface PairQuery<T> {
  /** The statements, with semicolons between them. */
  String sql();

  /**
   * Sets the parameters.
   *
   * @param first the index of the first of them
   */
  void bind(PreparedStatement select, int first) throws SQLException;

  /**
   * Reads the results.
   *
   * @param executed at the first of them
   */
  T read(PreparedStatement executed, ReadTransaction transaction) throws SQLException;

  /** Runs the statements in a transaction that has begun. */
  default T run(ReadTransaction transaction) throws SQLException {
    try (PreparedStatement select = transaction.connection().prepareStatement(sql())) {
      bind(select, 1);
      select.execute();
      return read(select, transaction);
    }
  }
}
