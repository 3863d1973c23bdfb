package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Appearance;
import org.relaywitness.directory.ExitPolicySummary;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.Verification;

/**
 * What the held documents say, by time. Implemented by {@code store} over PostgreSQL, and by
 * whatever else can hold documents.
 *
 * <p>All intervals are half-open, [from, to). Faults of the storage come out as unchecked
 * exceptions.
 */
public interface RelayHistory {

  /** Reads one consistent state: what an import commits meanwhile is not seen. */
  <T> T read(Function<Snapshot, T> reading);

  /** One consistent state of the records. */
  interface Snapshot {
    /**
     * Every consensus held with valid-after in the interval, of both flavours and every status,
     * those that do not answer included; ordered by valid-after, then flavour.
     */
    List<HeldConsensus> consensuses(Instant from, Instant to);

    /**
     * The consensuses that answer with valid-after in the interval, in the same order: as much of
     * them as shows which hours are held, to be read for many years at once.
     */
    default List<Answering> answering(Instant from, Instant to) {
      return consensuses(from, to).stream()
          .filter(held -> held.answers() && held.verification().counts())
          .map(
              held ->
                  new Answering(
                      held.flavor(), held.validAfter(), held.freshUntil(), held.verification()))
          .toList();
    }

    /** The times of the exit lists held in the interval, in order, for the same purpose. */
    default List<Instant> exitListTimes(Instant from, Instant to) {
      return exitLists(from, to).stream().map(HeldExitList::time).toList();
    }

    /** Every exit list held with its time in the interval, in order of time. */
    List<HeldExitList> exitLists(Instant from, Instant to);

    /** Where this address was an OR address, by answering consensuses in the interval. */
    List<Listing> listingsOf(InetAddress address, Instant from, Instant to);

    /** Every OR address of these relays, by answering consensuses in the interval. */
    List<Listing> listingsOf(Iterable<Fingerprint> relays, Instant from, Instant to);

    /**
     * Where addresses of this block were OR addresses, by answering consensuses in the interval.
     */
    List<Listing> listingsIn(IpNetwork network, Instant from, Instant to);

    /** Everything that answering consensuses in the interval list. */
    List<Listing> listings(Instant from, Instant to);

    /**
     * What answering consensuses in the interval list of these relays, and of every relay that one
     * of them gives the Exit flag or a policy that accepts some port; others may be among it, and
     * it is in no order.
     */
    default List<Listing> listingsOfExits(Iterable<Fingerprint> also, Instant from, Instant to) {
      Set<Fingerprint> exits = new HashSet<>();
      also.forEach(exits::add);
      List<Listing> listings = listings(from, to);
      for (Listing listing : listings) {
        Appearance appearance = listing.appearance();
        ExitPolicySummary policy = appearance.policy();
        if (appearance.exit() || (policy != null && policy.allowsSome())) {
          exits.add(appearance.fingerprint());
        }
      }
      return listings.stream()
          .filter(listing -> exits.contains(listing.appearance().fingerprint()))
          .toList();
    }

    /** The scans that saw traffic leave from this address in the interval, in order of time. */
    List<HeldScan> scansOf(InetAddress address, Instant from, Instant to);

    /** The scans of these relays in the interval, in order of time. */
    List<HeldScan> scansOf(Iterable<Fingerprint> relays, Instant from, Instant to);

    /** The scans that saw traffic leave from this block in the interval, in order of time. */
    List<HeldScan> scansIn(IpNetwork network, Instant from, Instant to);

    /** The relays that were seen to send traffic from this block in the interval, and where. */
    default Set<Scanned> scannedIn(IpNetwork network, Instant from, Instant to) {
      Set<Scanned> scanned = new HashSet<>();
      for (HeldScan scan : scansIn(network, from, to)) {
        scanned.add(new Scanned(scan.scan().fingerprint(), scan.scan().address()));
      }
      return scanned;
    }

    /** All scans in the interval, in order of time. */
    List<HeldScan> scans(Instant from, Instant to);

    /**
     * The first scan of each relay at each address in each of the intervals between two bounds that
     * follow each other, in no order.
     */
    default List<HeldScan> firstScans(List<Instant> bounds) {
      List<HeldScan> first = new ArrayList<>();
      for (int i = 1; i < bounds.size(); i++) {
        Set<Scanned> seen = new HashSet<>();
        for (HeldScan scan : scans(bounds.get(i - 1), bounds.get(i))) {
          if (seen.add(new Scanned(scan.scan().fingerprint(), scan.scan().address()))) {
            first.add(scan);
          }
        }
      }
      return first;
    }

    /**
     * Where this consensus or exit list stood: the file's name, or the member's name in its
     * archive. Empty when no such document is held, or no longer.
     */
    Optional<String> findPath(Sha256 document);

    /** First and last record held. */
    Extent extent();

    /** All key certificates held, in order of identity and time. */
    List<KeyCertificate> certificates();

    /**
     * Where documents came from: for the digest of a consensus, each held copy of that consensus
     * (same signed content, other signatures, annotation or line ends); for that of an exit list or
     * key certificate, that document. In order of digest; what is not held is left out.
     */
    List<Custody> custody(Collection<Sha256> documents);

    /**
     * The period that these records were taken for, where they are a copy of a part: outside of it
     * nothing may be concluded from what is not held.
     */
    default Span span() {
      return Span.ALL;
    }

    /** How far behind these records are, where they are read from a copy that follows others. */
    default Optional<Coverage.Replica> replica() {
      return Optional.empty();
    }

    /** Keeps what is worked out from these records; {@code null}: nothing is kept here. */
    default @Nullable Memory memory() {
      return null;
    }

    /**
     * As {@link #listingsOf(InetAddress, Instant, Instant)} for each of these, in one go where the
     * storage can; those of one address in its own order. A listing that reaches into two spans of
     * an address comes twice.
     */
    default List<Listing> listingsOfAddresses(Collection<Sought<InetAddress>> spans) {
      List<Listing> listings = new ArrayList<>();
      spans.forEach(span -> listings.addAll(listingsOf(span.of(), span.from(), span.to())));
      return listings;
    }

    /**
     * As {@link #listingsOf(Iterable, Instant, Instant)} for each of these, in one go where the
     * storage can; those of one relay in its own order. A listing that reaches into two spans of a
     * relay comes twice.
     */
    default List<Listing> listingsOfRelays(Collection<Sought<Fingerprint>> spans) {
      List<Listing> listings = new ArrayList<>();
      spans.forEach(
          span -> listings.addAll(listingsOf(List.of(span.of()), span.from(), span.to())));
      return listings;
    }

    /**
     * As {@link #scansOf(InetAddress, Instant, Instant)} for each of these, in one go where the
     * storage can; in order of time for each span.
     */
    default List<HeldScan> scansOfAddresses(Collection<Sought<InetAddress>> spans) {
      List<HeldScan> scans = new ArrayList<>();
      spans.forEach(span -> scans.addAll(scansOf(span.of(), span.from(), span.to())));
      return scans;
    }
  }

  /**
   * Keeps what was worked out from consensuses and exit lists for as long as they stay the same,
   * and for other states that hold the same ones. It outlives the request: nothing of a question
   * but its time may be in what is kept, nor in the key.
   */
  interface Memory {
    /**
     * What is kept under this key; worked out now where nothing is.
     *
     * @param key with the type it stands for, which no other kind of thing has
     * @param from with {@code to}: the working reads consensuses and exit lists of [from, to), and
     *     nothing else of the records
     */
    <T extends Kept> T get(Object key, Instant from, Instant to, Supplier<T> working);
  }

  /** What can be kept: it never changes, or bears use by many threads. */
  interface Kept {
    /** About how much memory it takes, beside the records themselves. */
    int bytes();
  }

  /**
   * A period, [from, to).
   *
   * @param from {@link Instant#MIN}: unbounded
   * @param to {@link Instant#MAX}: unbounded
   */
  record Span(Instant from, Instant to) {
    /** All time. */
    public static final Span ALL = new Span(Instant.MIN, Instant.MAX);

    /** Whether all of [start, end) lies in it; an empty interval does. */
    public boolean contains(Instant start, Instant end) {
      return !start.isBefore(end) || (!start.isBefore(from) && !end.isAfter(to));
    }

    /** Whether the instant lies in it. */
    public boolean contains(Instant instant) {
      return !instant.isBefore(from) && instant.isBefore(to);
    }
  }

  /** What of a consensus tells when the next one is due. */
  interface Published {
    Instant validAfter();

    Instant freshUntil();

    Verification verification();
  }

  /** A consensus that answers for its hour and flavour. */
  record Answering(Flavor flavor, Instant validAfter, Instant freshUntil, Verification verification)
      implements Published {}

  /**
   * A stretch of time of something, [from, to).
   *
   * @param <K> an address, or a relay's fingerprint
   */
  record Sought<K>(K of, Instant from, Instant to) {}

  /**
   * How one document came to be held.
   *
   * @param path where it stood: the file's name, or the member's name in its archive
   * @param source the file or URL it came from
   * @param sourceSha256 of that whole file; {@code null} while it was not read to its end
   * @param version of the software that read it
   */
  record Custody(
      Sha256 sha256,
      String path,
      String source,
      @Nullable Sha256 sourceSha256,
      Instant importedAt,
      String version) {}

  /**
   * A consensus that is held.
   *
   * @param answers whether this is the document that answers for its valid-after and flavour; a
   *     document with a bad signature, or the loser of a conflict, does not
   * @param conflict whether another document with other signed content is held for the same
   *     valid-after and flavour
   * @param entries how many relays it lists
   * @param signedDigest the digest that the authorities sign, lower-case hex
   * @param goodSignatures authorities whose signature verifies
   * @param needed how many good signatures make a majority at that date
   * @param authorities how many authorities are recognised at that date
   * @param weakKeys whether a good signature was made with a key retired on 2008-05-13
   * @param path where it stood: the file's name, or the member's name in its archive
   * @param source the file or URL it came from
   */
  record HeldConsensus(
      Flavor flavor,
      int method,
      Instant validAfter,
      Instant freshUntil,
      Instant validUntil,
      boolean answers,
      boolean conflict,
      int entries,
      Sha256 sha256,
      String signedDigest,
      Verification verification,
      int goodSignatures,
      int needed,
      int authorities,
      boolean weakKeys,
      String path,
      String source)
      implements Published {}

  /**
   * An exit list that is held.
   *
   * @param path where it stood: the file's name, or the member's name in its archive
   * @param source the file or URL it came from
   */
  record HeldExitList(Instant time, Sha256 sha256, String path, String source) {}

  /**
   * An appearance that <em>every</em> answering consensus of this flavour with valid-after in
   * [first, last] shows. Both ends are valid-after times of held, answering consensuses; hours
   * without a record may lie between them, so it is always read against {@link
   * Snapshot#consensuses}. It may begin before the interval that was asked for, or end after it.
   */
  record Listing(Appearance appearance, Flavor flavor, Instant first, Instant last) {}

  /**
   * A scan, and an exit list that reports it.
   *
   * @param list digest of the earliest held exit list that holds the scan
   */
  record HeldScan(ExitScan scan, Sha256 list) {}

  /** A relay, and an address that a scan saw traffic leave from. */
  record Scanned(Fingerprint fingerprint, InetAddress address) {}

  /**
   * First and last record held; {@code null} where none of the kind is held.
   *
   * @param firstConsensus earliest valid-after that is answered
   * @param lastConsensus latest valid-after that is answered
   */
  record Extent(
      @Nullable Instant firstConsensus,
      @Nullable Instant lastConsensus,
      @Nullable Instant firstExitList,
      @Nullable Instant lastExitList) {}
}
