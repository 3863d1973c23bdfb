package org.relaywitness.store;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one batch at a time on a thread of its own. Used by one thread. */
final class BackgroundWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundWriter.class);

  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread writer = new Thread(task, "import-writer");
            writer.setDaemon(true);
            return writer;
          });

  private @Nullable Future<ImportTotals> writing;

  /** A failed batch stays failed: nothing that came after it may be committed without it. */
  private @Nullable RuntimeException failure;

  /** Begins to write; {@link #finish} must have been called before. */
  void begin(Callable<ImportTotals> batch) {
    if (writing != null) {
      throw new IllegalStateException("a batch is still being written");
    }
    writing = thread.submit(batch);
  }

  /**
   * Waits for what was begun; nothing where nothing was.
   *
   * @throws StoreException when that batch or an earlier one could not be written
   */
  ImportTotals finish() {
    Future<ImportTotals> batch = writing;
    writing = null;
    if (failure != null) {
      throw failure;
    }
    if (batch == null) {
      return ImportTotals.NONE;
    }
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return batch.get();
        } catch (InterruptedException e) {
          // A transaction under way ends by itself; its outcome must be known.
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      failure =
          e.getCause() instanceof RuntimeException fault
              ? fault
              : new IllegalStateException("write a batch", e.getCause());
      throw failure;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for what is being written, and ends the thread. */
  @Override
  public void close() {
    try {
      finish();
    } catch (RuntimeException e) {
      LOG.debug("the import had failed: {}", e.getMessage());
    } finally {
      thread.shutdown();
    }
  }
}
