package org.relaywitness.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

/** Holds the run encoder against the plain set of (consensus, tuple) pairs. */
class RunEncoderTest {
  private static final int TUPLES = 6;
  private static final int GONE = -1;

  /** A run as the law sees it. */
  private record Run(int tuple, long first, long last) implements Comparable<Run> {
    @Override
    public int compareTo(Run other) {
      int order = Integer.compare(tuple, other.tuple);
      return order != 0 ? order : Long.compare(first, other.first);
    }
  }

  /** One month of one flavour: the stored runs, and the plain truth beside them. */
  private static final class Month {
    final TreeSet<Run> runs = new TreeSet<>();
    final TreeMap<Long, Integer> truth = new TreeMap<>();

    /** Applies changes; a content is a bit for each tuple, GONE for a consensus that goes. */
    void change(Map<Long, Integer> contents) {
      SortedMap<Long, int[]> changes = new TreeMap<>();
      contents.forEach(
          (time, bits) -> changes.put(time, bits.equals(GONE) ? RunWindow.GONE : tuples(bits)));
      RunWindow window =
          RunWindow.of(truth.keySet().stream().mapToLong(Long::longValue).toArray(), changes);
      RunList stored = new RunList();
      List<Run> loaded = new ArrayList<>();
      for (Run run : runs) {
        if (run.last() >= window.from() && run.first() <= window.to()) {
          stored.add(run.tuple(), run.first(), run.last(), loaded.size());
          loaded.add(run);
        }
      }
      RunChanges found = RunEncoder.encode(window, stored, TUPLES);
      found.removed().stream().forEach(run -> runs.remove(loaded.get(run)));
      found.moved().stream().forEach(run -> runs.remove(loaded.get(run)));
      found.moved().stream()
          .forEach(
              run -> {
                Run before = loaded.get(run);
                runs.add(new Run(before.tuple(), before.first(), found.lasts()[run]));
              });
      for (int run = 0; run < found.added().size(); run++) {
        RunList added = found.added();
        runs.add(new Run(added.tuple(run), added.first(run), added.last(run)));
      }
      contents.forEach(
          (time, bits) -> {
            if (bits.equals(GONE)) {
              truth.remove(time);
            } else {
              truth.put(time, bits);
            }
          });
    }

    private static int[] tuples(int bits) {
      return IntStream.range(0, TUPLES).filter(tuple -> (bits & (1 << tuple)) != 0).toArray();
    }

    /** The maximal runs of the truth, found member by member. */
    Set<Run> maximalRuns() {
      TreeSet<Run> maximal = new TreeSet<>();
      for (int tuple = 0; tuple < TUPLES; tuple++) {
        Long first = null;
        long last = 0;
        for (Map.Entry<Long, Integer> member : truth.entrySet()) {
          boolean listed = (member.getValue() & (1 << tuple)) != 0;
          if (listed) {
            first = first == null ? member.getKey() : first;
            last = member.getKey();
          } else if (first != null) {
            maximal.add(new Run(tuple, first, last));
            first = null;
          }
        }
        if (first != null) {
          maximal.add(new Run(tuple, first, RunList.OPEN));
        }
      }
      return maximal;
    }
  }

  @Provide
  Arbitrary<List<Map<Long, Integer>>> batches() {
    Arbitrary<Long> times = Arbitraries.longs().between(0, 15).map(hour -> hour * 3600);
    // Mostly full or nearly full consensuses, as real ones are; now and then none.
    Arbitrary<Integer> contents =
        Arbitraries.oneOf(
            Arbitraries.integers().between(0, (1 << TUPLES) - 1),
            Arbitraries.just((1 << TUPLES) - 1),
            Arbitraries.integers()
                .between(0, TUPLES - 1)
                .map(bit -> ((1 << TUPLES) - 1) ^ (1 << bit)),
            Arbitraries.just(0));
    Arbitrary<Integer> contentOrGone =
        Arbitraries.frequencyOf(Tuple.of(4, contents), Tuple.of(1, Arbitraries.just(GONE)));
    Arbitrary<Map<Long, Integer>> batch =
        Arbitraries.maps(times, contentOrGone).ofMinSize(1).ofMaxSize(6);
    return batch.list().ofMinSize(1).ofMaxSize(12);
  }

  @Property(tries = 5000)
  void runs_afterAnyChanges_areTheMaximalRunsOfTheTruth(
      @ForAll("batches") List<Map<Long, Integer>> batches) {
    Month month = new Month();
    for (Map<Long, Integer> batch : batches) {
      month.change(batch);
      assertEquals(month.maximalRuns(), month.runs);
    }
  }

  @Test
  void lateConsensus_withoutTheTuple_splitsItsRun() {
    Month month = new Month();
    month.change(Map.of(0L, 1, 3600L, 1, 10800L, 1));
    month.change(Map.of(7200L, 0));

    assertEquals(
        new TreeSet<>(List.of(new Run(0, 0, 3600), new Run(0, 10800, RunList.OPEN))), month.runs);
  }

  @Test
  void removal_ofTheOneBetween_joinsTwoRuns() {
    Month month = new Month();
    month.change(Map.of(0L, 1, 3600L, 0, 7200L, 1));
    month.change(Map.of(3600L, GONE));

    assertEquals(new TreeSet<>(List.of(new Run(0, 0, RunList.OPEN))), month.runs);
  }

  @Test
  void append_ofTheSameContent_changesNoRow() {
    RunWindow window = RunWindow.of(new long[] {0}, new TreeMap<>(Map.of(3600L, new int[] {0, 1})));
    RunList stored = new RunList();
    stored.add(0, 0, RunList.OPEN, 0);
    stored.add(1, 0, RunList.OPEN, 1);

    RunChanges changes = RunEncoder.encode(window, stored, 2);

    assertEquals(0, changes.added().size());
    assertEquals(0, changes.moved().cardinality());
    assertEquals(0, changes.removed().cardinality());
  }
}
