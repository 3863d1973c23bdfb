package org.relaywitness.store;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.relaywitness.directory.Addresses;
import org.relaywitness.directory.Consensus;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.ExitList;
import org.relaywitness.directory.ExitListEntry;
import org.relaywitness.directory.ExitScan;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.PackedAppearances;
import org.relaywitness.directory.Sha256;

/**
 * The documents that wait to be written together. Tuples are kept as numbers, not as bytes, so that
 * a batch can hold a month: as runs end with their month, a month written at once leaves no dead
 * rows behind.
 */
final class ImportBatch {
  private static final int MAX_CONSENSUSES = 1_500;
  private static final int MAX_TUPLES = 8_000_000;
  private static final int MAX_TUPLE_BYTES = 64 << 20;
  private static final int MAX_SCANS = 2_000_000;
  private static final int MAX_OTHERS = 2_000;

  /** At the end of an archive this is enough to be written beside the next one. */
  private static final int WORTH_WRITING = 100_000;

  /** Where a document stood. */
  record Origin(int source, String path) {
    Origin {
      path = storable(path);
    }
  }

  /** A consensus that waits. */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  record PendingConsensus(Consensus consensus, int[] tuples, ConsensusCheck check, Origin origin) {}

  /**
   * An exit list that waits; its scans are in {@link #scans}, under its position.
   *
   * @param scans how many distinct ones it reports
   * @param firstScan in seconds since 1970; meaningless without scans
   * @param lastScan likewise
   */
  record PendingExitList(
      long time,
      Sha256 sha256,
      int entries,
      int scans,
      long firstScan,
      long lastScan,
      Origin origin) {}

  /** A certificate that waits. */
  record PendingCertificate(KeyCertificate certificate, Origin origin) {}

  /** A rejected document that waits. */
  record PendingRejection(Sha256 sha256, Origin origin, String reason) {}

  /** A source that was read to its end. */
  record FinishedSource(int source, Sha256 sha256, int documents) {}

  private static final class Pairs {
    long[] values = new long[4];
    int count;

    void add(long pair) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = pair;
    }

    /** Sorted, with the lists' numbers in place of their positions. */
    long[] numbered(int[] listIds) {
      long[] numbered = new long[count];
      for (int i = 0; i < count; i++) {
        numbered[i] =
            ScanCodec.pair(ScanCodec.second(values[i]), listIds[ScanCodec.list(values[i])]);
      }
      return ScanCodec.sorted(numbered, count);
    }
  }

  final TupleTable tuples = new TupleTable();
  final List<PendingConsensus> consensuses = new ArrayList<>();
  final List<PendingExitList> exitLists = new ArrayList<>();
  final List<PendingCertificate> certificates = new ArrayList<>();
  final List<PendingRejection> rejections = new ArrayList<>();
  final List<FinishedSource> finished = new ArrayList<>();
  private final Map<ScanKey, Pairs> scans = new HashMap<>();
  private final Set<Sha256> known = new HashSet<>();
  private long entries;
  private long scanCount;

  /** PostgreSQL's text has no NUL; names and reasons may quote anything that a file holds. */
  static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  boolean contains(Sha256 sha256) {
    return known.contains(sha256);
  }

  boolean isEmpty() {
    return consensuses.isEmpty()
        && exitLists.isEmpty()
        && certificates.isEmpty()
        && rejections.isEmpty()
        && finished.isEmpty();
  }

  boolean isFull() {
    return consensuses.size() >= MAX_CONSENSUSES
        || entries >= MAX_TUPLES
        || tuples.bytes() >= MAX_TUPLE_BYTES
        || scanCount >= MAX_SCANS
        || certificates.size() + rejections.size() + exitLists.size() >= MAX_OTHERS;
  }

  /**
   * Whether it should be written at the end of an archive: archives end with their month, as runs
   * do, and what is written while the next archive is read need not be waited for at the end.
   */
  boolean isWorthWriting() {
    return entries + scanCount >= WORTH_WRITING;
  }

  long entries() {
    return entries;
  }

  /** The digests of all documents taken in. */
  Set<Sha256> known() {
    return known;
  }

  void add(
      Consensus consensus, PackedAppearances appearances, ConsensusCheck check, Origin origin) {
    Times.requirePlain(consensus.validAfter(), consensus.freshUntil(), consensus.validUntil());
    int[] ids = tuples.internAll(appearances);
    known.add(consensus.sha256());
    entries += ids.length;
    consensuses.add(new PendingConsensus(consensus, ids, check, origin));
  }

  void add(ExitList list, Origin origin) {
    Times.requirePlain(list.time());
    for (ExitListEntry entry : list.entries()) {
      entry.scans().forEach(scan -> Times.requirePlain(scan.time()));
    }
    int position = exitLists.size();
    known.add(list.sha256());
    Set<ExitScan> distinct = new HashSet<>();
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (ExitListEntry entry : list.entries()) {
      for (ExitScan scan : entry.scans()) {
        long time = scan.time().getEpochSecond();
        first = Math.min(first, time);
        last = Math.max(last, time);
        distinct.add(scan);
        add(scan, position);
      }
    }
    exitLists.add(
        new PendingExitList(
            list.time().getEpochSecond(),
            list.sha256(),
            list.entries().size(),
            distinct.size(),
            first,
            last,
            origin));
  }

  private void add(ExitScan scan, int position) {
    long time = scan.time().getEpochSecond();
    scans
        .computeIfAbsent(
            new ScanKey(scan.fingerprint(), canonical(scan.address()), ScanKey.week(time)),
            key -> new Pairs())
        .add(ScanCodec.pair(ScanKey.second(time), position));
    scanCount++;
  }

  /** Without the scope or host name that an address object may carry along. */
  private static InetAddress canonical(InetAddress address) {
    return Addresses.ofBytes(address.getAddress());
  }

  void add(KeyCertificate certificate, Origin origin) {
    Times.requirePlain(certificate.published(), certificate.expires());
    known.add(certificate.sha256());
    certificates.add(new PendingCertificate(certificate, origin));
  }

  void reject(Sha256 sha256, Origin origin, String reason) {
    rejections.add(new PendingRejection(sha256, origin, storable(reason)));
  }

  void finish(int source, Sha256 sha256, int documents) {
    finished.add(new FinishedSource(source, sha256, documents));
  }

  /** The scans by key, with the lists' numbers in place of their positions. */
  Map<ScanKey, long[]> scans(int[] listIds) {
    Map<ScanKey, long[]> numbered = new LinkedHashMap<>();
    scans.forEach((key, pairs) -> numbered.put(key, pairs.numbered(listIds)));
    return numbered;
  }
}
