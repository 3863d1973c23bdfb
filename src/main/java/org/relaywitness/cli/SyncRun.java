package org.relaywitness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.archive.ArchiveReader;
import org.relaywitness.archive.collector.Collector;
import org.relaywitness.archive.collector.CollectorFile;
import org.relaywitness.archive.collector.CollectorIndex;
import org.relaywitness.archive.collector.FetchResult;
import org.relaywitness.directory.Sha256;
import org.relaywitness.importer.DocumentImport;
import org.relaywitness.importer.ImportSummary;
import org.relaywitness.store.ImportSession;
import org.relaywitness.store.Store;
import org.relaywitness.trust.AuthorityList;
import org.relaywitness.trust.ConsensusSignatures;
import org.relaywitness.trust.KeyCertificates;

/**
 * One sync: fetches what the index lists and the database does not hold, imports it, and deletes
 * what was taken in whole. What is held is asked of the database, by digest, so a sync that was
 * killed anywhere is completed by the next. Archives go in rounds, so that they need not all fit on
 * the disk.
 */
final class SyncRun {
  private static final long ROUND_BYTES = 1L << 30;

  private final Collector collector;
  private final Store store;
  private final @Nullable Path documents;
  private final AuthorityList authorities;
  private final SyncWanted wanted;
  private final PrintWriter err;

  private int files;
  private long bytes;
  private int gone;
  private int failed;
  private ImportSummary summary = new ImportSummary(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** The digests of files that need no fetching, and whether no certificate is held. */
  private record Held(Set<Sha256> digests, boolean noCertificates) {
    boolean has(@Nullable String sha256) {
      Sha256 digest = sha256 == null ? null : Sha256.findHex(sha256);
      return digest != null && digests.contains(digest);
    }
  }

  SyncRun(
      Collector collector,
      Store store,
      @Nullable Path documents,
      AuthorityList authorities,
      SyncWanted wanted,
      PrintWriter err) {
    this.collector = collector;
    this.store = store;
    this.documents = documents;
    this.authorities = authorities;
    this.wanted = wanted;
    this.err = err;
  }

  /**
   * Does it.
   *
   * @throws org.relaywitness.archive.collector.CollectorException when there is no index to be had
   * @throws IOException when this machine's disk fails
   */
  SyncReport run(Clock clock) throws IOException, InterruptedException {
    Held held = held();
    CollectorIndex index = collector.index();
    for (CollectorIndex.Refused refused : index.refused()) {
      if (wanted.watches(refused.folder())) {
        failed++;
        note("not fetched: " + refused.reason());
      }
    }
    collector.discardStaleParts(index.files());
    importLeftovers(index);
    List<CollectorFile> changed = sync(missing(index, held));
    if (!changed.isEmpty()) {
      // Written over since the index was: the next index knows. One more time, then it is told.
      Set<String> paths = changed.stream().map(CollectorFile::path).collect(Collectors.toSet());
      CollectorIndex renewed = collector.index();
      List<CollectorFile> again =
          renewed.files().stream().filter(file -> paths.remove(file.path())).toList();
      gone += paths.size();
      paths.forEach(path -> note(path + ": gone since the index was written"));
      failed += sync(again).size();
    }
    return new SyncReport(
        files,
        bytes,
        gone,
        failed,
        summary,
        store.read(snapshot -> snapshot.extent().lastConsensus()),
        clock.instant());
  }

  private List<CollectorFile> missing(CollectorIndex index, Held held) {
    return index.files().stream()
        .filter(file -> wanted.wants(file, held.noCertificates()))
        .filter(file -> !held.has(collector.findDigest(file)))
        .sorted(Comparator.comparing(CollectorFile::folder).thenComparing(CollectorFile::name))
        .toList();
  }

  /** Fetches and imports in rounds; the files whose content is not what the index says. */
  private List<CollectorFile> sync(List<CollectorFile> missing)
      throws IOException, InterruptedException {
    List<CollectorFile> changed = new ArrayList<>();
    List<CollectorFile> round = new ArrayList<>();
    long size = 0;
    for (CollectorFile file : missing) {
      if (!round.isEmpty() && size + file.size() > ROUND_BYTES) {
        changed.addAll(round(round, size));
        round.clear();
        size = 0;
      }
      round.add(file);
      size += file.size();
    }
    if (!round.isEmpty()) {
      changed.addAll(round(round, size));
    }
    return changed;
  }

  private List<CollectorFile> round(List<CollectorFile> round, long size)
      throws IOException, InterruptedException {
    List<FetchResult> results;
    AtomicLong arrived = new AtomicLong();
    try (TerminalProgress progress = TerminalProgress.ofFetch(err, size)) {
      results = collector.fetch(round, count -> progress.progress(arrived.addAndGet(count), ""));
    }
    List<CollectorFile> changed = new ArrayList<>();
    List<FetchResult> whole = new ArrayList<>();
    for (FetchResult result : results) {
      switch (result.kind()) {
        case FETCHED -> {
          files++;
          bytes += result.file().size();
          whole.add(result);
        }
        case PRESENT -> whole.add(result);
        case GONE -> {
          gone++;
          note("skipped, gone since the index was written: " + result.message());
        }
        case OTHER_CONTENT -> {
          changed.add(result.file());
          note("not what the index describes: " + result.message());
        }
        case FAILED -> {
          failed++;
          note("not fetched: " + result.message());
        }
      }
    }
    importFiles(whole.stream().flatMap(result -> result.path().stream()).toList());
    if (!wanted.keep()) {
      // What was not taken in whole stays, and is looked at again next time.
      Held held = held();
      for (FetchResult result : whole) {
        if (held.has(result.sha256()) && result.path().isPresent()) {
          Files.deleteIfExists(result.path().get());
        }
      }
    }
    return changed;
  }

  /** Files of a run that was killed before it imported them, for so long that they have gone. */
  private void importLeftovers(CollectorIndex index) throws IOException, InterruptedException {
    if (wanted.keep()) {
      return;
    }
    List<Path> leftovers = collector.leftovers(index.files());
    importFiles(leftovers);
    for (Path path : leftovers) {
      Files.deleteIfExists(path);
    }
  }

  private void importFiles(List<Path> paths) throws IOException, InterruptedException {
    if (paths.isEmpty()) {
      return;
    }
    ArchiveLimits limits = ArchiveLimits.defaults();
    try (TerminalProgress progress =
        TerminalProgress.of(err, new ArchiveReader(limits), paths, false)) {
      int jobs = Runtime.getRuntime().availableProcessors();
      summary =
          summary.plus(
              new DocumentImport(store, authorities, limits, jobs, progress)
                  .keepingDocuments(documents)
                  .run(paths, null));
    }
  }

  private Held held() {
    try (ImportSession session =
        store.beginImport(new ConsensusSignatures(authorities, new KeyCertificates()))) {
      Set<Sha256> digests = new HashSet<>(session.heldDocuments());
      digests.addAll(session.heldSources().keySet());
      return new Held(digests, session.certificates().isEmpty());
    }
  }

  private void note(String message) {
    err.println("relaywitness: " + message);
    err.flush();
  }
}
