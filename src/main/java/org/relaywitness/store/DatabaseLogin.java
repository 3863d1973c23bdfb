package org.relaywitness.store;

import java.time.Duration;
import java.util.Properties;

/**
 * Where a database is, and as whom to use it.
 *
 * @param url JDBC URL: {@code jdbc:postgresql://host:5432/name}; several hosts, with commas
 *     between, are tried as {@code targetServerType} says
 * @param user empty: as the URL says
 * @param password empty: as the URL says. Never printed
 */
public record DatabaseLogin(String url, String user, String password) {
  private static final Duration LOGIN = Duration.ofSeconds(5);

  /** As a connection's properties, with what every connection of this software has. */
  Properties properties(String application, Duration connectTimeout) {
    Properties properties = new Properties();
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
    }
    if (!password.isEmpty()) {
      properties.setProperty("password", password);
    }
    properties.setProperty("ApplicationName", application);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty(
        "connectTimeout", Long.toString(Math.max(1, connectTimeout.toSeconds())));
    properties.setProperty("loginTimeout", Long.toString(loginTimeout(connectTimeout).toSeconds()));
    // The server's details quote values, and a looked-up address is one.
    properties.setProperty("logServerErrorDetail", "false");
    if (url.contains("targetServerType=")) {
      // The driver takes a server for a replica where a new session is read only. A role that is so
      // by its own setting must not look like one; readers' sessions are made read only afterwards.
      properties.setProperty("options", "-c default_transaction_read_only=off");
    }
    return properties;
  }

  /** Long enough to try each host of the URL, and to be let in by the last. */
  Duration loginTimeout(Duration connectTimeout) {
    long hosts = 1 + plainUrl().chars().filter(letter -> letter == ',').count();
    return connectTimeout.multipliedBy(hosts).plus(LOGIN);
  }

  /** The URL without its parameters, which may hold secrets. */
  String plainUrl() {
    return url.replaceAll("\\?.*", "");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "DatabaseLogin[url=" + plainUrl() + ", user=" + user + "]";
  }
}
