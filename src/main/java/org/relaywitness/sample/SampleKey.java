package org.relaywitness.sample;

import java.math.BigInteger;
import java.util.Arrays;
import org.relaywitness.directory.Fingerprint;

/**
 * An RSA key pair that follows from a seed, and signatures as directory documents carry them
 * (dir-spec 1.3). Anyone can make it again: good for samples, worthless for anything else.
 */
final class SampleKey {
  private static final BigInteger EXPONENT = BigInteger.valueOf(65537);

  private final BigInteger modulus;
  private final BigInteger p;
  private final BigInteger q;
  private final BigInteger exponentP;
  private final BigInteger exponentQ;
  private final BigInteger inverseQ;
  private final byte[] publicKey;

  SampleKey(SampleRandom random, int bits) {
    p = prime(random, bits / 2);
    q = prime(random, bits / 2);
    modulus = p.multiply(q);
    BigInteger p1 = p.subtract(BigInteger.ONE);
    BigInteger q1 = q.subtract(BigInteger.ONE);
    BigInteger secret = EXPONENT.modInverse(p1.multiply(q1));
    exponentP = secret.mod(p1);
    exponentQ = secret.mod(q1);
    inverseQ = q.modInverse(p);
    byte[] numbers = concat(der(0x02, modulus.toByteArray()), der(0x02, EXPONENT.toByteArray()));
    publicKey = der(0x30, numbers);
  }

  private static BigInteger prime(SampleRandom random, int bits) {
    while (true) {
      BigInteger start =
          new BigInteger(1, random.nextBytes(bits / 8)).setBit(bits - 1).setBit(bits - 2);
      BigInteger prime = start.nextProbablePrime();
      boolean fits = prime.bitLength() == bits && !prime.mod(EXPONENT).equals(BigInteger.ONE);
      if (fits) {
        return prime;
      }
    }
  }

  private static byte[] der(int tag, byte[] content) {
    int length = content.length;
    byte[] head =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >>> 8), (byte) length};
    return concat(head, content);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  /** The PKCS#1 {@code RSAPublicKey} DER, newly allocated. */
  byte[] publicKey() {
    return publicKey.clone();
  }

  /** SHA-1 over {@link #publicKey}. */
  Fingerprint fingerprint() {
    return Fingerprint.ofBytes(Digests.sha1().digest(publicKey));
  }

  /** The signature over a digest: PKCS#1 v1.5 type 1 around the bare digest. */
  byte[] sign(byte[] digest) {
    int length = (modulus.bitLength() + 7) / 8;
    byte[] block = new byte[length];
    block[1] = 1;
    Arrays.fill(block, 2, length - digest.length - 1, (byte) 0xff);
    System.arraycopy(digest, 0, block, length - digest.length, digest.length);
    BigInteger value = new BigInteger(1, block);
    BigInteger byP = value.modPow(exponentP, p);
    BigInteger byQ = value.modPow(exponentQ, q);
    BigInteger h = byP.subtract(byQ).multiply(inverseQ).mod(p);
    byte[] bytes = byQ.add(h.multiply(q)).toByteArray();
    byte[] signature = new byte[length];
    int count = Math.min(bytes.length, length); // a sign byte may come first
    System.arraycopy(bytes, bytes.length - count, signature, length - count, count);
    return signature;
  }
}
