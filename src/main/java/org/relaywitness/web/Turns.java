package org.relaywitness.web;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Who may think now: so many questions at a time, in the order in which they came. Whoever would
 * have to wait too long is sent away at once, so that the answers that are given stay prompt,
 * whatever is asked. Sending and being read are no thinking: slow clients take no turn.
 */
final class Turns {
  private final Semaphore places;
  private final Limits limits;

  /**
   * How much is too much.
   *
   * @param atOnce most questions that are answered at a time
   * @param waiting most questions that wait for their turn, each on a thread
   * @param patience how long each waits at most
   */
  record Limits(int atOnce, int waiting, Duration patience) {
    static final Limits DEFAULT = new Limits(32, 200, Duration.ofSeconds(5));
  }

  Turns(Limits limits) {
    this.limits = limits;
    places = new Semaphore(limits.atOnce(), true);
  }

  /** Waits for a turn, which {@link #end} gives back; {@code false}: there is none to be had. */
  boolean begin() {
    if (places.getQueueLength() >= limits.waiting()) {
      return false;
    }
    try {
      return places.tryAcquire(limits.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void end() {
    places.release();
  }
}
