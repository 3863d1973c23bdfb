package org.relaywitness.lookup;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import org.relaywitness.lookup.RelayHistory.Snapshot;

/**
 * Which hours of a long interval are held and which are missing, by the same walk from due time to
 * due time as an answer's coverage.
 *
 * @param from inclusive
 * @param to exclusive
 * @param days each day on which something was due or is held, in order
 * @param missing due consensuses that are not held, in either flavour
 * @param pending due times of the last two hours without a record
 * @param missingExitLists full hours without an exit list
 * @param extent first and last record held
 */
public record CoverageReport(
    Instant from,
    Instant to,
    List<Month> months,
    List<CoverageDay> days,
    List<Missing> missing,
    List<Instant> pending,
    List<Missing> missingExitLists,
    Extent extent) {
  public CoverageReport {
    months = List.copyOf(months);
    days = List.copyOf(days);
    missing = List.copyOf(missing);
    pending = List.copyOf(pending);
    missingExitLists = List.copyOf(missingExitLists);
  }

  /**
   * Consecutive due times without a record.
   *
   * @param first the first of them
   * @param last the last of them
   * @param count how many
   */
  public record Missing(Instant first, Instant last, int count) {}

  /**
   * A month, or the part of it that is in the interval.
   *
   * @param expected due consensuses, without the pending ones
   * @param known how many of these are held, in either flavour
   * @param ns how many of these answer in the ns flavour
   * @param microdesc how many of these answer in the microdesc flavour
   * @param missing how many are not held
   * @param listHours full hours that should have an exit list
   * @param listHoursKnown how many of these have one
   * @param exitLists how many exit lists are held
   */
  public record Month(
      YearMonth month,
      int expected,
      int known,
      int ns,
      int microdesc,
      int missing,
      int listHours,
      int listHoursKnown,
      int exitLists) {}

  /**
   * The report on [from, to). Reads a year at a time: few queries for nineteen years, and memory
   * does not grow with the length of the interval but for the report itself.
   */
  public static CoverageReport of(Instant from, Instant to, Snapshot snapshot, Instant now) {
    return new CoverageWalk(from, to, snapshot, now).report();
  }

  /** How many consensuses were due, without the pending ones. */
  public int expected() {
    return months.stream().mapToInt(Month::expected).sum();
  }

  /** How many of these are held. */
  public int known() {
    return months.stream().mapToInt(Month::known).sum();
  }
}
