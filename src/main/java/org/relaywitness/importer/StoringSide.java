package org.relaywitness.importer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relaywitness.archive.Container;
import org.relaywitness.archive.ContainerEnd;
import org.relaywitness.directory.ConsensusVerifier;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.Verification;
import org.relaywitness.importer.Step.Begun;
import org.relaywitness.importer.Step.Ended;
import org.relaywitness.importer.Step.Finished;
import org.relaywitness.importer.Step.Known;
import org.relaywitness.importer.Step.KnownContainer;
import org.relaywitness.importer.Step.ParsedCertificate;
import org.relaywitness.importer.Step.ParsedConsensus;
import org.relaywitness.importer.Step.ParsedExitList;
import org.relaywitness.importer.Step.Rejected;
import org.relaywitness.importer.Step.Skipped;
import org.relaywitness.store.ImportSession;
import org.relaywitness.store.ImportTotals;

/** Stores what was read, in order, and counts it. On the importing thread only. */
final class StoringSide {
  private final ImportSession session;
  private final KnownDocuments known;
  private final RawKeeping raw;
  private final ImportListener listener;

  /** The open container, and its number in the store: given once it holds something to store. */
  private @Nullable Container container;

  private int source = -1;
  private long bytesRead;
  private int documentsOfSource;
  private int rejectedOfSource;
  private final List<String> problemsOfSource = new ArrayList<>();
  private final List<Sha256> listsOfSource = new ArrayList<>();
  private boolean corruptSource;
  private final Set<Sha256> takenBack = new HashSet<>();

  private boolean certificatesCame;
  private long consensuses;
  private long exitLists;
  private long newCertificates;
  private long skipped;
  private long alreadyKnown;
  private long rejected;
  private long entries;
  private Map<Verification, Long> statuses = Map.of();

  StoringSide(
      ImportSession session, KnownDocuments known, RawKeeping raw, ImportListener listener) {
    this.session = session;
    this.known = known;
    this.raw = raw;
    this.listener = listener;
  }

  void store(Step step) {
    // One branch for each kind of step; Java 17 has no pattern switch.
    if (step instanceof ParsedConsensus consensus) {
      store(consensus);
    } else if (step instanceof ParsedExitList list) {
      store(list);
    } else if (step instanceof ParsedCertificate certificate) {
      store(certificate);
    } else if (step instanceof Known held) {
      alreadyKnown++;
      documentsOfSource++;
      // Read while its first copy was still taken for sound: this source is read again next time.
      rejectedOfSource += takenBack.contains(held.sha256()) ? 1 : 0;
    } else if (step instanceof Skipped) {
      skipped++;
    } else if (step instanceof Rejected reject) {
      reject(reject);
    } else if (step instanceof Begun begun) {
      begin(begun.container());
    } else if (step instanceof Ended ended) {
      end(ended.end());
    } else if (step instanceof KnownContainer held) {
      alreadyKnown += held.documents();
      bytesRead += Math.max(0, held.container().size());
      listener.progress(bytesRead, held.container().name());
    } else if (!(step instanceof Finished)) {
      throw new IllegalStateException("no way to store " + step);
    }
  }

  private void begin(Container container) {
    this.container = container;
    source = -1;
    documentsOfSource = 0;
    rejectedOfSource = 0;
    problemsOfSource.clear();
    listsOfSource.clear();
    corruptSource = false;
    listener.progress(bytesRead, container.name());
  }

  private int source() {
    if (source < 0) {
      Container open = Objects.requireNonNull(container, "a document outside of a container");
      source = session.source(open.name(), open.size());
    }
    return source;
  }

  private void end(ContainerEnd end) {
    Optional<Sha256> sha256 = end.sha256().map(Sha256::ofBytes);
    if (!problemsOfSource.isEmpty() && sha256.isPresent()) {
      session.reject(
          sha256.get(), source(), end.container().name(), String.join("; ", problemsOfSource));
    }
    if (corruptSource) {
      takeOutUnsignedLists(end.container());
    }
    // A file of which something was rejected is read again next time: it may have been mended.
    boolean whole = end.intact() && rejectedOfSource == 0;
    if (whole && documentsOfSource > 0 && sha256.isPresent()) {
      session.finishSource(source(), sha256.get(), documentsOfSource);
    }
    bytesRead += end.bytes();
    listener.progress(bytesRead, end.container().name());
  }

  /**
   * An archive's checksum is known at its end only. Consensuses and certificates bear signatures
   * that show damage; nothing but that checksum vouches for an exit list.
   */
  private void takeOutUnsignedLists(Container damaged) {
    session.takeBack(listsOfSource);
    takenBack.addAll(listsOfSource);
    for (Sha256 list : listsOfSource) {
      raw.remove(list);
      known.remove(list);
      exitLists--;
      rejected++;
    }
    if (!listsOfSource.isEmpty()) {
      listener.note(
          damaged.name()
              + ": kept out "
              + listsOfSource.size()
              + " exit lists read before the damage, since nothing else vouches for them");
    }
  }

  private void store(ParsedConsensus read) {
    documentsOfSource++;
    // Before the store, which may commit its batch within this call.
    raw.keep(read.consensus(), read.raw());
    if (!session.add(read.consensus(), read.appearances(), read.check(), source(), read.path())) {
      alreadyKnown++;
      return;
    }
    known.add(read.consensus().sha256());
    consensuses++;
    entries += read.consensus().entries();
    if (read.check().status() == Verification.BAD_SIGNATURE) {
      listener.note(
          read.path()
              + ": a directory authority's signature does not verify; kept, but it neither lists"
              + " nor covers");
    }
  }

  private void store(ParsedExitList read) {
    documentsOfSource++;
    raw.keep(read.list(), read.raw());
    if (session.add(read.list(), source(), read.path())) {
      known.add(read.list().sha256());
      takenBack.remove(read.list().sha256());
      exitLists++;
      listsOfSource.add(read.list().sha256());
    } else {
      alreadyKnown++;
    }
  }

  private void store(ParsedCertificate read) {
    documentsOfSource++;
    if (session.add(read.certificate(), source(), read.path())) {
      known.add(read.certificate().sha256());
      newCertificates++;
      certificatesCame = true;
    } else {
      alreadyKnown++;
    }
  }

  private void reject(Rejected reject) {
    rejected++;
    listener.note(reject.reason());
    Sha256 sha256 = reject.sha256();
    if (sha256 == null) {
      problemsOfSource.add(reject.reason());
      corruptSource |= reject.corrupt();
    } else {
      rejectedOfSource++;
      session.reject(sha256, source(), reject.path(), reject.reason());
    }
  }

  /** Commits the last batch; certificates that came are held against what lacked them. */
  void finish(ConsensusVerifier verifier) {
    raw.flush();
    session.flush();
    if (certificatesCame) {
      session.recheck(verifier);
    }
    statuses = session.statuses();
  }

  ImportSummary summary(ImportTotals totals, long passedOver, double seconds) {
    long verified = statuses.getOrDefault(Verification.VERIFIED, 0L);
    return new ImportSummary(
        consensuses,
        exitLists,
        newCertificates,
        skipped + passedOver,
        alreadyKnown,
        rejected,
        statuses.getOrDefault(Verification.BAD_SIGNATURE, 0L),
        entries,
        totals.runsAdded(),
        totals.runsRemoved(),
        totals.scans(),
        verified,
        statuses.values().stream().mapToLong(Long::longValue).sum() - verified,
        seconds);
  }
}
