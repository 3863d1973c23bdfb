package org.relaywitness.documents;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.directory.Sha256;

/**
 * The one writer of a folder of raw documents; it holds the folder's lock. Documents are compressed
 * on a thread of its own, with a bounded number of bytes waiting; they are safe on the disk once
 * {@link #flush} returns, and not before. {@link #contains} and {@link #flush} may be called from
 * any thread, the rest from one.
 *
 * <p>A fault of the disk comes out as {@link DocumentsException} at the next call.
 */
public final class DocumentWriter implements AutoCloseable {
  private static final int KIB = 1024;
  private static final int MAX_KIB_WAITING = 48 * KIB;

  private final FileChannel lock;
  private final PackStore packs;
  private final Set<Sha256> held = ConcurrentHashMap.newKeySet();
  private final Map<Path, String> damaged;
  private final Semaphore room = new Semaphore(MAX_KIB_WAITING);
  private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
  private final ExecutorService packer =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "document-packer");
            thread.setDaemon(true);
            return thread;
          });

  private interface Work {
    void run() throws IOException;
  }

  private DocumentWriter(Path folder, FileChannel lock, PackIndex index) {
    this.lock = lock;
    packs = new PackStore(folder, index.documents(), held::remove);
    held.addAll(index.documents().keySet());
    damaged = Map.copyOf(index.damaged());
  }

  /**
   * Opens a folder, makes it where there is none, and clears away what a crash left unfinished.
   *
   * @throws DocumentsException when another writer has it, or the disk fails
   */
  public static DocumentWriter open(Path at) {
    Path folder = at.toAbsolutePath();
    try {
      FileChannel lock = lock(folder);
      boolean opened = false;
      try {
        clearUnfinished(folder);
        PackIndex index = new PackIndex(folder);
        index.refresh();
        DocumentWriter writer = new DocumentWriter(folder, lock, index);
        opened = true;
        return writer;
      } finally {
        if (!opened) {
          lock.close();
        }
      }
    } catch (IOException e) {
      throw new DocumentsException("cannot write raw documents into " + folder, e);
    }
  }

  /**
   * Takes the folder for writing, until the channel is closed; makes it where there is none.
   *
   * @throws DocumentsException when another writer has it
   */
  static FileChannel lock(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    boolean taken = false;
    try {
      taken = tryLock(lock);
    } finally {
      if (!taken) {
        lock.close();
      }
    }
    if (!taken) {
      throw new DocumentsException(folder + ": another import is writing there");
    }
    return lock;
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      FileLock taken = channel.tryLock();
      return taken != null && taken.isValid();
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void clearUnfinished(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, 3)) {
      for (Path file :
          files.filter(one -> one.toString().endsWith(PackBuilder.UNFINISHED)).toList()) {
        Files.delete(file);
      }
    }
  }

  /** The packs whose index cannot be read, each with what is wrong; as found when opened. */
  public Map<Path, String> damaged() {
    return damaged;
  }

  /** Whether the document is here, or was added. */
  public boolean contains(Sha256 sha256) {
    return held.contains(sha256);
  }

  /**
   * Adds a document; one that is here already is not added again.
   *
   * @param time a consensus's valid-after, or an exit list's time
   * @param bytes as they stood in the file; must not be changed any more
   */
  public void add(DocumentKind kind, Instant time, Sha256 sha256, byte[] bytes) {
    if (held.contains(sha256)) {
      return;
    }
    held.add(sha256);
    int kib = Math.min(MAX_KIB_WAITING, bytes.length / KIB + 1);
    room.acquireUninterruptibly(kib);
    PackEntry document = new PackEntry(sha256, time, 0, bytes.length);
    submit(
        () -> {
          try {
            packs.add(kind, document, bytes);
          } finally {
            room.release(kib);
          }
        });
  }

  /** Takes a document out; it is off the disk when this returns. */
  public void remove(Sha256 sha256) {
    held.remove(sha256);
    submit(() -> packs.remove(sha256));
    flush();
  }

  /** Every document added before is on the disk and will be found there when this returns. */
  public void flush() {
    try {
      CompletableFuture.runAsync(guarded(packs::flush), packer).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DocumentsException("interrupted while writing raw documents", e);
    } catch (ExecutionException e) {
      throw new DocumentsException("cannot write raw documents", e);
    }
    check();
  }

  /** The packer works in order. After one fault nothing more is written: it might rest on that. */
  private void submit(Work work) {
    check();
    packer.execute(guarded(work));
  }

  private Runnable guarded(Work work) {
    return () -> {
      if (fault.get() != null) {
        return;
      }
      try {
        work.run();
      } catch (IOException | RuntimeException | Error e) {
        fault.compareAndSet(null, e);
      }
    };
  }

  private void check() {
    Throwable found = fault.get();
    if (found instanceof DocumentsException named) {
      throw new DocumentsException(String.valueOf(named.getMessage()), named);
    }
    if (found != null) {
      throw new DocumentsException("cannot write raw documents", found);
    }
  }

  /** Gives the folder free; what was not flushed is dropped. */
  @Override
  public void close() {
    packer.shutdownNow();
    try {
      // Whoever takes the lock next must not meet this writer's last rename.
      if (packer.awaitTermination(1, TimeUnit.MINUTES)) {
        packs.drop();
        lock.close();
      }
    } catch (InterruptedException e) {
      // The lock stays, and goes with this process: the packer may still be at work.
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new DocumentsException("cannot close the raw documents", e);
    }
  }
}
