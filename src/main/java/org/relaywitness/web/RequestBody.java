package org.relaywitness.web;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee11.servlet.ServletContextRequest;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * A request's body, read ahead so far as a bounded memory allows: many clients send all before they
 * read anything, and would wait forever for a server that does not read on while it cannot write.
 */
final class RequestBody extends InputStream {
  /** What a client may send before it has to read: some 150,000 lines. */
  private static final int MOST_AHEAD = 8 * 1024 * 1024;

  private static final int LEAST_AHEAD = 64 * 1024;

  /** However slowly a client reads or writes, its connection and thread come free after this. */
  private static final Duration MOST_TIME = Duration.ofMinutes(16);

  private static final long SECONDS_TO_END = 30;

  private final Request request;
  private final InputStream body;
  private final Scheduler.Task deadline;
  private final CountDownLatch ended = new CountDownLatch(1);
  private byte[] ahead = new byte[LEAST_AHEAD];
  private int start;
  private int length;
  private boolean reading;
  private Waiting waiting = () -> {};
  private boolean atEnd;
  private boolean closed;
  private @Nullable IOException failure;

  private RequestBody(Request request, InputStream body) {
    this.request = request;
    this.body = body;
    deadline =
        request
            .getComponents()
            .getScheduler()
            .schedule(this::cut, MOST_TIME.toSeconds(), TimeUnit.SECONDS);
  }

  static RequestBody of(HttpServletRequest request) throws IOException {
    return new RequestBody(
        ServletContextRequest.getServletContextRequest(request), request.getInputStream());
  }

  /** What is done before a read waits for the client. */
  interface Waiting {
    void begins() throws IOException;
  }

  /**
   * Begins to read ahead; before that a read takes from the connection itself.
   *
   * @param waiting told each time that nothing is there to be read yet
   */
  synchronized void readAhead(Waiting waiting) {
    if (!reading) {
      reading = true;
      this.waiting = waiting;
      request.getComponents().getExecutor().execute(this::fill);
    }
  }

  /** Ends the connection, without the end of an answer that is under way. */
  void cut() {
    cut(request);
  }

  /** As {@link #cut()}, for any request. */
  static void cut(HttpServletRequest request) {
    cut(ServletContextRequest.getServletContextRequest(request));
  }

  private static void cut(Request request) {
    request.getConnectionMetaData().getConnection().getEndPoint().close();
  }

  private void fill() {
    byte[] block = new byte[LEAST_AHEAD];
    IOException reason = null;
    try {
      int count = body.read(block, 0, block.length);
      while (count >= 0 && keep(block, count)) {
        count = body.read(block, 0, block.length);
      }
    } catch (IOException e) {
      reason = e;
    } finally {
      synchronized (this) {
        atEnd = true;
        failure = reason;
        notifyAll();
      }
      ended.countDown();
    }
  }

  /** Whether anyone still wants it; waits while there is no room. */
  private synchronized boolean keep(byte[] block, int count) throws InterruptedIOException {
    await(() -> closed || length + count <= MOST_AHEAD);
    if (closed) {
      return false;
    }
    if (length + count > ahead.length) {
      byte[] larger = new byte[Math.min(MOST_AHEAD, Math.max(2 * ahead.length, length + count))];
      take(larger, 0, length, false);
      ahead = larger;
      start = 0;
    }
    int end = (start + length) % ahead.length;
    int straight = Math.min(count, ahead.length - end);
    System.arraycopy(block, 0, ahead, end, straight);
    System.arraycopy(block, straight, ahead, 0, count - straight);
    length += count;
    notifyAll();
    return true;
  }

  /** Copies the oldest bytes, and forgets them when told to. */
  private void take(byte[] target, int offset, int count, boolean forget) {
    int straight = Math.min(count, ahead.length - start);
    System.arraycopy(ahead, start, target, offset, straight);
    System.arraycopy(ahead, 0, target, offset + straight, count - straight);
    if (forget) {
      start = (start + count) % ahead.length;
      length -= count;
    }
  }

  private synchronized void await(BooleanSupplier condition) throws InterruptedIOException {
    try {
      while (!condition.getAsBoolean()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a request was read");
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    boolean mustWait;
    synchronized (this) {
      mustWait = reading && length == 0 && !atEnd;
    }
    if (mustWait) {
      waiting.begins();
    }
    synchronized (this) {
      if (reading) {
        await(() -> length > 0 || atEnd);
        if (length == 0) {
          if (failure != null) {
            throw new IOException("the request could not be read to its end", failure);
          }
          return -1;
        }
        int taken = Math.min(count, length);
        take(target, offset, taken, true);
        notifyAll();
        return taken;
      }
    }
    return body.read(target, offset, count);
  }

  /** Waits until nobody reads from the connection any more. */
  @Override
  public void close() throws IOException {
    deadline.cancel();
    boolean mustWait;
    synchronized (this) {
      closed = true;
      mustWait = reading;
      notifyAll();
    }
    if (!mustWait) {
      return;
    }
    try {
      if (!ended.await(SECONDS_TO_END, TimeUnit.SECONDS)) {
        cut();
        ended.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a request was ended");
    }
  }
}
