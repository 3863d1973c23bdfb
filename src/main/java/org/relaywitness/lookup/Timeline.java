package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;

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

  /** The relays of which the consensuses of this time line say anything in these listings. */
  Set<Fingerprint> relays(Iterable<Listing> listings) {
    Set<Fingerprint> relays = new HashSet<>();
    for (Listing listing : listings) {
      if (shows(listing)) {
        relays.add(listing.appearance().fingerprint());
      }
    }
    return relays;
  }

  /** The addresses that the consensuses of this time line list by these listings. */
  Set<InetAddress> addresses(Iterable<Listing> listings) {
    Set<InetAddress> addresses = new HashSet<>();
    for (Listing listing : listings) {
      if (shows(listing)) {
        addresses.add(listing.appearance().address());
      }
    }
    return addresses;
  }

  private boolean shows(Listing listing) {
    for (HeldConsensus consensus : spanned(listing)) {
      if (consensus.flavor() == listing.flavor()) {
        return true;
      }
    }
    return false;
  }

  /** What the consensuses of this time line say of each relay, in order of time. */
  Map<Fingerprint, List<Entry>> entries(Iterable<Listing> listings) {
    // A relay is mostly listed in one way throughout, and a way is slow to tell from others: so
    // they are told apart once a listing, not once a consensus.
    Map<Entry.Way, List<Listing>> ways = new HashMap<>();
    for (Listing listing : listings) {
      Appearance appearance = listing.appearance();
      Entry.Way way =
          new Entry.Way(
              appearance.fingerprint(),
              appearance.nickname(),
              appearance.exit(),
              appearance.badExit(),
              appearance.policy());
      ways.computeIfAbsent(way, key -> new ArrayList<>(1)).add(listing);
    }
    Map<Fingerprint, List<Entry>> entries = new HashMap<>();
    ways.forEach(
        (way, same) -> {
          List<Entry> found = entries(way, same);
          if (!found.isEmpty()) {
            entries.computeIfAbsent(way.fingerprint(), relay -> new ArrayList<>()).addAll(found);
          }
        });
    entries.values().forEach(list -> list.sort(Entry.BY_TIME));
    return entries;
  }

  private List<Entry> entries(Entry.Way way, List<Listing> listings) {
    List<Entry> entries = new ArrayList<>();
    if (listings.size() == 1) {
      Listing listing = listings.get(0);
      List<InetAddress> address = List.of(listing.appearance().address());
      for (HeldConsensus consensus : spanned(listing)) {
        // A run of the flavour that does not answer this hour says nothing about it.
        if (consensus.flavor() == listing.flavor()) {
          entries.add(new Entry(consensus, way, address));
        }
      }
      return entries;
    }
    NavigableMap<Instant, TreeSet<InetAddress>> addresses = new TreeMap<>();
    for (Listing listing : listings) {
      for (HeldConsensus consensus : spanned(listing)) {
        if (consensus.flavor() == listing.flavor()) {
          addresses
              .computeIfAbsent(consensus.validAfter(), time -> new TreeSet<>(AddressOrder.INSTANCE))
              .add(listing.appearance().address());
        }
      }
    }
    List<InetAddress> before = List.of();
    for (Map.Entry<Instant, TreeSet<InetAddress>> hour : addresses.entrySet()) {
      HeldConsensus consensus = answering.get(hour.getKey());
      if (consensus != null) {
        List<InetAddress> listed = List.copyOf(hour.getValue());
        before = listed.equals(before) ? before : listed;
        entries.add(new Entry(consensus, way, before));
      }
    }
    return entries;
  }

  /** The consensuses from the first of a listing through its last, of whatever flavour. */
  private Collection<HeldConsensus> spanned(Listing listing) {
    return answering.subMap(listing.first(), true, listing.last(), true).values();
  }
}
