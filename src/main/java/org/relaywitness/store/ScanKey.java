package org.relaywitness.store;

import java.net.InetAddress;
import org.relaywitness.directory.Fingerprint;

/**
 * What the scans of one row have in common.
 *
 * @param week the first of seven days, in days since 1970-01-01 (UTC); a multiple of 7
 */
record ScanKey(Fingerprint fingerprint, InetAddress address, int week) {
  private static final int DAYS = 7;
  private static final long SECONDS_PER_DAY = 86_400;

  /** The week of a time in seconds since 1970. */
  static int week(long time) {
    return DAYS * Math.toIntExact(Math.floorDiv(time, DAYS * SECONDS_PER_DAY));
  }

  /** The second of its week. */
  static int second(long time) {
    return (int) Math.floorMod(time, DAYS * SECONDS_PER_DAY);
  }

  /** The time in seconds since 1970. */
  static long time(int week, int second) {
    return SECONDS_PER_DAY * week + second;
  }
}
