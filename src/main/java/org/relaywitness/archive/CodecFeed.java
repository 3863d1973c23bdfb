package org.relaywitness.archive;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Stands between a decoder and its source, to know afterwards whose fault a failure was. */
final class CodecFeed extends InputStream {
  /**
   * Packed bytes a decoder may take without giving any byte out. Real decoders take less than 1
   * MiB; without a bound the name in a gzip header would be collected in memory for ever.
   */
  private static final int MOST_WITHOUT_OUTPUT = 16 * 1024 * 1024;

  private final InputStream source;
  private int sinceOutput;
  private boolean sawEnd;
  private @Nullable RefusedException failure;

  CodecFeed(InputStream source) {
    this.source = source;
  }

  /** The decoder gave something out. */
  void output() {
    sinceOutput = 0;
  }

  /** Whether the decoder asked for bytes after the last one. */
  boolean sawEnd() {
    return sawEnd;
  }

  /** What the source itself reported, whatever the decoder made of it. */
  @Nullable RefusedException failure() {
    return failure;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    try {
      if (sinceOutput > MOST_WITHOUT_OUTPUT) {
        throw new RefusedException(
            ArchiveProblem.Kind.CORRUPT, sinceOutput + " packed bytes without content", "content");
      }
      int count = source.read(into, offset, length);
      if (count < 0) {
        sawEnd = true;
      } else {
        sinceOutput += count;
      }
      return count;
    } catch (RefusedException e) {
      failure = e;
      throw e;
    }
  }

  /** Leaves the source open: who opened it closes it. */
  @Override
  public void close() {}
}
