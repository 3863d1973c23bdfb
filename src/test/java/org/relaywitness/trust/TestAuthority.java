package org.relaywitness.trust;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;

/** A directory authority of the tests, with small keys of its own. */
final class TestAuthority {
  static final Instant PUBLISHED = Instant.parse("2024-01-01T00:00:00Z");
  static final Instant EXPIRES = Instant.parse("2024-07-01T00:00:00Z");

  final String name;
  final KeyPair identityKey = newKey();
  final KeyPair signingKey = newKey();

  TestAuthority(String name) {
    this.name = name;
  }

  static KeyPair newKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Fingerprint identity() {
    return fingerprint(identityKey);
  }

  Fingerprint signingKeyDigest() {
    return fingerprint(signingKey);
  }

  static Fingerprint fingerprint(KeyPair key) {
    byte[] der = publicDer(key);
    return Fingerprint.ofBytes(Sha1.digest(der, der.length));
  }

  static byte[] publicDer(KeyPair key) {
    RSAPublicKey rsa = (RSAPublicKey) key.getPublic();
    return der(
        0x30,
        concat(
            der(0x02, rsa.getModulus().toByteArray()),
            der(0x02, rsa.getPublicExponent().toByteArray())));
  }

  static byte[] der(int tag, byte[] content) {
    int length = content.length;
    byte[] head =
        length < 0x80
            ? new byte[] {(byte) tag, (byte) length}
            : length < 0x100
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >>> 8), (byte) length};
    return concat(head, content);
  }

  static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** The bare digest under this key: 00 01 FF..FF 00 digest. */
  static byte[] sign(KeyPair key, byte[] digest) {
    int length = (((RSAPublicKey) key.getPublic()).getModulus().bitLength() + 7) / 8;
    byte[] block = new byte[length];
    Arrays.fill(block, 2, length - digest.length - 1, (byte) 0xff);
    block[1] = 1;
    System.arraycopy(digest, 0, block, length - digest.length, digest.length);
    return signBlock(key, block);
  }

  /** Any block under this key, its form unchecked. */
  static byte[] signBlock(KeyPair key, byte[] block) {
    RSAPrivateCrtKey rsa = (RSAPrivateCrtKey) key.getPrivate();
    BigInteger value = new BigInteger(1, block).modPow(rsa.getPrivateExponent(), rsa.getModulus());
    return fixed(value, block.length);
  }

  static byte[] fixed(BigInteger value, int length) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[length];
    int count = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - count, fixed, length - count, count);
    return fixed;
  }

  DirectorySignature sign(String algorithm, byte[] digest) {
    return new DirectorySignature(
        algorithm, identity(), signingKeyDigest(), sign(signingKey, digest));
  }

  KeyCertificate certificate() {
    return certificate(PUBLISHED, EXPIRES);
  }

  KeyCertificate certificate(Instant published, Instant expires) {
    return certificate(
        3, identity(), published, expires, sign(signingKey, identity().toBytes()), identityKey);
  }

  /** A certificate as stated, certified by {@code certifier}, whether that is right or not. */
  KeyCertificate certificate(
      int version,
      Fingerprint stated,
      Instant published,
      Instant expires,
      byte[] crosscert,
      KeyPair certifier) {
    byte[] signed =
        ("dir-key-certificate-version 3\nfingerprint "
                + stated
                + "\ndir-key-published "
                + published
                + "\ndir-key-expires "
                + expires
                + "\ndir-key-certification\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] certification = sign(certifier, Sha1.digest(signed, signed.length));
    byte[] document = concat(signed, certification);
    return new KeyCertificate(
        version,
        stated,
        published,
        expires,
        document,
        signed.length,
        publicDer(identityKey),
        publicDer(signingKey),
        crosscert,
        certification,
        Sha256.digest(document));
  }

  /** Its line in a list of authorities. */
  Authority listed(Instant from, String note) {
    return new Authority(name, identity(), from, null, note);
  }
}
