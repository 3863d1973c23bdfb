package org.relaywitness.lookup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Stretches of time for each of several things, joined where they meet, so that nothing is read
 * twice and no long gap between two of them is read at all.
 */
final class Spans<K> {
  /** End by start; for each key disjoint and not even touching. */
  private final Map<K, NavigableMap<Instant, Instant>> spans = new LinkedHashMap<>();

  void add(K key, Instant from, Instant to) {
    NavigableMap<Instant, Instant> own = spans.computeIfAbsent(key, k -> new TreeMap<>());
    Instant start = from;
    Instant end = to;
    for (Map.Entry<Instant, Instant> before = own.floorEntry(end);
        before != null && !before.getValue().isBefore(start);
        before = own.floorEntry(end)) {
      own.remove(before.getKey());
      start = before.getKey().isBefore(start) ? before.getKey() : start;
      end = before.getValue().isAfter(end) ? before.getValue() : end;
    }
    own.put(start, end);
  }

  /** Whether all of [from, to) is among what was added for this key. */
  boolean cover(K key, Instant from, Instant to) {
    NavigableMap<Instant, Instant> own = spans.get(key);
    Map.Entry<Instant, Instant> span = own == null ? null : own.floorEntry(from);
    return span != null && !span.getValue().isBefore(to);
  }

  /** All spans; those of one key together and in order of time. */
  List<Sought<K>> all() {
    List<Sought<K>> all = new ArrayList<>();
    spans.forEach((key, own) -> own.forEach((from, to) -> all.add(new Sought<>(key, from, to))));
    return all;
  }
}
