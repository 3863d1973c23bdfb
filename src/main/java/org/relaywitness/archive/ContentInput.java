package org.relaywitness.archive;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.relaywitness.pace.Pace;
import org.tukaani.xz.ArrayCache;
import org.tukaani.xz.MemoryLimitException;

/**
 * Bytes of one layer of a container. Whatever a decoder throws leaves here as a {@link
 * RefusedException}, and once failed it stays failed. The first bytes can be looked at beforehand.
 */
final class ContentInput extends InputStream {
  /** How much of a file is shown to decide about it; also the length of a tar block. */
  static final int HEAD = 512;

  private static final int SCRATCH = 64 * 1024;
  private static final int MOST_EMPTY_READS = 1000;

  private final InputStream in;
  private final @Nullable Compression compression;
  private final @Nullable CodecFeed feed;
  private final @Nullable Budget budget;
  private final int largestRead;
  private byte[] peeked = new byte[0];
  private int peekedNext;
  private byte @Nullable [] scratch;
  private @Nullable RefusedException failure;

  private ContentInput(
      InputStream in,
      @Nullable Compression compression,
      @Nullable CodecFeed feed,
      @Nullable Budget budget) {
    this.in = in;
    this.compression = compression;
    this.feed = feed;
    this.budget = budget;
    // The bzip2 and gzip decoders lose what they decoded within the call that meets damage: short
    // requests lose no whole tar block.
    this.largestRead = compression == null ? SCRATCH : Math.min(SCRATCH, compression.largestRead());
  }

  /** The bytes of the source as they are. */
  static ContentInput plain(InputStream source) {
    return new ContentInput(source, null, null, null);
  }

  /** The unpacked bytes of the source, charged to the budget. */
  static ContentInput unpack(
      Compression compression,
      InputStream source,
      ArchiveLimits limits,
      ArrayCache arrays,
      Budget budget)
      throws RefusedException {
    CodecFeed feed = new CodecFeed(source);
    try {
      return new ContentInput(compression.open(feed, limits, arrays), compression, feed, budget);
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      throw refusal(e, compression, feed);
    }
  }

  /** Whether a read has failed, here or below. */
  boolean hasFailed() {
    return failure != null;
  }

  /** Up to {@link #HEAD} bytes from the start, which are still read afterwards; fewer at an end. */
  int peek(byte[] head) throws RefusedException {
    byte[] first = new byte[HEAD];
    int count = readFully(first, 0, HEAD);
    peeked = first;
    peekedNext = HEAD - count;
    System.arraycopy(first, 0, head, 0, count);
    System.arraycopy(first, 0, peeked, peekedNext, count);
    return count;
  }

  @Override
  public int read() throws RefusedException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws RefusedException {
    if (length == 0) {
      return 0;
    }
    int held = peeked.length - peekedNext;
    if (held > 0) {
      int count = Math.min(length, held);
      System.arraycopy(peeked, peekedNext, into, offset, count);
      peekedNext += count;
      return count;
    }
    if (failure != null) {
      throw failure;
    }
    try {
      int count = decode(into, offset, Math.min(length, largestRead));
      if (count > 0 && budget != null) {
        budget.charge(count);
      }
      return count;
    } catch (IOException | RuntimeException | LinkageError | OutOfMemoryError e) {
      failure = refusal(e, compression, feed);
      throw failure;
    }
  }

  /** A decoder's dictionary is one large array: where it does not fit, nothing else is harmed. */
  private int decode(byte[] into, int offset, int length) throws IOException {
    for (int tries = 0; tries < MOST_EMPTY_READS; tries++) {
      int count = in.read(into, offset, length);
      if (count != 0) {
        if (feed != null) {
          feed.output();
        }
        if (count == SCRATCH) {
          Pace.offerProcessor();
        }
        return count;
      }
    }
    throw new RefusedException(
        ArchiveProblem.Kind.CORRUPT, "packed bytes without content", "content");
  }

  /** Reads until the range is full; the number of bytes read is smaller only at the end. */
  int readFully(byte[] into, int offset, int length) throws RefusedException {
    int done = 0;
    while (done < length) {
      int count = read(into, offset + done, length - done);
      if (count < 0) {
        break;
      }
      done += count;
    }
    return done;
  }

  /** Passes over bytes, without a copy where nothing is unpacked; fewer only at the end. */
  long pass(long count) throws RefusedException {
    long passed = Math.min(count, peeked.length - peekedNext);
    peekedNext += (int) passed;
    if (failure == null && in instanceof PackedInput packed) {
      return passed + packed.pass(count - passed);
    }
    if (scratch == null) {
      scratch = new byte[(int) Math.min(SCRATCH, Math.max(count, 1))];
    } else if (scratch.length < SCRATCH && scratch.length < count) {
      scratch = new byte[SCRATCH];
    }
    while (passed < count) {
      int step = read(scratch, 0, (int) Math.min(count - passed, scratch.length));
      if (step < 0) {
        break;
      }
      passed += step;
    }
    return passed;
  }

  /** Frees the decoder, never the source. */
  @Override
  public void close() throws RefusedException {
    if (feed == null) {
      return;
    }
    try {
      in.close();
    } catch (IOException | RuntimeException e) {
      throw refusal(e, compression, feed);
    }
  }

  private static RefusedException refusal(
      Throwable e, @Nullable Compression compression, @Nullable CodecFeed feed) {
    if (feed != null && feed.failure() != null) {
      return feed.failure();
    }
    if (e instanceof RefusedException refused) {
      return refused;
    }
    String title = compression == null ? "content" : compression.title();
    if (e instanceof LinkageError) {
      return refused(
          ArchiveProblem.Kind.UNSUPPORTED,
          title + " data, whose decoder does not load on this system",
          "xz, bzip2, gzip or plain",
          e);
    }
    if (e instanceof MemoryLimitException limit) {
      return refused(
          ArchiveProblem.Kind.DECODER_MEMORY,
          "an xz dictionary that needs " + limit.getMemoryNeeded() + " KiB",
          "at most " + limit.getMemoryLimit() + " KiB (xz -9 needs 65640)",
          e);
    }
    if (e instanceof OutOfMemoryError) {
      return refused(
          ArchiveProblem.Kind.DECODER_MEMORY,
          title + " data whose dictionary does not fit into the Java heap",
          "a smaller dictionary, or a larger heap (java -Xmx)",
          e);
    }
    if (e instanceof ZstdIOException z
        && z.getErrorCode() == Zstd.errFrameParameterWindowTooLarge()) {
      return refused(
          ArchiveProblem.Kind.DECODER_MEMORY,
          "a zstd window larger than is read",
          "zstd --long=27 or less",
          e);
    }
    if (e instanceof EOFException || (feed != null && feed.sawEnd())) {
      return refused(
          ArchiveProblem.Kind.TRUNCATED, title + " data that ends early", "its end mark", e);
    }
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return refused(
        ArchiveProblem.Kind.CORRUPT,
        "damaged " + title + " data (" + reason + ")",
        "sound " + title + " data",
        e);
  }

  private static RefusedException refused(
      ArchiveProblem.Kind kind, String found, String expected, Throwable cause) {
    return new RefusedException(kind, found, expected, cause);
  }
}
