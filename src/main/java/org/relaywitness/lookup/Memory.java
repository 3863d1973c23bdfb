package org.relaywitness.lookup;

import java.time.Instant;
import java.util.function.Supplier;

/**
 * Keeps what was worked out from consensuses and exit lists for as long as they stay the same, and
 * for other states that hold the same ones. It outlives the request: nothing of a question but its
 * time may be in what is kept, nor in the key.
 */
public interface Memory {
  /**
   * What is kept under this key; worked out now where nothing is.
   *
   * @param key with the type it stands for, which no other kind of thing has
   * @param from with {@code to}: the working reads consensuses and exit lists of [from, to), and
   *     nothing else of the records
   */
  <T extends Kept> T get(Object key, Instant from, Instant to, Supplier<T> working);
}
