package org.relaywitness.trust;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.relaywitness.directory.Fingerprint;

/**
 * The directory authorities recognised at one instant: one set, or several where the list changed
 * not long before or after. Made by {@link AuthorityList#authoritiesAt}. Immutable.
 */
public final class RecognisedAuthorities {
  private final Map<Fingerprint, Authority> byIdentity;
  private final List<Set<String>> sets;
  private final int authorities;

  RecognisedAuthorities(Map<Fingerprint, Authority> byIdentity, List<Set<String>> sets) {
    this.byIdentity = Map.copyOf(byIdentity);
    this.sets = List.copyOf(sets);
    this.authorities = sets.stream().mapToInt(Set::size).max().orElse(0);
  }

  /** The authority that this identity belongs to; empty when it is not recognised. */
  public Optional<Authority> find(Fingerprint identity) {
    return Optional.ofNullable(byIdentity.get(identity));
  }

  /** How many authorities there are, each counted once; of several sets the largest. */
  public int authorities() {
    return authorities;
  }

  /** How many authorities make a majority; of several sets the strictest. At least 1. */
  public int needed() {
    return authorities / 2 + 1;
  }

  /**
   * How many of these authorities stand together in one set; of several sets the best. An authority
   * that had left and one that had not yet come are never added up.
   *
   * @param names as {@link Authority#countedAs}
   */
  int count(Set<String> names) {
    int best = 0;
    for (Set<String> set : sets) {
      best = Math.max(best, (int) names.stream().filter(set::contains).count());
    }
    return best;
  }
}
