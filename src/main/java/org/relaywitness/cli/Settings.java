package org.relaywitness.cli;

import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.pdf.Reports;
import org.relaywitness.store.DatabaseConfig;
import org.relaywitness.watch.Readiness;
import org.relaywitness.web.FairUse;
import org.relaywitness.web.Site;

/**
 * What the operator configured. A command line option wins over the environment, the environment
 * over the file given with {@code --config}, the file over the default.
 *
 * @param data folder of the embedded database and the raw documents
 * @param database a PostgreSQL server; {@code null}: the embedded one under {@code data}
 * @param authorities replaces the built-in list of directory authorities; {@code null}: built in
 * @param documents whether imports keep the raw documents on disk
 * @param host address on which {@code serve} listens
 * @param port port on which {@code serve} listens; 0 takes any free one
 * @param fairUse how much one client may ask of {@code serve}
 * @param dnsPort port of the DNS list; 0 takes any free one; {@code null}: off
 * @param dnsZone domain below which the DNS list answers; {@code null} only where it is off
 * @param admin health and metrics of {@code serve}
 * @param log how the program logs
 * @param site what the operator says of {@code serve}, and how its reports in PDF are made. Never
 *     printed
 */
record Settings(
    Path data,
    @Nullable DatabaseConfig database,
    @Nullable Path authorities,
    boolean documents,
    String host,
    int port,
    FairUse fairUse,
    @Nullable Integer dnsPort,
    @Nullable String dnsZone,
    Admin admin,
    Log log,
    Site site) {

  /**
   * The listener for health and metrics.
   *
   * @param port {@code null}: off; 0 takes any free one
   */
  record Admin(String host, @Nullable Integer port, Readiness readiness) {}

  /**
   * How the program logs.
   *
   * @param json one JSON object a line, instead of text
   * @param level {@code error}, {@code warn}, {@code info} or {@code debug}
   */
  record Log(boolean json, String level) {}

  /** The keys of the configuration file, each also an environment variable. */
  enum Key {
    DATA("data", null),
    DATABASE("database", null),
    DATABASE_USER("database-user", null),
    DATABASE_PASSWORD_FILE("database-password-file", null),
    READ_DATABASE("read-database", null),
    READ_DATABASE_USER("read-database-user", null),
    READ_DATABASE_PASSWORD_FILE("read-database-password-file", null),
    ALLOW_SUPERUSER("allow-superuser", "false"),
    DATABASE_CONNECTIONS("database-connections", "8"),
    CONNECT_TIMEOUT("connect-timeout", "5"),
    STATEMENT_TIMEOUT("statement-timeout", "30"),
    LOCK_TIMEOUT("lock-timeout", "10"),
    IDLE_TRANSACTION_TIMEOUT("idle-transaction-timeout", "60"),
    AUTHORITIES("authorities", null),
    DOCUMENTS("documents", "true"),
    HOST("host", "127.0.0.1"),
    PORT("port", "8080"),
    REQUESTS_PER_SECOND("requests-per-second", "0"),
    BULK_REQUESTS_PER_SECOND("bulk-requests-per-second", "0"),
    UNLIMITED_NETWORKS("unlimited-networks", null),
    TRUSTED_PROXIES("trusted-proxies", null),
    DNS_PORT("dns-port", null),
    DNS_ZONE("dns-zone", null),
    ADMIN_HOST("admin-host", "127.0.0.1"),
    ADMIN_PORT("admin-port", null),
    READY_CONSENSUS_HOURS("ready-consensus-hours", "0"),
    READY_REPLICA_SECONDS("ready-replica-seconds", "0"),
    LOG_FORMAT("log-format", "text"),
    LOG_LEVEL("log-level", "warn"),
    PUBLIC_URL("public-url", null),
    SIGNING_KEY_FILE("signing-key-file", null),
    SIGNING_KEY_PASSWORD_FILE("signing-key-password-file", null),
    TIMESTAMP_URL("timestamp-url", null),
    TIMESTAMP_REQUIRED("timestamp-required", "true"),
    OPERATOR("operator", null),
    CONTACT("contact", null);

    private final String property;
    private final @Nullable String standard;

    Key(String property, @Nullable String standard) {
      this.property = property;
      this.standard = standard;
    }

    /** What holds where nothing is set; {@code null}: nothing does. */
    @Nullable String standard() {
      return standard;
    }

    /** The key in the configuration file: {@code database-user}. */
    String property() {
      return property;
    }

    /** The environment variable: {@code RELAYWITNESS_DATABASE_USER}. */
    String variable() {
      return "RELAYWITNESS_" + name();
    }
  }

  /** A configuration that cannot be used; lists every problem found, not only the first. */
  static final class InvalidSettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidSettingsException(List<String> problems) {
      super(String.join(System.lineSeparator(), problems));
    }
  }

  /**
   * Puts the settings together.
   *
   * @param flags values given on the command line
   * @param environment the process's environment
   * @param file the configuration file; {@code null}: none
   * @throws InvalidSettingsException naming every unknown key and every unusable value
   */
  static Settings load(Map<Key, String> flags, Map<String, String> environment, @Nullable Path file)
      throws InvalidSettingsException {
    List<String> problems = new ArrayList<>();
    SettingValues read =
        new SettingValues(
            SettingSources.read(flags, environment, file, problems).values(), problems);
    Path data = read.path(Key.DATA);
    Settings settings =
        new Settings(
            data == null ? defaultData(environment) : data,
            new DatabaseValues(read, problems).server(),
            read.path(Key.AUTHORITIES),
            read.truth(Key.DOCUMENTS),
            read.text(Key.HOST),
            read.port(Key.PORT),
            new FairUse(
                read.rate(Key.REQUESTS_PER_SECOND),
                read.rate(Key.BULK_REQUESTS_PER_SECOND),
                read.networks(Key.UNLIMITED_NETWORKS),
                read.networks(Key.TRUSTED_PROXIES)),
            read.findPort(Key.DNS_PORT),
            read.dnsZone(),
            new Admin(
                read.text(Key.ADMIN_HOST),
                read.findPort(Key.ADMIN_PORT),
                new Readiness(
                    read.limit(Key.READY_CONSENSUS_HOURS, ChronoUnit.HOURS),
                    read.limit(Key.READY_REPLICA_SECONDS, ChronoUnit.SECONDS))),
            new Log(
                read.choice(Key.LOG_FORMAT, "text", "json").equals("json"),
                read.choice(Key.LOG_LEVEL, "error", "warn", "info", "debug")),
            new Site(
                new Reports(
                    read.webAddress(Key.PUBLIC_URL), new SigningValues(read, problems).find()),
                read.line(Key.OPERATOR),
                read.line(Key.CONTACT)));
    if (!problems.isEmpty()) {
      throw new InvalidSettingsException(problems);
    }
    return settings;
  }

  static Path defaultData(Map<String, String> environment) {
    String xdg = environment.get("XDG_DATA_HOME");
    Path base =
        xdg != null && !xdg.isBlank()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home", "."), ".local", "share");
    return base.resolve("relaywitness");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Settings[data=" + data + ", host=" + host + ", port=" + port + "]";
  }
}
