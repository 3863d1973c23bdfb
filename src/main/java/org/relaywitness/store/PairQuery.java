package org.relaywitness.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Statements that the driver sends together, before it waits for the first result. They can also go
 * with what finds the state that is read.
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
}
