package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Fingerprint;

/**
 * What the original ExoneraTor answered to {@code /query.json}, format version 1.0. Fields that are
 * {@code null} or empty are left out of its JSON; times are written {@code yyyy-MM-dd HH:mm:ss} in
 * UTC, dates {@code yyyy-MM-dd}.
 *
 * @param queryAddress {@code query_address}
 * @param queryDate {@code query_date}
 * @param firstDateInDatabase {@code first_date_in_database}: UTC date of the first consensus held
 * @param lastDateInDatabase {@code last_date_in_database}: UTC date of the last consensus held
 * @param relevantStatuses {@code relevant_statuses}: whether any consensus of the three days is
 *     held; {@code null} when none is held at all
 * @param matches {@code matches}, by time, then fingerprint
 * @param nearbyAddresses {@code nearby_addresses} in the same /24 or /48, only without matches; in
 *     the order of their text, as the original had them
 */
public record OriginalAnswer(
    InetAddress queryAddress,
    LocalDate queryDate,
    @Nullable LocalDate firstDateInDatabase,
    @Nullable LocalDate lastDateInDatabase,
    @Nullable Boolean relevantStatuses,
    List<Match> matches,
    List<InetAddress> nearbyAddresses) {
  /** The format version that the original announced. */
  public static final String VERSION = "1.0";

  public OriginalAnswer {
    matches = List.copyOf(matches);
    nearbyAddresses = List.copyOf(nearbyAddresses);
  }

  /** Whether the original said yes. */
  public boolean positive() {
    return !matches.isEmpty();
  }

  /**
   * A relay in one consensus.
   *
   * @param timestamp valid-after of the consensus
   * @param addresses OR addresses and exit addresses, in the order of their text
   * @param exit whether the policy summary permits any port; {@code null}: it has none (the
   *     original said {@code false} there, which nobody knows)
   */
  public record Match(
      Instant timestamp,
      List<InetAddress> addresses,
      Fingerprint fingerprint,
      String nickname,
      @Nullable Boolean exit) {
    public Match {
      addresses = List.copyOf(addresses);
    }
  }

  /** An address among those of a match: IPv6 in square brackets. */
  public static String format(InetAddress address) {
    String text = Addresses.format(address);
    return text.indexOf(':') < 0 ? text : "[" + text + "]";
  }
}
