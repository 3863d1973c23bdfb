package org.relaywitness.archive;

import java.util.Arrays;

/** Reads whole documents into memory, as much as really comes, never as much as is announced. */
final class DocumentBuffer {
  private static final int START = 1 << 20;
  private static final int KEPT = 16 << 20;

  private final int most;
  private byte[] scratch;

  /** An announced length up to this is believed: so much has really come before, or is little. */
  private int believed = START;

  DocumentBuffer(int most) {
    this.most = most;
    this.scratch = new byte[Math.min(START, most + 1)];
  }

  /**
   * All bytes of the input.
   *
   * @param announced their number if the container knows it, which the input then holds to; or -1
   */
  byte[] read(ContentInput in, long announced) throws RefusedException {
    if (announced > most) {
      throw new RefusedException(
          ArchiveProblem.Kind.TOO_LARGE,
          "a document of " + announced + " bytes",
          "at most " + most + " bytes");
    }
    if (announced >= 0 && announced <= believed) {
      byte[] content = new byte[(int) announced];
      in.readFully(content, 0, content.length);
      return content;
    }
    int length = collect(in);
    byte[] content = Arrays.copyOf(scratch, length);
    believed = Math.max(believed, length);
    if (scratch.length > KEPT) {
      scratch = new byte[START];
    }
    return content;
  }

  private int collect(ContentInput in) throws RefusedException {
    int length = 0;
    while (true) {
      if (length == scratch.length) {
        scratch = Arrays.copyOf(scratch, (int) Math.min(most + 1L, 2L * length));
      }
      int count = in.read(scratch, length, scratch.length - length);
      if (count < 0) {
        return length;
      }
      length += count;
      if (length > most) {
        scratch = new byte[Math.min(START, most + 1)];
        throw new RefusedException(
            ArchiveProblem.Kind.TOO_LARGE,
            "a document of more than " + most + " bytes",
            "at most as many");
      }
    }
  }
}
