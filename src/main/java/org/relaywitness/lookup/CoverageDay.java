package org.relaywitness.lookup;

import java.time.LocalDate;

/**
 * A day in UTC, hour by hour: bit h of each number stands for the hour that begins at h. Says
 * nothing that {@link CoverageReport} does not count.
 *
 * @param ns hours in which every consensus due is held, in the ns flavour
 * @param microdesc hours in which some consensus due is held in the microdesc flavour alone
 * @param missing hours in which a consensus was due and is not held
 * @param pending hours in which one became due in the last two hours and is not held yet
 * @param lists hours with an exit list
 * @param listsMissing hours that should have an exit list and have none
 */
public record CoverageDay(
    LocalDate date, int ns, int microdesc, int missing, int pending, int lists, int listsMissing) {

  /** What is held of an hour, or of a day. */
  public enum Held {
    /** Nothing was due, or it is outside the time looked at. */
    NOTHING_DUE,
    /** All of it. */
    ALL,
    /** All of it, some only in the microdesc flavour, which has no exit policies. */
    MICRODESC,
    /** Became due in the last two hours and is not held yet. */
    PENDING,
    /** Some of it: of the rest the records are missing. */
    SOME,
    /** None of it. */
    NONE
  }

  /** The same day with the other's bits set as well. */
  CoverageDay with(CoverageDay other) {
    return new CoverageDay(
        date,
        ns | other.ns,
        microdesc | other.microdesc,
        missing | other.missing,
        pending | other.pending,
        lists | other.lists,
        listsMissing | other.listsMissing);
  }

  /** The consensuses of an hour. */
  public Held consensuses(int hour) {
    int bit = 1 << hour;
    return of(ns & bit, microdesc & bit, missing & bit, pending & bit);
  }

  /** The consensuses of the day. */
  public Held consensuses() {
    return of(ns, microdesc, missing, pending);
  }

  /** The exit lists of an hour. */
  public Held exitLists(int hour) {
    int bit = 1 << hour;
    return of(lists & bit, 0, listsMissing & bit, 0);
  }

  /** The exit lists of the day. */
  public Held exitLists() {
    return of(lists, 0, listsMissing, 0);
  }

  private static Held of(int ns, int microdesc, int missing, int pending) {
    if (missing != 0) {
      return (ns | microdesc) == 0 ? Held.NONE : Held.SOME;
    }
    if (microdesc != 0) {
      return Held.MICRODESC;
    }
    return ns != 0 ? Held.ALL : pending != 0 ? Held.PENDING : Held.NOTHING_DUE;
  }
}
