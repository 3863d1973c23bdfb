package org.relaywitness.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.relaywitness.directory.ConsensusCheck;
import org.relaywitness.directory.KeyCertificate;
import org.relaywitness.directory.SignatureCheck.Outcome;
import org.relaywitness.directory.Verification;

/** Checks real consensuses of 2012 to 2026 against the counts in the list beside them. */
class RealSignaturesTest {
  /**
   * On 2021-08-29 tor26 signed with a key whose certificate is of 2021-09-01: the signature
   * verifies (the list counts it), but its certificate was not valid then, so it does not count as
   * good.
   */
  private static final int SIGNED_BEFORE_ITS_CERTIFICATE = 1;

  private static Path realData() {
    String folder = System.getProperty("real.data", "");
    assumeFalse(folder.isEmpty(), "no folder of real documents is given (-Dreal.data)");
    return Path.of(folder);
  }

  private static List<KeyCertificate> certificates() throws Exception {
    return SignedDocuments.certificates(realData().resolve("certs.tar.xz"));
  }

  @Test
  void certificates_allOfThem_areGood() throws Exception {
    KeyCertificates held = new KeyCertificates();
    int withoutCrosscert = 0;
    for (KeyCertificate certificate : certificates()) {
      CertificateCheck check = held.add(certificate);
      assertTrue(check.accepted(), check.message());
      withoutCrosscert += check.outcome() == CertificateCheck.Outcome.GOOD ? 0 : 1;
    }
    assertEquals(2, withoutCrosscert);
    assertEquals(185, held.all().size());
  }

  @TestFactory
  Stream<DynamicTest> consensuses_eachOfTheList_areVerifiedWithTheListedCounts() throws Exception {
    KeyCertificates held = new KeyCertificates();
    certificates().forEach(held::add);
    ConsensusSignatures verifier = new ConsensusSignatures(AuthorityList.bundled(), held);
    List<String> lines = Files.readAllLines(realData().resolve("consensuses.tsv"));
    return lines.stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(row -> DynamicTest.dynamicTest(row[0], () -> assertCounts(verifier, row)));
  }

  private static void assertCounts(ConsensusSignatures verifier, String[] row) throws Exception {
    SignedDocuments.SignedConsensus consensus =
        SignedDocuments.consensus(SignedDocuments.unxz(realData().resolve(row[0])));
    ConsensusCheck check =
        verifier.check(
            consensus.flavor(),
            consensus.validAfter(),
            consensus.signedDigest(),
            consensus.signatures());
    assertEquals(Verification.VERIFIED, check.status());
    assertEquals(Integer.parseInt(row[8]), check.signatures().size(), "signatures");
    int early = row[0].contains("2021-08-29") ? SIGNED_BEFORE_ITS_CERTIFICATE : 0;
    assertEquals(Integer.parseInt(row[9]) - early, check.good(), "verified");
    assertEquals(early, count(check, Outcome.CERTIFICATE_NOT_VALID), "not valid then");
    assertEquals(Integer.parseInt(row[10]), count(check, Outcome.CERTIFICATE_MISSING), "missing");
    assertEquals(0, count(check, Outcome.BAD), "bad");
    assertEquals(5, check.needed());
  }

  private static int count(ConsensusCheck check, Outcome outcome) {
    return (int) check.signatures().stream().filter(one -> one.outcome() == outcome).count();
  }
}
