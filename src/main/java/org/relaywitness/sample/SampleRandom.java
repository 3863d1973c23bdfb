package org.relaywitness.sample;

/**
 * SplitMix64, written out: a sample must have the same bytes on every Java platform, and the
 * platform's own generators do not promise that. Not for secrets.
 */
final class SampleRandom {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  SampleRandom(long seed) {
    state = seed;
  }

  /** A generator of its own for one purpose, so that one purpose never shifts another. */
  static SampleRandom of(long seed, String purpose) {
    long mixed = mix(seed + GAMMA);
    for (int i = 0; i < purpose.length(); i++) {
      mixed = mix(mixed ^ (purpose.charAt(i) * GAMMA));
    }
    return new SampleRandom(mixed);
  }

  /** Scatters the bits of a number, the same way always. */
  static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /** A number of 0 to bound - 1. The bias of the remainder is below 2^-32 and does not matter. */
  int nextInt(int bound) {
    return (int) Long.remainderUnsigned(nextLong(), bound);
  }

  /** A number of 0 up to 1. */
  double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }

  boolean chance(double probability) {
    return nextDouble() < probability;
  }

  byte[] nextBytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (nextLong() >>> 56);
    }
    return bytes;
  }

  /** A whole number near {@code value} whose mean is {@code value}. */
  int round(double value) {
    int floor = (int) value;
    return floor + (chance(value - floor) ? 1 : 0);
  }

  /** An index, each as likely as its weight. */
  int pick(int[] weights) {
    int total = 0;
    for (int weight : weights) {
      total += weight;
    }
    int rest = nextInt(total);
    for (int i = 0; i < weights.length; i++) {
      rest -= weights[i];
      if (rest < 0) {
        return i;
      }
    }
    throw new IllegalStateException("weights changed meanwhile");
  }
}
