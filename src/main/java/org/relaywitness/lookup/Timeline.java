package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.lookup.RelayHistory.HeldConsensus;
import org.relaywitness.lookup.RelayHistory.Listing;

/**
 * The consensuses that answer, one for each valid-after: ns where it is held and answers, else
 * microdesc. Turns listings, which bridge hours without a record, back into what each single
 * consensus says.
 */
final class Timeline {
  private final NavigableMap<Instant, HeldConsensus> answering;

  private Timeline(NavigableMap<Instant, HeldConsensus> answering) {
    this.answering = answering;
  }

  /** The time line of these documents, of whatever flavour and status. */
  static Timeline of(Collection<HeldConsensus> held) {
    NavigableMap<Instant, HeldConsensus> answering = new TreeMap<>();
    for (HeldConsensus consensus : held) {
      if (consensus.answers() && consensus.verification().counts()) {
        answering.merge(
            consensus.validAfter(),
            consensus,
            (one, other) -> one.flavor() == Flavor.NS ? one : other);
      }
    }
    return new Timeline(answering);
  }

  /** Only the consensuses that pass. */
  Timeline filter(Predicate<HeldConsensus> passes) {
    NavigableMap<Instant, HeldConsensus> some = new TreeMap<>();
    answering.forEach(
        (validAfter, consensus) -> {
          if (passes.test(consensus)) {
            some.put(validAfter, consensus);
          }
        });
    return new Timeline(some);
  }

  /** In order of valid-after. */
  Collection<HeldConsensus> consensuses() {
    return answering.values();
  }

  boolean contains(HeldConsensus consensus) {
    return consensus.equals(answering.get(consensus.validAfter()));
  }

  /** The next valid-after behind this one; {@code null} when it is the last. */
  @Nullable Instant next(Instant validAfter) {
    return answering.higherKey(validAfter);
  }

  private record Key(Instant validAfter, Entry.Way way) {}

  /** What the consensuses of this time line say of each relay, in order of time. */
  Map<Fingerprint, List<Entry>> entries(Iterable<Listing> listings) {
    Map<Key, TreeSet<InetAddress>> addresses = new HashMap<>();
    for (Listing listing : listings) {
      Appearance appearance = listing.appearance();
      Entry.Way way =
          new Entry.Way(
              appearance.fingerprint(),
              appearance.nickname(),
              appearance.exit(),
              appearance.badExit(),
              appearance.policy());
      for (HeldConsensus consensus :
          answering.subMap(listing.first(), true, listing.last(), true).values()) {
        // A run of the flavour that does not answer this hour says nothing about it.
        if (consensus.flavor() == listing.flavor()) {
          addresses
              .computeIfAbsent(
                  new Key(consensus.validAfter(), way), key -> new TreeSet<>(AddressOrder.INSTANCE))
              .add(appearance.address());
        }
      }
    }
    Map<Fingerprint, List<Entry>> entries = new HashMap<>();
    addresses.forEach(
        (key, set) -> {
          HeldConsensus consensus = answering.get(key.validAfter());
          if (consensus != null) {
            entries
                .computeIfAbsent(key.way().fingerprint(), fingerprint -> new ArrayList<>())
                .add(new Entry(consensus, key.way(), List.copyOf(set)));
          }
        });
    entries.values().forEach(list -> list.sort(Entry.BY_TIME));
    return entries;
  }
}
