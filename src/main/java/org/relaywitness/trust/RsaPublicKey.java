package org.relaywitness.trust;

import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An RSA public key, and the check of signatures as directory documents carry them (dir-spec 1.3):
 * PKCS#1 v1.5 block type 1 around the bare digest, without the DigestInfo that the Java platform's
 * signature classes demand.
 */
final class RsaPublicKey {
  /** The one exponent that Tor makes and accepts. A small one would let block tails be forged. */
  private static final BigInteger EXPONENT = BigInteger.valueOf(65537);

  private static final int MIN_BITS = 1024;

  /** Far above any real key; a bound on the work that a hostile certificate can cause. */
  private static final int MAX_BITS = 8192;

  /** PKCS#1 demands at least so many FF bytes. */
  private static final int MIN_PADDING = 8;

  private final BigInteger modulus;
  private final int length;

  private RsaPublicKey(BigInteger modulus) {
    this.modulus = modulus;
    this.length = (modulus.bitLength() + 7) / 8;
  }

  /**
   * The key in the bytes of a PKCS#1 {@code RSAPublicKey}, read as strict DER; {@code null} for
   * anything else, for another exponent than 65537 and for a modulus of an unlikely size.
   */
  static @Nullable RsaPublicKey find(byte[] der) {
    DerReader outer = new DerReader(der);
    byte[] sequence = outer.find(0x30);
    if (sequence == null || !outer.atEnd()) {
      return null;
    }
    DerReader inner = new DerReader(sequence);
    BigInteger modulus = inner.findPositiveInteger();
    BigInteger exponent = modulus == null ? null : inner.findPositiveInteger();
    if (modulus == null || exponent == null || !inner.atEnd()) {
      return null;
    }
    boolean usable =
        exponent.equals(EXPONENT)
            && modulus.testBit(0)
            && modulus.bitLength() >= MIN_BITS
            && modulus.bitLength() <= MAX_BITS;
    return usable ? new RsaPublicKey(modulus) : null;
  }

  /** Whether the signature was made over this digest with this key. */
  boolean verifies(byte[] signature, byte[] digest) {
    if (signature.length != length) {
      return false;
    }
    BigInteger value = new BigInteger(1, signature);
    if (value.compareTo(modulus) >= 0) {
      return false;
    }
    return isBlockOf(digest, toBytes(value.modPow(EXPONENT, modulus)));
  }

  private byte[] toBytes(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] block = new byte[length];
    int count = Math.min(bytes.length, length); // a sign byte may come first
    System.arraycopy(bytes, bytes.length - count, block, length - count, count);
    return block;
  }

  /** Whether the block is 00 01 FF..FF 00 and then begins with the digest. */
  private static boolean isBlockOf(byte[] digest, byte[] block) {
    if (block[0] != 0 || block[1] != 1) {
      return false;
    }
    int position = 2;
    while (position < block.length && block[position] == (byte) 0xff) {
      position++;
    }
    if (position - 2 < MIN_PADDING || position == block.length || block[position] != 0) {
      return false;
    }
    int start = position + 1;
    int end = start + digest.length;
    return end <= block.length && Arrays.equals(block, start, end, digest, 0, digest.length);
  }
}
