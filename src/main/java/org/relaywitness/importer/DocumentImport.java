package org.relaywitness.importer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.relaywitness.archive.ArchiveLimits;
import org.relaywitness.archive.ArchiveReader;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.relaywitness.documents.DocumentWriter;
import org.relaywitness.importer.Step.Finished;
import org.relaywitness.store.ImportSession;
import org.relaywitness.store.Store;
import org.relaywitness.trust.AuthorityList;
import org.relaywitness.trust.ConsensusSignatures;
import org.relaywitness.trust.KeyCertificates;

/**
 * Imports archives, folders and single documents into the store.
 *
 * <p>One thread reads and unpacks, workers parse and check signatures, the calling thread stores;
 * the stages run side by side with a bounded number of bytes between them. Documents are stored in
 * the order in which they were read, batch by batch, each batch in one transaction: an import that
 * is killed leaves whole batches, and running it again completes it.
 */
public final class DocumentImport {
  private final Store store;
  private final AuthorityList authorities;
  private final ArchiveLimits limits;
  private final int jobs;
  private final ImportListener listener;
  private final @Nullable Path rawFolder;

  /**
   * An import into this store.
   *
   * @param jobs how many workers parse and check signatures, at least 1
   */
  public DocumentImport(
      Store store,
      AuthorityList authorities,
      ArchiveLimits limits,
      int jobs,
      ImportListener listener) {
    this(store, authorities, limits, jobs, listener, null);
  }

  private DocumentImport(
      Store store,
      AuthorityList authorities,
      ArchiveLimits limits,
      int jobs,
      ImportListener listener,
      @Nullable Path rawFolder) {
    if (jobs < 1) {
      throw new IllegalArgumentException("jobs: " + jobs);
    }
    this.store = store;
    this.authorities = authorities;
    this.limits = limits;
    this.jobs = jobs;
    this.listener = listener;
    this.rawFolder = rawFolder;
  }

  /**
   * The same import, which also keeps the raw consensuses and exit lists in this folder: each is
   * safe there before the store commits it.
   *
   * @param folder {@code null} keeps none
   */
  public DocumentImport keepingDocuments(@Nullable Path folder) {
    return new DocumentImport(store, authorities, limits, jobs, listener, folder);
  }

  /**
   * Imports everything under these paths, then standard input where one is given.
   *
   * @throws IOException when a path does not exist or the disk fails; what was stored stays
   * @throws org.relaywitness.store.ImportInProgressException when another import is at work
   */
  public ImportSummary run(List<Path> paths, @Nullable InputStream standardInput)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    KeyCertificates certificates = new KeyCertificates();
    ConsensusSignatures signatures = new ConsensusSignatures(authorities, certificates);
    ExecutorService workers = Executors.newFixedThreadPool(jobs, worker());
    try (ImportSession session = store.beginImport(signatures);
        DocumentWriter writer = rawFolder == null ? null : DocumentWriter.open(rawFolder)) {
      RawKeeping raw = new RawKeeping(writer);
      session.beforeCommit(raw::flush);
      if (writer != null) {
        writer.damaged().values().forEach(listener::note);
      }
      for (KeyCertificate held : session.certificates()) {
        certificates.add(held);
      }
      KnownDocuments known = new KnownDocuments(session.heldDocuments());
      // A source counts as taken in only when its raw documents are here too. Which source brought
      // which document is not always on record, so one that lacks has every source read again.
      boolean allKept = session.heldListings().stream().allMatch(raw::contains);
      Map<Sha256, Integer> containers = allKept ? session.heldSources() : Map.of();
      ReadingThread reading =
          new ReadingThread(
              new ArchiveReader(limits),
              new DocumentReader(known, raw, certificates, signatures),
              containers,
              workers);
      StoringSide storing = new StoringSide(session, known, raw, listener);
      Thread reader = reading.start(paths, standardInput);
      try {
        for (Step step = reading.take(); !(step instanceof Finished); step = reading.take()) {
          storing.store(step);
        }
        storing.finish(signatures);
      } finally {
        reader.interrupt();
      }
      return storing.summary(
          session.totals(), reading.passedOver(), (System.nanoTime() - start) / 1e9);
    } finally {
      workers.shutdownNow();
    }
  }

  private static ThreadFactory worker() {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "document-parser-" + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
