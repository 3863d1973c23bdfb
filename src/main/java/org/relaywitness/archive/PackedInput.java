package org.relaywitness.archive;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of a container as they stand: buffered, counted and digested on their way. Closing does
 * nothing, so that a decoder above can be closed and the rest still be drained for the digest.
 */
final class PackedInput extends InputStream {
  /** Few system calls and few digest calls; larger brings nothing measurable. */
  static final int BUFFER = 256 * 1024;

  private final InputStream raw;
  private final AtomicLong progress;
  private final MessageDigest digest = newSha256();
  private final byte[] buffer;
  private int next;
  private int limit;
  private long filled;
  private boolean ended;
  private boolean failed;

  PackedInput(InputStream raw, byte[] buffer, AtomicLong progress) {
    this.raw = raw;
    this.buffer = buffer;
    this.progress = progress;
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java platform lacks SHA-256", e);
    }
  }

  /** Bytes handed to the layer above so far. */
  long position() {
    return filled - (limit - next);
  }

  /** Bytes read from the container so far. */
  long bytesRead() {
    return filled;
  }

  @Override
  public int read() throws RefusedException {
    return next < limit || fill() ? buffer[next++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws RefusedException {
    if (length == 0) {
      return 0;
    }
    if (next == limit && !fill()) {
      return -1;
    }
    int count = Math.min(length, limit - next);
    System.arraycopy(buffer, next, into, offset, count);
    next += count;
    return count;
  }

  /** Passes over up to {@code count} bytes without copying them; fewer only at the end. */
  long pass(long count) throws RefusedException {
    long passed = 0;
    while (passed < count && (next < limit || fill())) {
      int step = (int) Math.min(count - passed, limit - next);
      next += step;
      passed += step;
    }
    return passed;
  }

  /** Whether the container could not be read to its end. */
  boolean hasFailed() {
    return failed;
  }

  /** Reads to the end, for the digest. */
  void drain() throws RefusedException {
    pass(Long.MAX_VALUE);
  }

  /** The digest of the whole container; only once, and only after its end. */
  byte[] sha256() {
    return digest.digest();
  }

  private boolean fill() throws RefusedException {
    if (ended) {
      return false;
    }
    try {
      int count = raw.read(buffer, 0, buffer.length);
      next = 0;
      limit = Math.max(count, 0);
      ended = count < 0;
    } catch (IOException e) {
      next = limit;
      ended = true;
      failed = true;
      throw unreadable(e);
    }
    digest.update(buffer, 0, limit);
    filled += limit;
    progress.addAndGet(limit);
    return !ended;
  }

  /** The operating system refused; its own words are the best there are. */
  static RefusedException unreadable(Exception e) {
    String reason = e.getMessage() == null ? "" : ": " + e.getMessage();
    return new RefusedException(
        ArchiveProblem.Kind.UNREADABLE,
        "a read error (" + e.getClass().getSimpleName() + reason + ")",
        "a readable file",
        e);
  }
}
