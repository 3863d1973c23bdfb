package org.relaywitness.lookup;

import java.util.Locale;

/** What an answer says, strongest first; the strongest that holds over all matching relays. */
public enum Verdict {
  /** A scan at the time saw Tor traffic leave from the address. */
  EXIT_OBSERVED,
  /** A relay with this OR address is listed, and its policy or its Exit flag allows exiting. */
  EXIT_POSSIBLE,
  /** Such a relay, no policy summary, and the flag does not settle it. */
  RELAY_EXIT_UNKNOWN,
  /** Such a relay, and its summary allows no port (or not the asked one) to most addresses. */
  RELAY_NO_EXIT,
  /** Nothing at the time, but a match near in time: check clock and zone. */
  NEAR_IN_TIME,
  /** No match at all, and the records are complete. */
  NOT_LISTED,
  /** No match, and records are missing. */
  INCONCLUSIVE;

  /** The word used in JSON and on the command line: {@code exit_observed}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
