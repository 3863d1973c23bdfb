package org.relaywitness.cli;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.relaywitness.store.DatabaseConfig;
import org.relaywitness.store.DatabaseLogin;
import org.relaywitness.store.DatabaseTimeouts;

/** The settings of a PostgreSQL server, read as one. */
final class DatabaseValues {
  private static final List<Settings.Key> OF_A_SERVER =
      List.of(
          Settings.Key.DATABASE_USER,
          Settings.Key.DATABASE_PASSWORD_FILE,
          Settings.Key.READ_DATABASE,
          Settings.Key.READ_DATABASE_USER,
          Settings.Key.READ_DATABASE_PASSWORD_FILE);

  private final SettingValues values;
  private final List<String> problems;

  /** What is wrong with the values is added to {@code problems}. */
  DatabaseValues(SettingValues values, List<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  /** How to use the server; {@code null}: none is named, and the embedded database is used. */
  @Nullable DatabaseConfig server() {
    // All are read, whether they are used or not: a problem is told before it matters.
    String url = url(Settings.Key.DATABASE);
    String readUrl = url(Settings.Key.READ_DATABASE);
    String user = orEmpty(values.find(Settings.Key.DATABASE_USER));
    String password = orEmpty(values.secret(Settings.Key.DATABASE_PASSWORD_FILE));
    String reader = values.find(Settings.Key.READ_DATABASE_USER);
    String readerPassword = orEmpty(values.secret(Settings.Key.READ_DATABASE_PASSWORD_FILE));
    DatabaseTimeouts timeouts =
        new DatabaseTimeouts(
            values.time(Settings.Key.CONNECT_TIMEOUT, ChronoUnit.SECONDS),
            values.time(Settings.Key.STATEMENT_TIMEOUT, ChronoUnit.SECONDS),
            values.time(Settings.Key.LOCK_TIMEOUT, ChronoUnit.SECONDS),
            values.time(Settings.Key.IDLE_TRANSACTION_TIMEOUT, ChronoUnit.SECONDS));
    int connections = values.count(Settings.Key.DATABASE_CONNECTIONS);
    boolean superuserRefused = !values.truth(Settings.Key.ALLOW_SUPERUSER);
    if (reader == null && values.find(Settings.Key.READ_DATABASE_PASSWORD_FILE) != null) {
      problems.add("read-database-password-file: is set without read-database-user");
    }
    if (url == null) {
      if (values.find(Settings.Key.DATABASE) == null) {
        requireNone();
      }
      return null;
    }
    DatabaseLogin writing = new DatabaseLogin(url, user, password);
    DatabaseLogin reading =
        new DatabaseLogin(
            readUrl == null ? url : readUrl,
            reader == null ? user : reader,
            reader == null ? password : readerPassword);
    return new DatabaseConfig(writing, reading, connections, timeouts, false, superuserRefused);
  }

  private void requireNone() {
    for (Settings.Key key : OF_A_SERVER) {
      if (values.find(key) != null) {
        problems.add(key.property() + ": is set, and database, the server's URL, is not");
      }
    }
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }

  private @Nullable String url(Settings.Key key) {
    String value = values.find(key);
    if (value == null) {
      return null;
    }
    // The value may hold a secret, so it is never repeated.
    if (!value.startsWith("jdbc:postgresql:")) {
      problems.add(
          key.property()
              + ": expected a JDBC URL such as jdbc:postgresql://localhost:5432/relaywitness");
      return null;
    }
    for (String parameter : value.replaceFirst("^[^?]*\\??", "").split("&", -1)) {
      String name = parameter.replaceFirst("=.*", "").toLowerCase(Locale.ROOT);
      if (name.equals("password") || name.equals("sslpassword")) {
        problems.add(
            key.property()
                + ": holds a password, which others can read from the list of processes or from"
                + " here; put it into a file, and name that with "
                + (key == Settings.Key.DATABASE
                        ? Settings.Key.DATABASE_PASSWORD_FILE
                        : Settings.Key.READ_DATABASE_PASSWORD_FILE)
                    .property());
      } else if (parameter.equalsIgnoreCase("preferQueryMode=simple")
          || name.equals("loggerlevel")
          || name.equals("loggerfile")) {
        problems.add(
            key.property()
                + ": "
                + name
                + " would put what is looked up into statements or logs; leave it out");
      }
    }
    return value;
  }
}
