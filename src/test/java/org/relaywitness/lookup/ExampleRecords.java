package org.relaywitness.lookup;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.Verification;

/**
 * A small network with one relay for each thing that an answer can say: for tests of what is shown.
 * Records are held from 1 to 20 March 2024, but for a gap on the 15th. All addresses are those of
 * documentation.
 */
public final class ExampleRecords {
  /** An exit that scans saw, also at {@link #SEEN_ELSEWHERE}; allows ports 80 and 443. */
  public static final String OBSERVED = "198.51.100.7";

  /** An address from which traffic of the same exit left, and which no list names. */
  public static final String SEEN_ELSEWHERE = "203.0.113.99";

  /** An exit that no scan saw. */
  public static final String POSSIBLE = "198.51.100.20";

  /** A relay that rejects every port. */
  public static final String NO_EXIT = "198.51.100.30";

  /** A relay without a policy summary. */
  public static final String UNKNOWN = "198.51.100.40";

  /** A relay whose last listing is of 5 March 2024, 08:00 UTC. */
  public static final String LEFT = "198.51.100.50";

  /** A relay whose nickname is an attack on whoever shows it. */
  public static final String HOSTILE = "198.51.100.60";

  /** An exit with the BadExit flag. */
  public static final String BAD_EXIT = "198.51.100.70";

  /** A relay at an IPv6 address. */
  public static final String IPV6 = "2001:db8::8";

  /** An address of no relay, with relays in the same block. */
  public static final String NEIGHBOUR = "198.51.100.200";

  /** An address of no relay, with no neighbour either. */
  public static final String ABSENT = "192.0.2.1";

  /** A time at which every record is held. */
  public static final Instant AT = Instant.parse("2024-03-05T13:07:00Z");

  /** A time in the gap. */
  public static final Instant IN_GAP = Instant.parse("2024-03-15T06:30:00Z");

  /** Long after the last record: every answer is final. */
  public static final Instant NOW = Instant.parse("2024-04-01T00:00:00Z");

  public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  private static final Instant FIRST = Instant.parse("2024-03-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2024-03-20T00:00:00Z");
  private static final String HOSTILE_NICKNAME = "<b a='\">&\u202eevil\u001b[31m</b>";

  private ExampleRecords() {}

  /** The records. */
  public static RelayHistory history() {
    return until(LAST);
  }

  /** The records as they were when they ended here. */
  public static RelayHistory until(Instant end) {
    Records records = new Records().hourly(FIRST, end);
    if (end.isBefore(LAST)) {
      return records.list(Records.appearance(1, OBSERVED, true, Records.WEB), FIRST, end).build();
    }
    for (int hour = 3; hour <= 9; hour++) {
      records.drop(Instant.parse("2024-03-15T00:00:00Z").plus(Duration.ofHours(hour)));
    }
    records.dropLists(Instant.parse("2024-03-15T01:00:00Z"), Instant.parse("2024-03-15T20:00:00Z"));
    records.dropLists(Instant.parse("2024-03-04T21:00:00Z"), Instant.parse("2024-03-04T22:00:00Z"));
    Records.Key doubtful = new Records.Key(Flavor.NS, Instant.parse("2024-03-10T12:00:00Z"), 0);
    records.verification(doubtful, Verification.CERTIFICATE_MISSING);
    records.consensus(new Records.Key(Flavor.NS, Instant.parse("2024-03-10T12:00:00Z"), 1));
    Records.Key unsigned = new Records.Key(Flavor.NS, Instant.parse("2024-03-18T12:00:00Z"), 0);
    records.verification(unsigned, Verification.INSUFFICIENT);
    records
        .list(Records.appearance(1, OBSERVED, true, Records.WEB), FIRST, LAST)
        .list(Records.appearance(2, POSSIBLE, true, Records.WEB), FIRST, LAST)
        .list(Records.appearance(3, NO_EXIT, false, Records.NONE), FIRST, LAST)
        .list(Records.appearance(4, UNKNOWN, false, null), FIRST, LAST)
        .list(
            Records.appearance(5, LEFT, true, Records.WEB),
            FIRST,
            Instant.parse("2024-03-05T08:00:00Z"))
        .list(
            named(Records.appearance(6, HOSTILE, true, Records.WEB), HOSTILE_NICKNAME, false),
            FIRST,
            LAST)
        .list(
            named(Records.appearance(7, BAD_EXIT, true, Records.WEB), "Spoiled", true), FIRST, LAST)
        .list(Records.appearance(8, IPV6, true, Records.WEB), FIRST, LAST)
        .scan(1, OBSERVED, Instant.parse("2024-03-05T10:41:12Z"))
        .scan(1, OBSERVED, Instant.parse("2024-03-04T12:20:30Z"))
        .scan(1, OBSERVED, Instant.parse("2024-03-06T15:02:00Z"))
        .scan(1, SEEN_ELSEWHERE, Instant.parse("2024-03-05T11:00:03Z"));
    return records.build();
  }

  private static Appearance named(Appearance appearance, String nickname, boolean badExit) {
    return new Appearance(
        appearance.address(),
        appearance.fingerprint(),
        nickname,
        appearance.orPort(),
        appearance.exit(),
        badExit,
        appearance.policy());
  }
}
