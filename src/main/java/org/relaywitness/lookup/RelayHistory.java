package org.relaywitness.lookup;

import java.net.InetAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Appearance;
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

    /** The scans that saw traffic leave from this address in the interval, in order of time. */
    List<HeldScan> scansOf(InetAddress address, Instant from, Instant to);

    /** The scans of these relays in the interval, in order of time. */
    List<HeldScan> scansOf(Iterable<Fingerprint> relays, Instant from, Instant to);

    /** The scans that saw traffic leave from this block in the interval, in order of time. */
    List<HeldScan> scansIn(IpNetwork network, Instant from, Instant to);

    /** All scans in the interval, in order of time. */
    List<HeldScan> scans(Instant from, Instant to);

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
  }

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
      String source) {}

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
