package org.relaywitness.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.Fingerprint;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.trust.CertificateCheck.Outcome;

class KeyCertificatesTest {
  private static final TestAuthority ONE = new TestAuthority("one");
  private static final TestAuthority TWO = new TestAuthority("two");

  private final KeyCertificates certificates = new KeyCertificates();

  private void assertKeptOut(Outcome expected, KeyCertificate certificate) {
    CertificateCheck check = certificates.add(certificate);
    assertEquals(expected, check.outcome());
    assertFalse(check.accepted());
    assertTrue(check.message().contains(certificate.identity().toString()), check.message());
    assertEquals(List.of(), certificates.all());
  }

  private static byte[] crosscert(TestAuthority authority) {
    return TestAuthority.sign(authority.signingKey, authority.identity().toBytes());
  }

  @Test
  void add_goodCertificate_isFoundByItsKeys() {
    KeyCertificate certificate = ONE.certificate();
    assertEquals(Outcome.GOOD, certificates.add(certificate).outcome());
    assertEquals(List.of(certificate), certificates.find(ONE.identity(), ONE.signingKeyDigest()));
    assertEquals(List.of(), certificates.find(TWO.identity(), ONE.signingKeyDigest()));
    assertEquals(List.of(), certificates.find(ONE.identity(), TWO.signingKeyDigest()));
  }

  @Test
  void add_sameCertificateTwice_isHeldOnce() {
    certificates.add(ONE.certificate());
    assertEquals(Outcome.GOOD, certificates.add(ONE.certificate()).outcome());
    assertEquals(1, certificates.all().size());
  }

  @Test
  void add_sameSigningKeyCertifiedAgain_holdsBoth() {
    Instant later = TestAuthority.EXPIRES.plusSeconds(3600);
    certificates.add(ONE.certificate());
    certificates.add(ONE.certificate(TestAuthority.EXPIRES, later));
    assertEquals(2, certificates.find(ONE.identity(), ONE.signingKeyDigest()).size());
  }

  @Test
  void add_otherVersion_isKeptOut() {
    assertKeptOut(
        Outcome.UNKNOWN_VERSION,
        ONE.certificate(
            4,
            ONE.identity(),
            TestAuthority.PUBLISHED,
            TestAuthority.EXPIRES,
            crosscert(ONE),
            ONE.identityKey));
  }

  @Test
  void add_fingerprintOfAnotherAuthority_isKeptOut() {
    assertKeptOut(
        Outcome.FINGERPRINT_MISMATCH,
        ONE.certificate(
            3,
            TWO.identity(),
            TestAuthority.PUBLISHED,
            TestAuthority.EXPIRES,
            crosscert(ONE),
            ONE.identityKey));
  }

  @Test
  void add_certifiedByAnotherKey_isKeptOut() {
    assertKeptOut(
        Outcome.CERTIFICATION_BAD,
        ONE.certificate(
            3,
            ONE.identity(),
            TestAuthority.PUBLISHED,
            TestAuthority.EXPIRES,
            crosscert(ONE),
            TWO.identityKey));
  }

  @Test
  void add_crosscertByAnotherKey_isKeptOut() {
    byte[] foreign = TestAuthority.sign(TWO.signingKey, ONE.identity().toBytes());
    assertKeptOut(
        Outcome.CROSSCERT_BAD,
        ONE.certificate(
            3,
            ONE.identity(),
            TestAuthority.PUBLISHED,
            TestAuthority.EXPIRES,
            foreign,
            ONE.identityKey));
  }

  @Test
  void add_withoutCrosscertIn2007_isAcceptedAndReported() {
    Instant published = Instant.parse("2007-12-02T21:24:31Z");
    CertificateCheck check =
        certificates.add(
            ONE.certificate(
                3,
                ONE.identity(),
                published,
                published.plusSeconds(365 * 86400),
                new byte[0],
                ONE.identityKey));
    assertEquals(Outcome.GOOD_WITHOUT_CROSSCERT, check.outcome());
    assertEquals(
        "key certificate "
            + ONE.identity()
            + " published 2007-12-02T21:24:31Z is good, but lacks dir-key-crosscert, as some"
            + " before 2009 do",
        check.message());
    assertEquals(1, certificates.all().size());
  }

  @Test
  void add_withoutCrosscertLater_isKeptOut() {
    assertKeptOut(
        Outcome.CROSSCERT_MISSING,
        ONE.certificate(
            3,
            ONE.identity(),
            TestAuthority.PUBLISHED,
            TestAuthority.EXPIRES,
            new byte[0],
            ONE.identityKey));
  }

  private static KeyCertificate changed(
      KeyCertificate good, byte[] identityKey, byte[] signingKey, int signedLength) {
    return new KeyCertificate(
        good.version(),
        good.identity(),
        good.published(),
        good.expires(),
        good.document(),
        signedLength,
        identityKey,
        signingKey,
        good.crosscert(),
        good.certification(),
        good.sha256());
  }

  @Test
  void add_unusableKeysOrLengths_isKeptOut() {
    KeyCertificate good = ONE.certificate();
    byte[] junk = {0x30, 0x03, 0x02, 0x01, 0x05};
    int length = good.signedLength();
    assertKeptOut(Outcome.IDENTITY_KEY_UNUSABLE, changed(good, junk, good.signingKey(), length));
    assertKeptOut(Outcome.SIGNING_KEY_UNUSABLE, changed(good, good.identityKey(), junk, length));
    for (int wrong : new int[] {-1, 0, length - 1, length + 1, good.document().length + 1}) {
      assertKeptOut(
          Outcome.CERTIFICATION_BAD, changed(good, good.identityKey(), good.signingKey(), wrong));
    }
  }

  @Test
  void add_anyBitOfTheSignedPartFlipped_isKeptOut() {
    KeyCertificate good = ONE.certificate();
    for (int bit = 0; bit < 8 * good.signedLength(); bit++) {
      byte[] document = good.document().clone();
      document[bit / 8] ^= (byte) (1 << (bit % 8));
      KeyCertificate flipped =
          new KeyCertificate(
              3,
              good.identity(),
              good.published(),
              good.expires(),
              document,
              good.signedLength(),
              good.identityKey(),
              good.signingKey(),
              good.crosscert(),
              good.certification(),
              good.sha256());
      assertEquals(Outcome.CERTIFICATION_BAD, certificates.add(flipped).outcome());
    }
    assertEquals(List.of(), certificates.all());
  }

  @Test
  void all_isOrderedByIdentityThenTime() {
    Instant later = TestAuthority.PUBLISHED.plusSeconds(60);
    certificates.add(TWO.certificate());
    certificates.add(ONE.certificate(later, TestAuthority.EXPIRES));
    certificates.add(ONE.certificate());
    List<Fingerprint> identities =
        certificates.all().stream().map(KeyCertificate::identity).toList();
    assertEquals(identities.stream().sorted().toList(), identities);
    List<Instant> ones =
        certificates.all().stream()
            .filter(c -> c.identity().equals(ONE.identity()))
            .map(KeyCertificate::published)
            .toList();
    assertEquals(List.of(TestAuthority.PUBLISHED, later), ones);
  }
}
