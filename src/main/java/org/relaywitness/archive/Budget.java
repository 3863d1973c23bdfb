package org.relaywitness.archive;

import java.util.Locale;

/** What one container may still unpack to, all its layers together. */
final class Budget {
  private final ArchiveLimits limits;
  private final PackedInput packed;
  private long unpacked;
  private boolean broken;

  Budget(ArchiveLimits limits, PackedInput packed) {
    this.limits = limits;
    this.packed = packed;
  }

  /** Charges bytes that a decoder gave out. */
  void charge(int bytes) throws RefusedException {
    unpacked += bytes;
    if (unpacked > limits.maxUnpackedBytes()) {
      broken = true;
      throw new RefusedException(
          ArchiveProblem.Kind.TOO_MUCH,
          "content that unpacks to more than " + limits.maxUnpackedBytes() + " bytes",
          "at most as many");
    }
    if (unpacked > limits.ratioFloorBytes()
        && unpacked / limits.maxRatio() > Math.max(packed.position(), 1)) {
      broken = true;
      throw new RefusedException(
          ArchiveProblem.Kind.TOO_DENSE,
          String.format(
              Locale.ROOT,
              "%d bytes unpacked from %d, as a decompression bomb does",
              unpacked,
              packed.position()),
          "at most " + limits.maxRatio() + " from one");
    }
  }

  /** Whether it is spent: then nothing more of this container may be read. */
  boolean isBroken() {
    return broken;
  }
}
