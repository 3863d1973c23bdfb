package org.relaywitness.archive.collector;

import static org.relaywitness.archive.collector.TransferException.Kind.AGAIN;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A body that does not wait for ever: it is closed when no byte came for so long. The JDK's own
 * time limit ends with the head of the answer.
 */
final class GuardedBody implements AutoCloseable {
  private final InputStream in;
  private final String what;
  private final long silenceNanos;
  private final ScheduledFuture<?> watch;
  private volatile long lastByte = System.nanoTime();
  private volatile boolean silent;

  GuardedBody(InputStream in, String what, Duration silence, ScheduledExecutorService watcher) {
    this.in = in;
    this.what = what;
    this.silenceNanos = silence.toNanos();
    long period = Math.max(1, silenceNanos / 4);
    watch = watcher.scheduleWithFixedDelay(this::look, period, period, TimeUnit.NANOSECONDS);
  }

  /** What is read, for messages. */
  String what() {
    return what;
  }

  private void look() {
    if (System.nanoTime() - lastByte > silenceNanos) {
      silent = true;
      closeQuietly(); // wakes the reader
    }
  }

  /** As {@link InputStream#read(byte[])}; a broken connection is worth another try. */
  int read(byte[] into) throws TransferException {
    try {
      int count = in.read(into);
      lastByte = System.nanoTime();
      if (count < 0 && silent) {
        throw new IOException("closed");
      }
      return count;
    } catch (IOException e) {
      String why = silent ? "the server fell silent" : HttpTransfers.said(e);
      throw new TransferException(AGAIN, what + ": " + why, null, e);
    }
  }

  @Override
  public void close() {
    watch.cancel(false);
    closeQuietly();
  }

  private void closeQuietly() {
    try {
      in.close();
    } catch (IOException e) {
      // The connection is given up either way.
      return;
    }
  }
}
