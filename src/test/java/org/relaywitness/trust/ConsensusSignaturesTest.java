package org.relaywitness.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.DirectorySignature;
import org.relaywitness.directory.Flavor;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.Sha256;
import org.relaywitness.directory.SignatureCheck;
import org.relaywitness.directory.SignatureCheck.Outcome;
import org.relaywitness.directory.Verification;

class ConsensusSignaturesTest {
  private static final Instant VALID_AFTER = Instant.parse("2024-03-05T14:00:00Z");
  private static final Instant LISTED = Instant.parse("2020-01-01T00:00:00Z");
  private static final List<TestAuthority> AUTHORITIES =
      IntStream.range(0, 6).mapToObj(i -> new TestAuthority("auth" + i)).toList();
  private static final TestAuthority STRANGER = new TestAuthority("stranger");
  private static final byte[] SIGNED =
      "network-status-version 3\nvalid-after 2024-03-05 14:00:00\ndirectory-signature "
          .getBytes(StandardCharsets.US_ASCII);
  private static final byte[] DIGEST = Sha1.digest(SIGNED, SIGNED.length);

  private KeyCertificates certificates = new KeyCertificates();
  private ConsensusSignatures verifier = verifier("");

  private ConsensusSignatures verifier(String note) {
    return new ConsensusSignatures(
        AuthorityList.of(AUTHORITIES.stream().map(a -> a.listed(LISTED, note)).toList()),
        certificates);
  }

  @BeforeEach
  void addCertificates() {
    AUTHORITIES.forEach(authority -> certificates.add(authority.certificate()));
    certificates.add(STRANGER.certificate());
  }

  private static List<DirectorySignature> signedBy(int count) {
    List<DirectorySignature> signatures = new ArrayList<>();
    AUTHORITIES.subList(0, count).forEach(a -> signatures.add(a.sign("sha1", DIGEST)));
    return signatures;
  }

  private static DirectorySignature damaged(DirectorySignature signature) {
    byte[] bytes = signature.signature();
    bytes[40] ^= 1;
    return new DirectorySignature(
        signature.algorithm(), signature.identity(), signature.signingKeyDigest(), bytes);
  }

  private ConsensusCheck check(List<DirectorySignature> signatures) {
    return check(VALID_AFTER, signatures);
  }

  private ConsensusCheck check(Instant validAfter, List<DirectorySignature> signatures) {
    return verifier.check(Flavor.NS, validAfter, HexFormat.of().formatHex(DIGEST), signatures);
  }

  private static List<Outcome> outcomes(ConsensusCheck check) {
    return check.signatures().stream().map(SignatureCheck::outcome).toList();
  }

  @Test
  void check_majority_isVerified() {
    ConsensusCheck check = check(signedBy(4));
    assertEquals(Verification.VERIFIED, check.status());
    assertEquals(4, check.good());
    assertEquals(4, check.needed());
    assertEquals(6, check.authorities());
    assertFalse(check.weakKeys());
    assertEquals(List.of(Outcome.GOOD, Outcome.GOOD, Outcome.GOOD, Outcome.GOOD), outcomes(check));
    assertEquals(AUTHORITIES.get(2).identity(), check.signatures().get(2).identity());
    assertEquals(
        AUTHORITIES.get(2).signingKeyDigest(), check.signatures().get(2).signingKeyDigest());
  }

  @Test
  void check_exactlyHalf_isInsufficient() {
    ConsensusCheck check = check(signedBy(3));
    assertEquals(Verification.INSUFFICIENT, check.status());
    assertEquals(3, check.good());
  }

  @Test
  void check_noSignatures_isInsufficient() {
    assertEquals(Verification.INSUFFICIENT, check(List.of()).status());
  }

  @Test
  void check_sameSignerTwice_countsOnce() {
    List<DirectorySignature> signatures = signedBy(3);
    signatures.addAll(signedBy(3));
    ConsensusCheck check = check(signatures);
    assertEquals(Verification.INSUFFICIENT, check.status());
    assertEquals(3, check.good());
    assertEquals(6, check.signatures().size());
  }

  @Test
  void check_sameAuthorityWithTwoSigningKeys_countsOnce() {
    TestAuthority one = AUTHORITIES.get(0);
    TestAuthority rotated = new TestAuthority("auth0");
    certificates.add(certificateOf(one, rotated));
    List<DirectorySignature> signatures = signedBy(3);
    signatures.add(
        new DirectorySignature(
            "sha1",
            one.identity(),
            rotated.signingKeyDigest(),
            TestAuthority.sign(rotated.signingKey, DIGEST)));
    ConsensusCheck check = check(signatures);
    assertEquals(Outcome.GOOD, check.signatures().get(3).outcome());
    assertEquals(3, check.good());
    assertEquals(Verification.INSUFFICIENT, check.status());
  }

  /** A certificate of the first one's identity for the second one's signing key. */
  private static KeyCertificate certificateOf(TestAuthority identity, TestAuthority signing) {
    byte[] signed =
        ("certificate of " + signing.signingKeyDigest()).getBytes(StandardCharsets.US_ASCII);
    return new KeyCertificate(
        3,
        identity.identity(),
        TestAuthority.PUBLISHED,
        TestAuthority.EXPIRES,
        signed,
        signed.length,
        TestAuthority.publicDer(identity.identityKey),
        TestAuthority.publicDer(signing.signingKey),
        TestAuthority.sign(signing.signingKey, identity.identity().toBytes()),
        TestAuthority.sign(identity.identityKey, Sha1.digest(signed, signed.length)),
        Sha256.digest(signed));
  }

  @Test
  void check_unknownAuthority_neverCounts() {
    List<DirectorySignature> signatures = signedBy(3);
    signatures.add(STRANGER.sign("sha1", DIGEST));
    ConsensusCheck check = check(signatures);
    assertEquals(Outcome.UNRECOGNISED, check.signatures().get(3).outcome());
    assertEquals(3, check.good());
    assertEquals(Verification.INSUFFICIENT, check.status());
  }

  @Test
  void check_unknownAuthorityWithBadSignature_doesNotCondemn() {
    List<DirectorySignature> signatures = signedBy(4);
    signatures.add(damaged(STRANGER.sign("sha1", DIGEST)));
    assertEquals(Verification.VERIFIED, check(signatures).status());
    signatures.remove(0);
    assertEquals(Verification.INSUFFICIENT, check(signatures).status());
  }

  @Test
  void check_certificateNotValidAtValidAfter_isNotGood() {
    for (Instant outside :
        List.of(TestAuthority.PUBLISHED.minusSeconds(1), TestAuthority.EXPIRES.plusSeconds(1))) {
      ConsensusCheck check = check(outside, signedBy(6));
      assertEquals(Verification.INSUFFICIENT, check.status());
      assertEquals(0, check.good());
      assertEquals(Outcome.CERTIFICATE_NOT_VALID, check.signatures().get(0).outcome());
    }
    for (Instant edge : List.of(TestAuthority.PUBLISHED, TestAuthority.EXPIRES)) {
      assertEquals(Verification.VERIFIED, check(edge, signedBy(6)).status());
    }
  }

  @Test
  void check_signingKeyCertifiedAgain_usesTheCertificateOfThatTime() {
    Instant later = TestAuthority.EXPIRES.plusSeconds(86400);
    for (TestAuthority authority : AUTHORITIES) {
      certificates.add(authority.certificate(TestAuthority.EXPIRES, later));
    }
    assertEquals(Verification.VERIFIED, check(later.minusSeconds(60), signedBy(6)).status());
  }

  @Test
  void check_oneBadAmongEnoughGood_isVerified() {
    List<DirectorySignature> signatures = signedBy(5);
    signatures.set(0, damaged(signatures.get(0)));
    ConsensusCheck check = check(signatures);
    assertEquals(Verification.VERIFIED, check.status());
    assertEquals(4, check.good());
    assertEquals(Outcome.BAD, check.signatures().get(0).outcome());
  }

  @Test
  void check_oneBadAmongTooFew_isBadEvenWhenCertificatesAreMissing() {
    certificates = new KeyCertificates();
    verifier = verifier("");
    AUTHORITIES.subList(0, 2).forEach(a -> certificates.add(a.certificate()));
    List<DirectorySignature> signatures = signedBy(6);
    assertEquals(Verification.CERTIFICATE_MISSING, check(signatures).status());
    signatures.set(0, damaged(signatures.get(0)));
    assertEquals(Verification.BAD_SIGNATURE, check(signatures).status());
    assertFalse(check(signatures).status().counts());
  }

  @Test
  void check_damagedCopyBesideAGoodOne_doesNotCondemn() {
    certificates = new KeyCertificates();
    verifier = verifier("");
    AUTHORITIES.subList(0, 2).forEach(a -> certificates.add(a.certificate()));
    List<DirectorySignature> signatures = signedBy(6);
    signatures.add(damaged(signatures.get(0)));
    assertEquals(Verification.CERTIFICATE_MISSING, check(signatures).status());
  }

  @Test
  void check_certificatesMissing_countTowardsAPossibleMajorityOnly() {
    certificates = new KeyCertificates();
    verifier = verifier("");
    AUTHORITIES.subList(0, 2).forEach(a -> certificates.add(a.certificate()));
    ConsensusCheck possible = check(signedBy(4));
    assertEquals(Verification.CERTIFICATE_MISSING, possible.status());
    assertEquals(2, possible.good());
    assertEquals(
        List.of(
            Outcome.GOOD, Outcome.GOOD, Outcome.CERTIFICATE_MISSING, Outcome.CERTIFICATE_MISSING),
        outcomes(possible));
    assertEquals(Verification.INSUFFICIENT, check(signedBy(3)).status());
    AUTHORITIES.forEach(a -> certificates.add(a.certificate()));
    assertEquals(Verification.VERIFIED, check(signedBy(4)).status());
  }

  @Test
  void check_legacyPair_countsOnce() {
    TestAuthority legacy = new TestAuthority("auth0-legacy");
    certificates.add(legacy.certificate());
    List<Authority> listed =
        new ArrayList<>(AUTHORITIES.stream().map(a -> a.listed(LISTED, "")).toList());
    listed.add(legacy.listed(LISTED, ""));
    verifier = new ConsensusSignatures(AuthorityList.of(listed), certificates);
    List<DirectorySignature> signatures = signedBy(3);
    signatures.add(legacy.sign("sha1", DIGEST));
    ConsensusCheck check = check(signatures);
    assertEquals(6, check.authorities());
    assertEquals(3, check.good());
    assertEquals(Verification.INSUFFICIENT, check.status());
    assertEquals(Verification.VERIFIED, check(signedBy(4)).status());
  }

  @Test
  void check_algorithms_onlyThatOfTheFlavourCounts() {
    List<DirectorySignature> signatures = new ArrayList<>();
    byte[] sha256 = Sha256.digest(SIGNED).toBytes();
    AUTHORITIES.forEach(a -> signatures.add(a.sign("sha256", sha256)));
    assertEquals(
        Verification.VERIFIED,
        verifier
            .check(Flavor.MICRODESC, VALID_AFTER, HexFormat.of().formatHex(sha256), signatures)
            .status());
    ConsensusCheck wrong = check(signatures);
    assertEquals(Verification.INSUFFICIENT, wrong.status());
    assertEquals(Outcome.UNKNOWN_ALGORITHM, wrong.signatures().get(0).outcome());
    List<DirectorySignature> unknown = signedBy(4);
    unknown.add(AUTHORITIES.get(5).sign("sha3-256", DIGEST));
    assertEquals(Verification.VERIFIED, check(unknown).status());
    assertThrows(
        IllegalArgumentException.class,
        () -> verifier.check(Flavor.NS, VALID_AFTER, "00".repeat(32), signatures));
  }

  @Test
  void check_underWeakIdentities_isMarked() {
    verifier = verifier("weak key (Debian OpenSSL)");
    assertTrue(check(signedBy(4)).weakKeys());
    assertFalse(check(List.of()).weakKeys());
  }

  @Test
  void check_whileCertificatesArrive_seesEachWholeOrNotAtAll() {
    certificates = new KeyCertificates();
    verifier = verifier("");
    List<DirectorySignature> signatures = signedBy(6);
    Thread adding =
        new Thread(() -> AUTHORITIES.forEach(a -> certificates.add(a.certificate())), "adding");
    adding.start();
    int good = 0;
    while (good < 6) {
      ConsensusCheck check = check(signatures);
      assertTrue(check.good() >= good, "what was good stays good");
      good = check.good();
      assertEquals(
          good >= 4 ? Verification.VERIFIED : Verification.CERTIFICATE_MISSING, check.status());
    }
  }

  @Test
  void check_twentyThousandBitFlips_neverCountAsGood() {
    SplittableRandom random = new SplittableRandom(20240305);
    List<DirectorySignature> signatures = signedBy(4);
    for (int i = 0; i < 20_000; i++) {
      if (random.nextBoolean()) {
        byte[] document = SIGNED.clone();
        int bit = random.nextInt(8 * document.length);
        document[bit / 8] ^= (byte) (1 << (bit % 8));
        ConsensusCheck check =
            verifier.check(
                Flavor.NS,
                VALID_AFTER,
                HexFormat.of().formatHex(Sha1.digest(document, document.length)),
                signatures);
        assertEquals(0, check.good());
        assertEquals(Verification.BAD_SIGNATURE, check.status());
      } else {
        int which = random.nextInt(signatures.size());
        DirectorySignature one = signatures.get(which);
        byte[] bytes = one.signature();
        int bit = random.nextInt(8 * bytes.length);
        bytes[bit / 8] ^= (byte) (1 << (bit % 8));
        List<DirectorySignature> flipped = new ArrayList<>(signatures);
        flipped.set(
            which, new DirectorySignature("sha1", one.identity(), one.signingKeyDigest(), bytes));
        ConsensusCheck check = check(flipped);
        assertEquals(3, check.good());
        assertEquals(Outcome.BAD, check.signatures().get(which).outcome());
        assertEquals(Verification.BAD_SIGNATURE, check.status());
      }
    }
  }
}
