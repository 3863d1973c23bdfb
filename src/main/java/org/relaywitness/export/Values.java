package org.relaywitness.export;

import java.net.InetAddress;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.relaywitness.directory.Addresses;

/** How instants and addresses stand in the data set. */
final class Values {
  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private Values() {}

  /** {@code 2024-03-05T13:00:00Z}; records have whole seconds, so nothing is lost. */
  static String time(Instant instant) {
    if (!instant.truncatedTo(ChronoUnit.SECONDS).equals(instant)
        || instant.isBefore(FIRST)
        || instant.isAfter(LAST)) {
      throw new IllegalArgumentException(instant + " is not a whole second of the years 1 to 9999");
    }
    return instant.toString();
  }

  /** The first whole second that is not before the instant, within the years 1 to 9999. */
  static Instant wholeSecond(Instant instant) {
    if (instant.isBefore(FIRST)) {
      return FIRST;
    }
    if (instant.isAfter(LAST)) {
      return LAST;
    }
    Instant second = instant.truncatedTo(ChronoUnit.SECONDS);
    return second.isBefore(instant) ? second.plusSeconds(1) : second;
  }

  /** As {@link #wholeSecond}, as text: a bound to compare {@link #time} with. */
  static String bound(Instant instant) {
    return time(wholeSecond(instant));
  }

  /** {@code 4c6336407}: sorts IPv4 before IPv6, then by number. */
  static String addressKey(InetAddress address) {
    byte[] bytes = address.getAddress();
    return (bytes.length == 4 ? "4" : "6") + HexFormat.of().formatHex(bytes);
  }

  /** The address of an {@link #addressKey}. */
  static InetAddress ofAddressKey(String key) {
    return Addresses.ofBytes(HexFormat.of().parseHex(key.substring(1)));
  }

  static int flag(boolean set) {
    return set ? 1 : 0;
  }
}
