package org.relaywitness.store;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** New connections of one login, for work that is done once. */
final class ConnectionSource implements DataSource {
  private final DatabaseLogin login;
  private final Properties properties;

  ConnectionSource(DatabaseLogin login, String application, Duration connectTimeout) {
    this.login = login;
    properties = login.properties(application, connectTimeout);
  }

  /**
   * A new connection.
   *
   * @throws SQLException when the database cannot be reached, without the URL's parameters
   */
  @Override
  public Connection getConnection() throws SQLException {
    if (!login.url().startsWith("jdbc:postgresql:")) {
      throw new SQLException(login.plainUrl() + " is no URL of a PostgreSQL server");
    }
    return DriverManager.getConnection(login.url(), properties);
  }

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    throw new SQLFeatureNotSupportedException("the user is settled");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException("there is no log");
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException("the limits are settled");
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("there is no log");
  }

  @Override
  public <T> T unwrap(Class<T> kind) throws SQLException {
    throw new SQLFeatureNotSupportedException("nothing is wrapped");
  }

  @Override
  public boolean isWrapperFor(Class<?> kind) {
    return false;
  }
}
