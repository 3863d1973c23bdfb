package org.relaywitness.lookup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which records of a window are held and which are missing.
 *
 * @param complete whether a negative may be drawn from the window
 * @param first earliest record held at all; {@code null} when none is
 * @param last latest record held at all; {@code null} when none is
 * @param replica how far behind the copy is that the records were read from; {@code null}: they are
 *     no copy, or it is not asked
 */
public record Coverage(
    boolean complete,
    Consensuses consensuses,
    ExitLists exitLists,
    @Nullable Instant first,
    @Nullable Instant last,
    @Nullable Replica replica) {

  /** The coverage by records that are no copy. */
  public Coverage(
      boolean complete,
      Consensuses consensuses,
      ExitLists exitLists,
      @Nullable Instant first,
      @Nullable Instant last) {
    this(complete, consensuses, exitLists, first, last, null);
  }

  /** The same, by a copy that is this far behind; {@code null}: by no copy. */
  public Coverage by(@Nullable Replica copy) {
    return new Coverage(complete, consensuses, exitLists, first, last, copy);
  }

  /**
   * A database that follows another one. What it has not received yet is missing from it as from
   * any other: the delay explains what is missing, and changes nothing.
   *
   * @param delay how long ago the newest change was made that it holds, where it has not all that
   *     it knows of; {@code null}: unknown
   */
  public record Replica(@Nullable Duration delay) {}

  /**
   * Due consensuses of the window.
   *
   * @param expected how many were due, the pending ones not counted
   * @param known how many of those are held
   * @param missing valid-after times that were due and are not held
   * @param pending valid-after times that became due in the last two hours
   */
  public record Consensuses(int expected, int known, List<Instant> missing, List<Instant> pending) {
    public Consensuses {
      missing = List.copyOf(missing);
      pending = List.copyOf(pending);
    }
  }

  /**
   * Exit lists of the window.
   *
   * @param expected how many full hours of the window should have a list
   * @param known how many of those have one
   * @param missing the full hours without a list
   * @param complete whether no stretch without a list is too long for a negative
   */
  public record ExitLists(int expected, int known, List<Instant> missing, boolean complete) {
    public ExitLists {
      missing = List.copyOf(missing);
    }
  }
}
