package org.relaywitness.sample;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What a sample holds. The same options give the same bytes.
 *
 * @param days how many days of hourly documents
 * @param relays how many relays each consensus lists, about; those of {@link SampleCast} among them
 * @param exits how many of them allow exiting, about
 * @param seed any number; another seed, another network
 * @param start valid-after of the first consensus, a full hour
 * @param changePerHour the share of relays that changes from hour to hour: goes, comes, moves
 * @param gapHours hours since the start that have no consensus
 * @param microdesc whether there is a microdesc consensus beside each of flavour ns
 */
public record SampleOptions(
    int days,
    int relays,
    int exits,
    long seed,
    Instant start,
    double changePerHour,
    List<Integer> gapHours,
    boolean microdesc) {

  /** The change that speed and size of the product are stated for: a busy network. */
  public static final double DEFAULT_CHANGE = 0.014;

  /** The most relays that there are addresses for. */
  public static final int MAX_RELAYS = 40_000;

  public SampleOptions {
    gapHours = List.copyOf(gapHours);
    require(days >= 1 && days <= 20_000, "days", days, "1 to 20000");
    int least = SampleCast.all().size();
    require(relays >= least && relays <= MAX_RELAYS, "relays", relays, least + " to " + MAX_RELAYS);
    require(exits >= 0 && exits <= relays, "exits", exits, "0 up to the number of relays");
    require(
        start.equals(start.truncatedTo(ChronoUnit.HOURS)), "start", start, "a full hour in UTC");
    require(
        changePerHour >= 0 && changePerHour <= 0.5, "change per hour", changePerHour, "0 to 0.5");
    for (int hour : gapHours) {
      require(hour >= 0 && hour < 24 * days, "gap", hour, "an hour since the start, within it");
    }
  }

  private static void require(boolean holds, String name, Object found, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": found " + found + ", expected " + expected);
    }
  }

  /** A sample without gaps, of flavour ns, with the change that speed and size are stated for. */
  public static SampleOptions of(int days, int relays, int exits, long seed, Instant start) {
    return new SampleOptions(days, relays, exits, seed, start, DEFAULT_CHANGE, List.of(), false);
  }

  /** The same with another change from hour to hour. */
  public SampleOptions withChangePerHour(double change) {
    return new SampleOptions(days, relays, exits, seed, start, change, gapHours, microdesc);
  }

  /** The same without the consensuses of these hours since the start. */
  public SampleOptions withGapHours(List<Integer> hours) {
    return new SampleOptions(days, relays, exits, seed, start, changePerHour, hours, microdesc);
  }

  /** The same with microdesc consensuses too. */
  public SampleOptions withMicrodesc() {
    return new SampleOptions(days, relays, exits, seed, start, changePerHour, gapHours, true);
  }

  /** How many hours the sample spans. */
  public int hours() {
    return 24 * days;
  }

  /** The instant so many hours after the start. */
  public Instant at(int hour) {
    return start.plus(Duration.ofHours(hour));
  }
}
