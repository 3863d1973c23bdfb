package org.relaywitness.cli;

import java.io.IOException;
import java.io.Reader;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.AddressParser;
import org.relaywitness.lookup.IpNetwork;
import org.relaywitness.web.FairUse;

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
 * @param host address on which {@code serve} listens
 * @param port port on which {@code serve} listens; 0 takes any free one
 * @param fairUse how much one client may ask of {@code serve}
 * @param publicUrl where others find {@code serve}, for the links in reports; {@code null}: nowhere
 */
record Settings(
    Path data,
    @Nullable String database,
    @Nullable String databaseUser,
    @Nullable String databasePassword,
    @Nullable Path authorities,
    String host,
    int port,
    FairUse fairUse,
    @Nullable URI publicUrl) {

  private static final int HIGHEST_RATE = 100_000;

  /** The keys of the configuration file, each also an environment variable. */
  enum Key {
    DATA("data"),
    DATABASE("database"),
    DATABASE_USER("database-user"),
    DATABASE_PASSWORD_FILE("database-password-file"),
    AUTHORITIES("authorities"),
    HOST("host"),
    PORT("port"),
    REQUESTS_PER_SECOND("requests-per-second"),
    BULK_REQUESTS_PER_SECOND("bulk-requests-per-second"),
    UNLIMITED_NETWORKS("unlimited-networks"),
    TRUSTED_PROXIES("trusted-proxies"),
    PUBLIC_URL("public-url");

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
    Settings settings =
        new Settings(
            pathOr(values.get(Key.DATA), defaultData(environment), Key.DATA, problems),
            database(values.get(Key.DATABASE), problems),
            values.get(Key.DATABASE_USER),
            password(values.get(Key.DATABASE_PASSWORD_FILE), problems),
            path(values.get(Key.AUTHORITIES), Key.AUTHORITIES, problems),
            values.getOrDefault(Key.HOST, "127.0.0.1"),
            number(values.getOrDefault(Key.PORT, "8080"), Key.PORT, 65535, problems),
            new FairUse(
                rate(values, Key.REQUESTS_PER_SECOND, problems),
                rate(values, Key.BULK_REQUESTS_PER_SECOND, problems),
                networks(values, Key.UNLIMITED_NETWORKS, problems),
                networks(values, Key.TRUSTED_PROXIES, problems)),
            publicUrl(values.get(Key.PUBLIC_URL), problems));
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
    for (Map.Entry<String, String> variable : new java.util.TreeMap<>(environment).entrySet()) {
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

  private static Path pathOr(
      @Nullable String value, Path otherwise, Key key, List<String> problems) {
    Path path = path(value, key, problems);
    return path == null ? otherwise : path;
  }

  private static @Nullable Path path(@Nullable String value, Key key, List<String> problems) {
    if (value == null) {
      return null;
    }
    try {
      if (value.isBlank()) {
        throw new InvalidPathException(value, "it is empty");
      }
      return Path.of(value).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      problems.add(key.property() + ": not a usable path: " + e.getReason());
      return null;
    }
  }

  private static @Nullable String database(@Nullable String value, List<String> problems) {
    if (value != null && !value.startsWith("jdbc:postgresql:")) {
      // The value may hold a password, so it is not repeated.
      problems.add(
          "database: expected a JDBC URL such as jdbc:postgresql://localhost:5432/relaywitness");
      return null;
    }
    return value;
  }

  private static @Nullable String password(@Nullable String file, List<String> problems) {
    Path path = path(file, Key.DATABASE_PASSWORD_FILE, problems);
    if (path == null) {
      return null;
    }
    try {
      return Files.readString(path).strip();
    } catch (IOException e) {
      problems.add(Key.DATABASE_PASSWORD_FILE.property() + ": cannot read " + path);
      return null;
    }
  }

  private static @Nullable URI publicUrl(@Nullable String value, List<String> problems) {
    if (value == null) {
      return null;
    }
    try {
      URI url = new URI(value.strip());
      boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
      if (web && url.getHost() != null && url.getQuery() == null && url.getFragment() == null) {
        return url;
      }
    } catch (URISyntaxException e) {
      // Reported below, together with what is an address of another kind.
    }
    problems.add(
        Key.PUBLIC_URL.property()
            + ": found \""
            + value
            + "\", expected an address such as https://witness.example.org/");
    return null;
  }

  private static int rate(Map<Key, String> values, Key key, List<String> problems) {
    return number(values.getOrDefault(key, "0"), key, HIGHEST_RATE, problems);
  }

  private static int number(String value, Key key, int highest, List<String> problems) {
    try {
      int number = Integer.parseInt(value.strip());
      if (number >= 0 && number <= highest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, together with numbers out of range.
    }
    problems.add(
        key.property() + ": found \"" + value + "\", expected a number from 0 to " + highest);
    return 0;
  }

  private static List<IpNetwork> networks(Map<Key, String> values, Key key, List<String> problems) {
    List<IpNetwork> networks = new ArrayList<>();
    for (String text : values.getOrDefault(key, "").split(",", -1)) {
      if (!text.isBlank()) {
        InetAddress address = AddressParser.find(text);
        IpNetwork network =
            address == null
                ? IpNetwork.findCidr(text)
                : IpNetwork.around(address, 8 * address.getAddress().length);
        if (network == null) {
          problems.add(
              key.property()
                  + ": found \""
                  + text.strip()
                  + "\", expected networks such as 192.0.2.0/24, 2001:db8::/32");
        } else {
          networks.add(network);
        }
      }
    }
    return networks;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Settings[data=" + data + ", host=" + host + ", port=" + port + "]";
  }
}
