package org.relaywitness.lookup;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Verification;

/**
 * The walk from due time to due time: a held consensus makes the next one due at its fresh-until; a
 * missing one makes the next due an hour later, or at the next held valid-after, whichever is
 * first.
 */
final class DueWalk {
  private static final Duration HOUR = Duration.ofHours(1);

  private final NavigableMap<Instant, Instant> freshUntil = new TreeMap<>();
  private Instant due;

  private DueWalk(Instant due) {
    this.due = due;
  }

  /** A time at which a consensus was due, and whether it is held. */
  record Due(Instant time, boolean held) {}

  /**
   * A walk whose first due time is behind {@code after}: it starts from the newest held consensus
   * at or before that instant, or, when none is given, from the full hour behind it.
   *
   * @param held some consensuses, of any time
   */
  static DueWalk startingAfter(Instant after, Collection<? extends Published> held) {
    Published start = null;
    for (Published consensus : held) {
      if (!consensus.validAfter().isAfter(after)
          && (start == null || consensus.validAfter().isAfter(start.validAfter()))) {
        start = consensus;
      }
    }
    DueWalk walk = new DueWalk(start == null ? fullHourAfter(after) : dueAfter(start));
    walk.know(held);
    while (!walk.due.isAfter(after)) {
      walk.step();
    }
    return walk;
  }

  private static Instant fullHourAfter(Instant instant) {
    return instant.truncatedTo(ChronoUnit.HOURS).plus(HOUR);
  }

  /** Adds held consensuses; in any order, and again is no harm. */
  void know(Collection<? extends Published> held) {
    for (Published consensus : held) {
      freshUntil.put(consensus.validAfter(), dueAfter(consensus));
    }
  }

  /** Forgets the consensuses behind which the walk already is. */
  void forgetPast() {
    freshUntil.headMap(due, false).clear();
  }

  /** Goes on to the due times before {@code to}. */
  List<Due> upTo(Instant to) {
    List<Due> found = new ArrayList<>();
    while (due.isBefore(to)) {
      found.add(new Due(due, freshUntil.containsKey(due)));
      step();
    }
    return found;
  }

  private void step() {
    Instant next = freshUntil.get(due);
    if (next == null) {
      next = due.plus(HOUR);
      @Nullable Instant held = freshUntil.higherKey(due);
      if (held != null && held.isBefore(next)) {
        next = held;
      }
    }
    due = next;
  }

  /**
   * When a held consensus makes the next one due. Its word is taken only where a majority signed
   * it: a damaged or forged fresh-until must not make hours without a record disappear.
   */
  private static Instant dueAfter(Published consensus) {
    Instant anHourLater = consensus.validAfter().plus(HOUR);
    return consensus.verification() == Verification.VERIFIED
            || consensus.freshUntil().isBefore(anHourLater)
        ? consensus.freshUntil()
        : anHourLater;
  }
}
