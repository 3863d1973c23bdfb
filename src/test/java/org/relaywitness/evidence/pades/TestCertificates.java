package org.relaywitness.evidence.pades;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A certificate authority of the tests: makes real keys and certificates in memory. Each instance
 * is an authority of its own.
 */
public final class TestCertificates {
  /** The password of the key files that are written. */
  public static final String PASSWORD = "not a secret";

  private static final Duration YEAR = Duration.ofDays(365);

  private final Instant now;
  private final KeyPair rootKeys = keys("EC");
  private final KeyPair issuerKeys = keys("EC");
  private final X509Certificate root;
  private final X509Certificate issuer;
  private long serial = 1;

  /** A root and an issuing authority below it, valid from two years before now. */
  public TestCertificates(Instant now) {
    this.now = now;
    this.root = authority("Test root", rootKeys, null);
    this.issuer = authority("Test issuer", issuerKeys, root);
  }

  static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(algorithm.replaceFirst("(?<=RSA|EC)[0-9]+$", ""));
      if (algorithm.startsWith("EC")) {
        int bits = algorithm.equals("EC") ? 256 : Integer.parseInt(algorithm.substring(2));
        generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"));
      } else if (algorithm.startsWith("RSA")) {
        generator.initialize(Integer.parseInt(algorithm.substring(3)));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The root that vouches for all. */
  public X509Certificate root() {
    return root;
  }

  /** The root, for whoever trusts it. */
  public TrustedRoots roots() {
    return new TrustedRoots(List.of(root));
  }

  /** The key of the root, which is for certificates alone. */
  SigningKey rootKey() {
    return new SigningKey(rootKeys.getPrivate(), List.of(root));
  }

  /** A key for signing reports, with its chain up to the root. */
  public SigningKey signer(String algorithm) {
    return signer(algorithm, now.minus(YEAR), now.plus(YEAR));
  }

  /** A key for signing reports whose certificate is valid between these. */
  public SigningKey signer(String algorithm, Instant from, Instant to) {
    KeyPair keys = keys(algorithm);
    X509Certificate certificate =
        leaf("CN=Registry of the test,O=Relay Witness test", keys, from, to, null);
    return new SigningKey(keys.getPrivate(), List.of(certificate, issuer, root));
  }

  /** A key for timestamps, with its chain up to the root. */
  SigningKey timestamps() {
    KeyPair keys = keys("EC");
    X509Certificate certificate =
        leaf(
            "CN=Clock of the test",
            keys,
            now.minus(YEAR),
            now.plus(YEAR),
            KeyPurposeId.id_kp_timeStamping);
    return new SigningKey(keys.getPrivate(), List.of(certificate, issuer, root));
  }

  private X509Certificate authority(String name, KeyPair keys, @Nullable X509Certificate above) {
    X500Name subject = new X500Name("CN=" + name);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            above == null
                ? subject
                : X500Name.getInstance(above.getSubjectX500Principal().getEncoded()),
            BigInteger.valueOf(serial++),
            Date.from(now.minus(YEAR.multipliedBy(2))),
            Date.from(now.plus(YEAR.multipliedBy(2))),
            subject,
            keys.getPublic());
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
    return signed(builder, rootKeys.getPrivate());
  }

  private X509Certificate leaf(
      String name, KeyPair keys, Instant from, Instant to, @Nullable KeyPurposeId purpose) {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            X500Name.getInstance(issuer.getSubjectX500Principal().getEncoded()),
            BigInteger.valueOf(serial++),
            Date.from(from),
            Date.from(to),
            new X500Name(name),
            keys.getPublic());
    try {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
      if (purpose != null) {
        builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(purpose));
      }
    } catch (CertIOException e) {
      throw new IllegalStateException(e);
    }
    return signed(builder, issuerKeys.getPrivate());
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey key) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes a key with its chain as a PKCS#12 file, under {@link #PASSWORD}. */
  public static Path write(SigningKey key, Path file) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "report", key.key(), PASSWORD.toCharArray(), key.chain().toArray(X509Certificate[]::new));
      try (OutputStream out = Files.newOutputStream(file)) {
        store.store(out, PASSWORD.toCharArray());
      }
      return file;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Certificates as PEM. */
  public static byte[] pem(X509Certificate... certificates) {
    List<String> lines = new ArrayList<>();
    for (X509Certificate certificate : certificates) {
      try {
        lines.add("-----BEGIN CERTIFICATE-----");
        lines.add(
            Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded()));
        lines.add("-----END CERTIFICATE-----");
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.US_ASCII);
  }
}
