package org.relaywitness.archive.collector;

import java.time.Duration;

/** How the time between two tries is spent; tests need not wait. */
@FunctionalInterface
public interface Pause {
  /** Waits so long. */
  void await(Duration time) throws InterruptedException;

  /** Waits in earnest. */
  static Pause real() {
    return time -> Thread.sleep(time.toMillis());
  }
}
