package org.relaywitness.archive.collector;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait for a server, and how often to ask again.
 *
 * @param tries at most, for one file
 * @param firstWait before the second try; doubled before each further one, up to {@code
 *     longestWait}, each time more or less by up to a half, so that clients do not come in step
 * @param longestWait also the most that is waited because the server says so
 * @param connect to reach the server
 * @param silence longest time without an answer or without another byte
 */
public record Patience(
    int tries,
    Duration firstWait,
    Duration longestWait,
    Duration connect,
    Duration silence,
    Pause pause) {
  private static final int MAX_DOUBLINGS = 20;

  /** What suits CollecTor: six tries, one second and more between them. */
  public static Patience standard() {
    return new Patience(
        6,
        Duration.ofSeconds(1),
        Duration.ofMinutes(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Pause.real());
  }

  /** The same with another way to spend the time between tries. */
  public Patience withPause(Pause other) {
    return new Patience(tries, firstWait, longestWait, connect, silence, other);
  }

  /** The same with another bound on the server's silence. */
  public Patience withSilence(Duration other) {
    return new Patience(tries, firstWait, longestWait, connect, other, pause);
  }

  /** Waits after so many failed tries, at least as long as the server asked for, to the bound. */
  void await(int failed, @Nullable Duration asked) throws InterruptedException {
    Duration doubled = firstWait.multipliedBy(1L << Math.min(failed - 1, MAX_DOUBLINGS));
    long millis = Math.min(doubled.toMillis(), longestWait.toMillis());
    long wait = millis / 2 + ThreadLocalRandom.current().nextLong(millis + 1);
    if (asked != null) {
      wait = Math.max(wait, asked.toMillis());
    }
    pause.await(Duration.ofMillis(Math.min(wait, longestWait.toMillis())));
  }
}
