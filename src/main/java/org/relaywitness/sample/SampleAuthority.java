package org.relaywitness.sample;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.relaywitness.directory.Fingerprint;

/** A directory authority of the sample: an identity and its signing keys over time. */
final class SampleAuthority {
  /** Between those of real authorities, 3 to 18 months. */
  private static final Duration CERTIFICATE_LIFE = Duration.ofDays(365);

  final String name;
  final String address;
  final Fingerprint identity;
  private final SampleKey identityKey;
  private final List<SigningKey> signingKeys = new ArrayList<>();

  /** A signing key, in use from the publication of its certificate until the next one's. */
  private record SigningKey(SampleKey key, Instant published, SampleDocument certificate) {}

  /**
   * An authority that begins a new signing key at each of these times.
   *
   * @param publications in order of time, no two farther apart than a certificate lives
   */
  SampleAuthority(
      String name, String address, SampleRandom random, int keyBits, List<Instant> publications) {
    this.name = name;
    this.address = address;
    this.identityKey = new SampleKey(random, keyBits);
    this.identity = identityKey.fingerprint();
    for (Instant published : publications) {
      SampleKey key = new SampleKey(random, keyBits);
      signingKeys.add(new SigningKey(key, published, certificate(key, published)));
    }
  }

  static Duration certificateLife() {
    return CERTIFICATE_LIFE;
  }

  /** The key certificate (dir-spec 3.1). */
  private SampleDocument certificate(SampleKey signingKey, Instant published) {
    DocumentText text = new DocumentText(4096);
    text.line("dir-key-certificate-version 3");
    text.line("fingerprint " + identity);
    text.line("dir-key-published " + DocumentText.time(published));
    text.line("dir-key-expires " + DocumentText.time(published.plus(CERTIFICATE_LIFE)));
    text.line("dir-identity-key").object("RSA PUBLIC KEY", identityKey.publicKey());
    text.line("dir-signing-key").object("RSA PUBLIC KEY", signingKey.publicKey());
    text.line("dir-key-crosscert").object("ID SIGNATURE", signingKey.sign(identity.toBytes()));
    text.line("dir-key-certification");
    byte[] digest = Digests.sha1().digest(text.toBytes());
    text.object("SIGNATURE", identityKey.sign(digest));
    byte[] type = "@type dir-key-certificate-3 1.0\n".getBytes(StandardCharsets.US_ASCII);
    return new SampleDocument(
        SampleDocument.Kind.CERTIFICATE,
        published,
        identity + "-" + DocumentText.fileTime(published),
        new DocumentText(4096).add(type).add(text.toBytes()).toBytes());
  }

  List<SampleDocument> certificates() {
    return signingKeys.stream().map(SigningKey::certificate).toList();
  }

  /** The key it signs with at a time. */
  SampleKey signingKeyAt(Instant time) {
    List<SigningKey> newestFirst = new ArrayList<>(signingKeys);
    Collections.reverse(newestFirst);
    for (SigningKey one : newestFirst) {
      if (!one.published().isAfter(time)) {
        return one.key();
      }
    }
    throw new IllegalArgumentException("no signing key yet at " + time);
  }
}
