package org.relaywitness.evidence.logline;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relaywitness.lookup.AddressParser;

/** Finds the IP addresses in a line of text, and leaves out what only looks like one. */
final class AddressScan {
  private static final Pattern IPV6 =
      Pattern.compile(
          "(?<![0-9A-Za-z:._-])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,8}"
              + "(?:(?<=:)[0-9]{1,3}(?:\\.[0-9]{1,3}){3})?(?![0-9A-Za-z:_%])(?!\\.[0-9])");
  private static final Pattern IPV4 =
      Pattern.compile(
          "(?<![0-9A-Za-z._-])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![0-9A-Za-z_-])"
              + "(?!\\.[0-9])(?!/[0-9]{1,2}(?![0-9.]))");

  /** Eight pairs of digits are a hardware address (EUI-64). */
  private static final Pattern HARDWARE = Pattern.compile("(?:[0-9A-Fa-f]{2}:){7}[0-9A-Fa-f]{2}");

  /** Browsers name their version so: Chrome/121.0.0.0. */
  private static final Pattern PRODUCT = Pattern.compile(".*[A-Za-z]/");

  private static final int LONGEST_PRODUCT = 40;

  private AddressScan() {}

  static List<InetAddress> addresses(String text) {
    // Mail headers write [IPv6:2001:db8::1].
    String line = text.replaceAll("(?i)\\bIPv6:", "IPv6 ");
    Map<Integer, InetAddress> found = new TreeMap<>();
    StringBuilder rest = new StringBuilder(line);
    Matcher six = IPV6.matcher(line);
    while (six.find()) {
      InetAddress address = HARDWARE.matcher(six.group()).matches() ? null : ofIpv6(six.group());
      if (address != null) {
        found.put(six.start(), address);
        for (int i = six.start(); i < six.end(); i++) {
          rest.setCharAt(i, ' ');
        }
      }
    }
    Matcher four = IPV4.matcher(rest);
    while (four.find()) {
      InetAddress address = AddressParser.find(four.group());
      if (address != null && !isVersion(line, four.start(), four.group())) {
        found.put(four.start(), address);
      }
    }
    return new ArrayList<>(new LinkedHashSet<>(found.values()));
  }

  private static @Nullable InetAddress ofIpv6(String token) {
    // A time of day has colons too, but never eight groups, nor two colons side by side.
    return token.equals("::") ? null : AddressParser.find(token);
  }

  private static boolean isVersion(String line, int start, String address) {
    String before = line.substring(Math.max(0, start - LONGEST_PRODUCT), start);
    return address.endsWith(".0.0") && PRODUCT.matcher(before).matches();
  }
}
