package org.relaywitness.lookup;

/** What a {@link Memory} can keep: it never changes, or bears use by many threads. */
public interface Kept {
  /** About how much memory it takes, beside the records themselves. */
  int bytes();
}
