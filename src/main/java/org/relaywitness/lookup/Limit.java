package org.relaywitness.lookup;

import java.util.Locale;

/** What an answer cannot say, or what weakens it; each has one plain sentence in the texts. */
public enum Limit {
  /** The authorities sign consensuses; nobody signs exit lists. */
  EXIT_LIST_UNSIGNED,
  /** The scanner does not reach every exit, nor every address an exit uses. */
  NOT_ALL_EXITS_SCANNED,
  /** A policy summary holds for most addresses, never for one destination. */
  POLICY_IS_SUMMARY,
  /** Exit addresses in IPv6 are mostly not scanned. */
  IPV6_NOT_SCANNED,
  /** Bridges are Tor relays too and are in no consensus. */
  BRIDGES_NOT_LISTED,
  /** A relay that allows no exiting still connects to other relays. */
  RELAY_TO_RELAY_TRAFFIC,
  /** The address is private, reserved or otherwise not routed on the public Internet. */
  NOT_PUBLIC_ADDRESS,
  /** The answer rests on a consensus whose signatures are not verified. */
  UNVERIFIED_CONSENSUS,
  /** Two different documents exist for an hour that the answer touches. */
  CONFLICTING_CONSENSUS,
  /** Signed with keys that were weak until 2008-05-13 (Debian OpenSSL). */
  WEAK_KEY_ERA,
  /** An hour rests on the microdesc flavour alone, which has no exit policy. */
  MICRODESC_ONLY,
  /** No exit lists exist before 2010-02-22. */
  NO_EXIT_LISTS_THEN;

  /** The word used in JSON: {@code exit_list_unsigned}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
