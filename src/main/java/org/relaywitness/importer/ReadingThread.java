package org.relaywitness.importer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.relaywitness.archive.ArchiveProblem;
import org.relaywitness.archive.ArchiveReader;
import org.relaywitness.archive.ArchiveVisitor;
import org.relaywitness.archive.ArchivedFile;
import org.relaywitness.archive.Container;
import org.relaywitness.archive.ContainerEnd;
import org.relaywitness.archive.Location;
import org.relaywitness.archive.SkipReason;
import org.relaywitness.directory.Sha256;
import org.relaywitness.importer.Step.Begun;
import org.relaywitness.importer.Step.Ended;
import org.relaywitness.importer.Step.Finished;
import org.relaywitness.importer.Step.KnownContainer;
import org.relaywitness.importer.Step.Rejected;
import org.relaywitness.netdoc.DocumentSplitter;
import org.relaywitness.netdoc.DocumentType;
import org.relaywitness.netdoc.RawDocument;

/**
 * Walks the archives on a thread of its own, has the documents parsed by workers, and offers the
 * results in the order of the archives. How many bytes may be under way at once is bounded, so that
 * the heap stays small whatever the archive's size.
 */
final class ReadingThread implements ArchiveVisitor {
  private static final int KIB = 1024;
  private static final int MAX_KIB_UNDER_WAY = 128 * KIB;

  private final ArchiveReader archives;
  private final DocumentReader documents;
  private final Map<Sha256, Integer> knownContainers;
  private final ExecutorService workers;
  private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final Semaphore room = new Semaphore(MAX_KIB_UNDER_WAY);
  private final AtomicLong passedOver = new AtomicLong();
  private @Nullable Path named;

  /** A result on its way, and the room that it takes until it is taken. */
  private record Entry(CompletableFuture<Step> step, int kib) {}

  ReadingThread(
      ArchiveReader archives,
      DocumentReader documents,
      Map<Sha256, Integer> knownContainers,
      ExecutorService workers) {
    this.archives = archives;
    this.documents = documents;
    this.knownContainers = Map.copyOf(knownContainers);
    this.workers = workers;
  }

  /** Starts walking these paths, then standard input where one is given. */
  Thread start(List<Path> paths, @Nullable InputStream standardInput) {
    Thread thread = new Thread(() -> walk(paths, standardInput), "archive-reader");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * The next result; the last is {@link Finished}.
   *
   * @throws IOException when an archive cannot be read at all
   */
  Step take() throws IOException, InterruptedException {
    Entry entry = queue.take();
    try {
      return entry.step().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException("reading an archive failed", e.getCause());
    } finally {
      room.release(entry.kib());
    }
  }

  /** How many files were passed over unread, so far. */
  long passedOver() {
    return passedOver.get();
  }

  private void walk(List<Path> paths, @Nullable InputStream standardInput) {
    try {
      for (Path path : paths) {
        named = Files.isRegularFile(path) ? path : null;
        archives.read(path, this);
      }
      named = null;
      if (standardInput != null) {
        archives.read(standardInput, "standard input", this);
      }
      offer(new Finished());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException | Error e) {
      // Whatever ends the walk, the storing side must hear of it, or it would wait for ever.
      queue.add(new Entry(CompletableFuture.failedFuture(e), 0));
    }
  }

  private void offer(Step step) {
    queue.add(new Entry(CompletableFuture.completedFuture(step), 0));
  }

  @Override
  public boolean container(Container container) {
    Path path = container.path().orElse(null);
    if (path != null && !knownContainers.isEmpty()) {
      try {
        Integer held = knownContainers.get(Sha256.ofBytes(ArchiveReader.sha256(path)));
        if (held != null) {
          offer(new KnownContainer(container, held));
          return false;
        }
      } catch (IOException e) {
        // The walk itself meets the same fault and reports it with its place.
        offer(new Begun(container));
        return true;
      }
    }
    offer(new Begun(container));
    return true;
  }

  @Override
  public boolean wants(Container container, String path, byte[] head, int headLength) {
    boolean wanted =
        switch (DocumentType.ofHead(head, headLength)) {
          case CONSENSUS, EXIT_LIST, KEY_CERTIFICATE -> true;
          case OTHER -> DocumentType.isVote(head, 0, headLength);
          case UNKNOWN -> isNamed(container, path);
        };
    if (!wanted) {
      passedOver.incrementAndGet();
    }
    return wanted;
  }

  /** Whether the container is a single document that the user named, not an archive or folder. */
  private boolean isNamed(Container container, String path) {
    Path file = container.path().orElse(null);
    if (file == null) {
      return path.equals(container.name());
    }
    return file.equals(named) && String.valueOf(file.getFileName()).startsWith(path);
  }

  @Override
  public void file(ArchivedFile file) throws InterruptedException {
    boolean isNamed = isNamed(file.container(), file.path());
    for (RawDocument document : DocumentSplitter.split(file.content())) {
      if (document.type() == DocumentType.OTHER) {
        embedded(document, file.path());
      }
      offer(document, file.path(), isNamed);
    }
  }

  /** A vote is not needed, but the key certificate in it is; copied, so that the vote can go. */
  private void embedded(RawDocument document, String path) throws InterruptedException {
    if (!DocumentType.isVote(document.buffer(), document.offset(), document.length())) {
      return;
    }
    for (RawDocument found : DocumentSplitter.findEmbeddedCertificates(document)) {
      byte[] copy = found.toBytes();
      offer(new RawDocument(found.type(), copy, 0, copy.length), path, false);
    }
  }

  private void offer(RawDocument document, String path, boolean isNamed)
      throws InterruptedException {
    int kib = Math.min(MAX_KIB_UNDER_WAY, 2 * document.length() / KIB + 1);
    room.acquire(kib);
    queue.add(
        new Entry(
            CompletableFuture.supplyAsync(() -> documents.read(document, path, isNamed), workers),
            kib));
  }

  @Override
  public void problem(ArchiveProblem problem) {
    offer(
        new Rejected(
            null,
            problem.location().toString(),
            problem.message(),
            problem.kind() == ArchiveProblem.Kind.CORRUPT));
  }

  @Override
  public void skipped(Location location, SkipReason reason) {
    passedOver.incrementAndGet();
  }

  @Override
  public void containerEnd(ContainerEnd end) {
    offer(new Ended(end));
  }
}
