package org.relaywitness.evidence.pades;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
  private static final Instant NOW = Instant.parse("2026-03-05T12:00:00Z");
  private static final TestCertificates AUTHORITY = new TestCertificates(NOW);

  @TempDir private Path folder;

  private SigningKey load(Path file, String password) throws SigningKeyException {
    return SigningKey.load(file, password.toCharArray(), NOW);
  }

  private void refuses(Path file, String password, String expected) {
    String message =
        String.valueOf(
            assertThrows(SigningKeyException.class, () -> load(file, password)).getMessage());
    assertTrue(message.contains(expected), message);
    assertFalse(message.contains(password), message);
  }

  private Path written(SigningKey key) {
    return TestCertificates.write(key, folder.resolve("key.p12"));
  }

  @Test
  void key_rsaAndEllipticCurve_isLoadedWithItsChain() throws Exception {
    for (String algorithm : new String[] {"RSA2048", "EC", "EC384", "EC521"}) {
      SigningKey key = AUTHORITY.signer(algorithm);

      SigningKey loaded = load(written(key), TestCertificates.PASSWORD);

      assertEquals(key.chain(), loaded.chain(), algorithm);
      assertFalse(loaded.toString().contains("Key[key"), loaded.toString());
    }
  }

  @Test
  void key_wrongPassword_isRefusedWithoutRepeatingIt() {
    refuses(written(AUTHORITY.signer("EC")), "hunter2", "the password is wrong");
  }

  @Test
  void key_noFileOrAnotherFile_isRefused() throws Exception {
    refuses(folder.resolve("absent.p12"), "hunter2", "cannot read");
    refuses(Files.writeString(folder.resolve("x.p12"), "no key"), "hunter2", "no PKCS#12 file");
  }

  @Test
  void key_ofAnotherKind_isRefused() {
    refuses(written(AUTHORITY.signer("Ed25519")), TestCertificates.PASSWORD, "expected RSA");
    refuses(written(AUTHORITY.signer("RSA1024")), TestCertificates.PASSWORD, "shorter than 2048");
  }

  @Test
  void key_certificateNotValidNow_isRefused() {
    Instant day = NOW.minusSeconds(86_400);
    refuses(
        written(AUTHORITY.signer("EC", day.minusSeconds(9), day)),
        TestCertificates.PASSWORD,
        "expired at 2026-03-04T12:00:00Z");
    refuses(
        written(AUTHORITY.signer("EC", NOW.plusSeconds(60), NOW.plusSeconds(90))),
        TestCertificates.PASSWORD,
        "not valid before");
  }

  @Test
  void key_ofAnotherCertificate_isRefused() {
    SigningKey one = AUTHORITY.signer("EC");
    SigningKey other = AUTHORITY.signer("EC");
    // A key store does not notice that the two do not belong together.
    refuses(
        written(new SigningKey(one.key(), other.chain())),
        TestCertificates.PASSWORD,
        "does not belong to its certificate");
  }

  @Test
  void key_certificateOfAnAuthority_isRefused() {
    refuses(written(AUTHORITY.rootKey()), TestCertificates.PASSWORD, "not for signatures");
  }
}
