package org.relaywitness.store;

import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The run encoder over a week of 7,000 relays of which 1.4% change each hour: nanoseconds an entry.
 * {@code etc/jmh} runs it.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class EncoderJmh {
  private static final int HOURS = 168;
  private static final int RELAYS = 7_000;

  private final SortedMap<Long, int[]> week = new TreeMap<>();
  private final SortedMap<Long, int[]> oneHour = new TreeMap<>();
  private long[] others = {};
  private final RunList stored = new RunList();
  private int tuples;

  /** Makes the week, and the runs of it without one hour. */
  @Setup
  public void generate() {
    Random random = new Random(1);
    int[] listed = new int[RELAYS];
    for (int relay = 0; relay < RELAYS; relay++) {
      listed[relay] = tuples++;
    }
    for (int hour = 0; hour < HOURS; hour++) {
      for (int i = 0; i < RELAYS * 14 / 1_000; i++) {
        listed[random.nextInt(RELAYS)] = tuples++;
      }
      week.put(3_600L * hour, listed.clone());
    }
    long late = 3_600L * (HOURS / 2);
    oneHour.put(late, week.get(late));
    SortedMap<Long, int[]> without = new TreeMap<>(week);
    without.remove(late);
    others = without.keySet().stream().mapToLong(Long::longValue).toArray();
    RunList all = encode(new long[0], without, new RunList()).added();
    for (int run = 0; run < all.size(); run++) {
      if (all.last(run) >= late - 3_600 && all.first(run) <= late + 3_600) {
        stored.add(all.tuple(run), all.first(run), all.last(run), run);
      }
    }
  }

  private RunChanges encode(long[] members, SortedMap<Long, int[]> changes, RunList runs) {
    return RunEncoder.encode(RunWindow.of(members, changes), runs, tuples);
  }

  /** All hours at once, into an empty month. */
  @Benchmark
  @OperationsPerInvocation(HOURS * RELAYS)
  public Object appendWeek() {
    return encode(new long[0], week, new RunList());
  }

  /** One hour that comes late, between two that are held. */
  @Benchmark
  @OperationsPerInvocation(RELAYS)
  public Object addLateHour() {
    return encode(others, oneHour, stored);
  }
}
