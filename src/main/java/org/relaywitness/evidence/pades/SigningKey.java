package org.relaywitness.evidence.pades;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A private key with its certificate, and those that vouch for it, from a PKCS#12 file.
 *
 * @param chain the key's own certificate first, each signed by the next
 */
public record SigningKey(PrivateKey key, List<X509Certificate> chain) {
  private static final int LONGEST_FILE = 1 << 20;
  private static final int SHORTEST_RSA = 2048;
  private static final int SHORTEST_EC = 256;
  private static final int DIGITAL_SIGNATURE = 0;
  private static final int NON_REPUDIATION = 1;

  public SigningKey {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a signing key without a certificate");
    }
  }

  /**
   * Reads the one key that the file holds.
   *
   * @param now the certificate must be valid then
   * @throws SigningKeyException when the file holds no key that reports can be signed with
   */
  public static SigningKey load(Path file, char[] password, Instant now)
      throws SigningKeyException {
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new SigningKeyException(file + " is too long for a PKCS#12 file");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(Files.readAllBytes(file)), password);
      SigningKey key = only(store, file, password);
      key.check(file, now);
      return key;
    } catch (IOException e) {
      if (!Files.isReadable(file)) {
        throw new SigningKeyException("cannot read " + file);
      }
      throw new SigningKeyException(
          "cannot open " + file + ": it is no PKCS#12 file, or the password is wrong");
    } catch (GeneralSecurityException e) {
      throw new SigningKeyException(
          "cannot take the key out of " + file + ": the password is wrong, or the key is damaged");
    }
  }

  private static SigningKey only(KeyStore store, Path file, char[] password)
      throws GeneralSecurityException, SigningKeyException {
    List<String> keys = new ArrayList<>();
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        keys.add(alias);
      }
    }
    if (keys.size() != 1) {
      throw new SigningKeyException(
          file + " holds " + keys.size() + " private keys with a certificate, expected one");
    }
    Key key = store.getKey(keys.get(0), password);
    List<X509Certificate> chain = new ArrayList<>();
    Certificate[] certificates = store.getCertificateChain(keys.get(0));
    for (Certificate certificate : certificates == null ? new Certificate[0] : certificates) {
      chain.add((X509Certificate) certificate);
    }
    if (key instanceof PrivateKey own && !chain.isEmpty()) {
      return new SigningKey(own, chain);
    }
    throw new SigningKeyException(file + " holds no private key with its certificate");
  }

  /** The certificate of the key. */
  public X509Certificate certificate() {
    return chain.get(0);
  }

  private void check(Path file, Instant now) throws SigningKeyException {
    X509Certificate certificate = certificate();
    if (certificate.getPublicKey() instanceof RSAPublicKey rsa) {
      if (rsa.getModulus().bitLength() < SHORTEST_RSA) {
        throw new SigningKeyException(
            file + ": the RSA key is shorter than " + SHORTEST_RSA + " bits");
      }
    } else if (certificate.getPublicKey() instanceof ECPublicKey ec) {
      if (ec.getParams().getOrder().bitLength() < SHORTEST_EC) {
        throw new SigningKeyException(
            file + ": the elliptic curve key is shorter than " + SHORTEST_EC + " bits");
      }
    } else {
      throw new SigningKeyException(
          file
              + ": the key is for "
              + certificate.getPublicKey().getAlgorithm()
              + ", expected RSA or an elliptic curve (EC)");
    }
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      throw new SigningKeyException(
          file + ": the certificate expired at " + certificate.getNotAfter().toInstant());
    }
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      throw new SigningKeyException(
          file + ": the certificate is not valid before " + certificate.getNotBefore().toInstant());
    }
    boolean[] usage = certificate.getKeyUsage();
    if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
      throw new SigningKeyException(
          file + ": the certificate is not for signatures (its key usage)");
    }
    SignatureContainer.of(this).check(file);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return "SigningKey[" + certificate().getSubjectX500Principal() + "]";
  }
}
