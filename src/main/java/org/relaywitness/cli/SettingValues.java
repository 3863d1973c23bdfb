package org.relaywitness.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.TemporalUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.relaywitness.dns.DnsServer;
import org.relaywitness.lookup.AddressParser;
import org.relaywitness.lookup.IpNetwork;

/**
 * The values of the settings, read as what they should be. A value that cannot be used becomes a
 * problem, and something harmless stands in for it, so that all problems are found in one go.
 */
final class SettingValues {
  private static final int HIGHEST_PORT = 65535;
  private static final int LONGEST_LINE = 200;
  private static final int HIGHEST_RATE = 100_000;
  private static final int HIGHEST_COUNT = 1000;
  private static final int LONGEST = 100_000;

  private final Map<Settings.Key, String> values;
  private final List<String> problems;

  /** Values as they were given; what is wrong with them is added to {@code problems}. */
  SettingValues(Map<Settings.Key, String> values, List<String> problems) {
    this.values = values;
    this.problems = problems;
  }

  /** Whether somebody gave it a value. */
  boolean isSet(Settings.Key key) {
    return values.containsKey(key);
  }

  /** The value; {@code null}: not set, and there is no default. */
  @Nullable String find(Settings.Key key) {
    return values.getOrDefault(key, key.standard());
  }

  /** The value of a key that has a default. */
  String text(Settings.Key key) {
    return Objects.requireNonNull(find(key), key.property());
  }

  /** The value of a key that has a default, one of these words. */
  String choice(Settings.Key key, String... words) {
    String found = text(key);
    if (!List.of(words).contains(found)) {
      problems.add(
          key.property() + ": found \"" + found + "\", expected " + String.join(", ", words));
    }
    return found;
  }

  /** Words of one line, fit to be shown. */
  @Nullable String line(Settings.Key key) {
    String value = values.get(key);
    if (value == null) {
      return null;
    }
    String line = value.strip();
    if (line.isEmpty() || line.length() > LONGEST_LINE || line.chars().anyMatch(c -> c < ' ')) {
      problems.add(key.property() + ": expected one line of 1 to " + LONGEST_LINE + " characters");
      return null;
    }
    return line;
  }

  @Nullable Path path(Settings.Key key) {
    String value = values.get(key);
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

  /** The secret that the named file holds, without space around it. Never part of a problem. */
  @Nullable String secret(Settings.Key key) {
    Path path = path(key);
    if (path == null) {
      return null;
    }
    try {
      String content = Files.readString(path).strip();
      if (!content.isEmpty() && content.lines().count() == 1) {
        return content;
      }
      problems.add(key.property() + ": " + path + " holds no password, or more than one line");
    } catch (IOException e) {
      problems.add(key.property() + ": cannot read " + path);
    }
    return null;
  }

  boolean truth(Settings.Key key) {
    String word = text(key);
    if (!word.equals("true") && !word.equals("false")) {
      problems.add(key.property() + ": found \"" + word + "\", expected true or false");
    }
    return word.equals("true");
  }

  /** The port of a key that has a default. */
  int port(Settings.Key key) {
    return number(key, text(key), 0, HIGHEST_PORT);
  }

  @Nullable Integer findPort(Settings.Key key) {
    String value = find(key);
    return value == null ? null : number(key, value, 0, HIGHEST_PORT);
  }

  /** Requests a second. */
  int rate(Settings.Key key) {
    return number(key, text(key), 0, HIGHEST_RATE);
  }

  /** How many, at least one. */
  int count(Settings.Key key) {
    return number(key, text(key), 1, HIGHEST_COUNT);
  }

  /** A time; zero is one, too. */
  Duration time(Settings.Key key, TemporalUnit unit) {
    return Duration.of(number(key, text(key), 0, LONGEST), unit);
  }

  /** A time that must not be exceeded; {@code null} for zero, which stands for no limit. */
  @Nullable Duration limit(Settings.Key key, TemporalUnit unit) {
    Duration time = time(key, unit);
    return time.isZero() ? null : time;
  }

  private int number(Settings.Key key, String value, int lowest, int highest) {
    try {
      int number = Integer.parseInt(value.strip());
      if (number >= lowest && number <= highest) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Reported below, together with numbers out of range.
    }
    problems.add(
        key.property()
            + ": found \""
            + value
            + "\", expected a number from "
            + lowest
            + " to "
            + highest);
    return lowest;
  }

  /** Networks and single addresses, with commas between. */
  List<IpNetwork> networks(Settings.Key key) {
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

  /** An address that begins with http or https, without query. */
  @Nullable URI webAddress(Settings.Key key) {
    String value = values.get(key);
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
        key.property()
            + ": found \""
            + value
            + "\", expected an address such as https://witness.example.org/");
    return null;
  }

  @Nullable String dnsZone() {
    String zone = values.get(Settings.Key.DNS_ZONE);
    if (zone == null) {
      if (values.containsKey(Settings.Key.DNS_PORT)) {
        problems.add("dns-zone: expected the domain of the DNS list, such as tor.example.org");
      }
    } else if (!DnsServer.isZone(zone)) {
      problems.add(
          "dns-zone: found \""
              + zone
              + "\", expected a domain name that leaves room for questions");
    }
    return zone;
  }
}
