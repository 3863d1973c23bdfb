package org.relaywitness.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.relaywitness.evidence.pdf.Reports;
import org.relaywitness.web.FairUse;
import org.relaywitness.web.Site;

/**
 * What the operator configured. A command line option wins over the environment, the environment
 * over the file given with {@code --config}, the file over the default.
 *
 * @param data folder of the embedded database and the raw documents
 * @param database JDBC URL of a PostgreSQL server; {@code null}: the embedded one under {@code
 *     data}
 * @param databaseUser user for the server; {@code null}: as the URL says
 * @param databasePassword password for the server; {@code null}: as the URL says. Never printed
 * @param authorities replaces the built-in list of directory authorities; {@code null}: built in
 * @param documents whether imports keep the raw documents on disk
 * @param host address on which {@code serve} listens
 * @param port port on which {@code serve} listens; 0 takes any free one
 * @param fairUse how much one client may ask of {@code serve}
 * @param dnsPort port of the DNS list; 0 takes any free one; {@code null}: off
 * @param dnsZone domain below which the DNS list answers; {@code null} only where it is off
 * @param site what the operator says of {@code serve}, and how its reports in PDF are made. Never
 *     printed
 */
record Settings(
    Path data,
    @Nullable String database,
    @Nullable String databaseUser,
    @Nullable String databasePassword,
    @Nullable Path authorities,
    boolean documents,
    String host,
    int port,
    FairUse fairUse,
    @Nullable Integer dnsPort,
    @Nullable String dnsZone,
    Site site) {

  /** The keys of the configuration file, each also an environment variable. */
  enum Key {
    DATA("data"),
    DATABASE("database"),
    DATABASE_USER("database-user"),
    DATABASE_PASSWORD_FILE("database-password-file"),
    AUTHORITIES("authorities"),
    DOCUMENTS("documents"),
    HOST("host"),
    PORT("port"),
    REQUESTS_PER_SECOND("requests-per-second"),
    BULK_REQUESTS_PER_SECOND("bulk-requests-per-second"),
    UNLIMITED_NETWORKS("unlimited-networks"),
    TRUSTED_PROXIES("trusted-proxies"),
    DNS_PORT("dns-port"),
    DNS_ZONE("dns-zone"),
    PUBLIC_URL("public-url"),
    SIGNING_KEY_FILE("signing-key-file"),
    SIGNING_KEY_PASSWORD_FILE("signing-key-password-file"),
    TIMESTAMP_URL("timestamp-url"),
    TIMESTAMP_REQUIRED("timestamp-required"),
    OPERATOR("operator"),
    CONTACT("contact");

    private final String property;

    Key(String property) {
      this.property = property;
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
    Map<Key, String> values = new EnumMap<>(Key.class);
    if (file != null) {
      readFile(file, values, problems);
    }
    readEnvironment(environment, values, problems);
    values.putAll(flags);
    SettingValues read = new SettingValues(values, problems);
    Path data = read.path(Key.DATA);
    Settings settings =
        new Settings(
            data == null ? defaultData(environment) : data,
            read.database(),
            read.text(Key.DATABASE_USER),
            read.contentOf(Key.DATABASE_PASSWORD_FILE),
            read.path(Key.AUTHORITIES),
            read.truth(Key.DOCUMENTS, true),
            read.text(Key.HOST, "127.0.0.1"),
            read.port(Key.PORT, 8080),
            new FairUse(
                read.rate(Key.REQUESTS_PER_SECOND),
                read.rate(Key.BULK_REQUESTS_PER_SECOND),
                read.networks(Key.UNLIMITED_NETWORKS),
                read.networks(Key.TRUSTED_PROXIES)),
            read.findPort(Key.DNS_PORT),
            read.dnsZone(),
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

  private static void readFile(Path file, Map<Key, String> values, List<String> problems) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      problems.add(file + ": the configuration file cannot be read: " + e.getMessage());
      return;
    }
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      Key key = findKey(name);
      if (key == null) {
        problems.add(file + ": unknown key \"" + name + "\"; known are " + knownKeys());
      } else {
        values.put(key, properties.getProperty(name).strip());
      }
    }
  }

  private static void readEnvironment(
      Map<String, String> environment, Map<Key, String> values, List<String> problems) {
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      if (!variable.getKey().startsWith("RELAYWITNESS_")) {
        continue;
      }
      Key key = null;
      for (Key candidate : Key.values()) {
        if (candidate.variable().equals(variable.getKey())) {
          key = candidate;
        }
      }
      if (key == null) {
        problems.add("unknown environment variable " + variable.getKey());
      } else {
        values.put(key, variable.getValue());
      }
    }
  }

  private static @Nullable Key findKey(String property) {
    for (Key key : Key.values()) {
      if (key.property().equals(property)) {
        return key;
      }
    }
    return null;
  }

  private static String knownKeys() {
    List<String> names = new ArrayList<>();
    for (Key key : Key.values()) {
      names.add(key.property());
    }
    return String.join(", ", names);
  }

  private static Path defaultData(Map<String, String> environment) {
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
