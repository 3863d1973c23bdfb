package org.relaywitness.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
   * An exit list that waits; its scans are in {@link PendingScans}, under its position.
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

  final TupleTable tuples = new TupleTable();
  final List<PendingConsensus> consensuses = new ArrayList<>();
  final List<PendingExitList> exitLists = new ArrayList<>();
  final List<PendingCertificate> certificates = new ArrayList<>();
  final List<PendingRejection> rejections = new ArrayList<>();
  final List<FinishedSource> finished = new ArrayList<>();
  private final PendingScans scans = new PendingScans();
  private final Set<Sha256> known = new HashSet<>();
  private long entries;

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
        || scans.count() >= MAX_SCANS
        || certificates.size() + rejections.size() + exitLists.size() >= MAX_OTHERS;
  }

  /**
   * Whether it should be written at the end of an archive: archives end with their month, as runs
   * do, and what is written while the next archive is read need not be waited for at the end.
   */
  boolean isWorthWriting() {
    return entries + scans.count() >= WORTH_WRITING;
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
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (ExitListEntry entry : list.entries()) {
      for (ExitScan scan : entry.scans()) {
        long time = scan.time().getEpochSecond();
        first = Math.min(first, time);
        last = Math.max(last, time);
      }
    }
    Times.requirePlain(list.time());
    if (first <= last) {
      Times.requirePlain(Instant.ofEpochSecond(first), Instant.ofEpochSecond(last));
    }
    known.add(list.sha256());
    int distinct = scans.add(list, exitLists.size());
    exitLists.add(
        new PendingExitList(
            list.time().getEpochSecond(),
            list.sha256(),
            list.entries().size(),
            distinct,
            first,
            last,
            origin));
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
    return scans.numbered(listIds);
  }
}
